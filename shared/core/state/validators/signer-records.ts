// Proof of authority in the state: signers with what will change of them and who is suspended (one record, g), the admin
// with who was named to follow (m). Bounds: 256 signers, 32 pending changes, the newest 256 suspensions. The list is
// never empty: what would empty it is passed over. Bytes in docs/protocol/bytes.md, rules in docs/protocol/rules.md.

import {
  createReader,
  createWriter,
  type DecodeFault,
  type Reader,
  type Result,
  type Writer,
} from '../../bytes/index.ts';
import {
  bytesOf,
  type Hex32,
  payloadLimits,
  type PoaParameters,
  readHex32,
  readSigners,
  specLimits,
  zeroHex32,
} from '../../model/index.ts';
import type { StateKey, StateLayer, StateView } from '../state-view.ts';

/** What an admin has asked for and is not in force yet. */
export interface SignerChange {
  /** the first height whose block is sealed under it */
  readonly atHeight: number;
  readonly add: readonly Hex32[];
  readonly remove: readonly Hex32[];
}

export interface SignersRecord {
  /** in the order of their slots, without the pending changes */
  readonly signers: readonly Hex32[];
  /** ascending by height */
  readonly pending: readonly SignerChange[];
  /** who signed twice, and the height of the block that had the evidence; the oldest first */
  readonly suspended: readonly { readonly signer: Hex32; readonly height: number }[];
}

export interface AdminRecord {
  readonly admin: Hex32;
  /** who was named and has not accepted */
  readonly next: Hex32 | undefined;
}

export const signerLimits = {
  pendingMax: 32,
  suspendedMax: specLimits.signersMax,
} as const;

const signersKey: StateKey = `g${zeroHex32}`;
const adminKey: StateKey = `m${zeroHex32}`;

const writeKeys = (writer: Writer, keys: readonly Hex32[]): void => {
  for (const key of keys) writer.fixed(bytesOf(key), 32);
};

export const encodeSigners = ({ signers, pending, suspended }: SignersRecord): Uint8Array => {
  const writer = createWriter(1024).u16(signers.length);
  writeKeys(writer, signers);
  writer.u8(pending.length);
  for (const { atHeight, add, remove } of pending) {
    writer.uint(atHeight).u8(add.length);
    writeKeys(writer, add);
    writer.u8(remove.length);
    writeKeys(writer, remove);
  }
  writer.u16(suspended.length);
  for (const { signer, height } of suspended) writer.fixed(bytesOf(signer), 32).uint(height);
  return writer.finish();
};

const readChange = (reader: Reader): SignerChange => {
  const keys = (): readonly Hex32[] =>
    reader.list(reader.u8(), payloadLimits.signerChangesMax, () => readHex32(reader));
  return { atHeight: reader.uint(), add: keys(), remove: keys() };
};

export const decodeSigners = (bytes: Uint8Array): Result<SignersRecord, DecodeFault> => {
  const reader = createReader(bytes);
  const signers = readSigners(reader);
  if (signers.length === 0) reader.refuse('no signers');
  const pending = reader.list(reader.u8(), signerLimits.pendingMax, () => readChange(reader));
  const suspended = reader.list(reader.u16(), signerLimits.suspendedMax, () => ({
    signer: readHex32(reader),
    height: reader.uint(),
  }));
  if (pending.some(({ atHeight }, i) => atHeight < (pending[i - 1]?.atHeight ?? 0))) reader.refuse('heights that fall');
  return reader.finish({ signers, pending, suspended });
};

export const encodeAdmin = ({ admin, next }: AdminRecord): Uint8Array => {
  const writer = createWriter(65)
    .fixed(bytesOf(admin), 32)
    .u8(next === undefined ? 0 : 1);
  return (next === undefined ? writer : writer.fixed(bytesOf(next), 32)).finish();
};

export const decodeAdmin = (bytes: Uint8Array): Result<AdminRecord, DecodeFault> => {
  const reader = createReader(bytes);
  const admin = readHex32(reader);
  const flag = reader.u8();
  if (flag > 1) reader.refuse('a flag above 1');
  return reader.finish({ admin, next: flag === 1 ? readHex32(reader) : undefined });
};

/** One change; one that would leave nobody is passed over, and what is beyond 256 does not come in. */
const withChange = (signers: readonly Hex32[], { add, remove }: SignerChange): readonly Hex32[] => {
  const left = signers.filter((signer) => !remove.includes(signer));
  const changed = [...left, ...add.filter((signer) => !left.includes(signer))].slice(0, specLimits.signersMax);
  return changed.length === 0 ? signers : changed;
};

/** The signers once all pending changes up to a height are in force; all of them without one. */
export const signersAt = ({ signers, pending }: SignersRecord, height = Infinity): readonly Hex32[] =>
  pending.filter(({ atHeight }) => atHeight <= height).reduce(withChange, signers);

/** The record with the changes in force at a height made part of its list. */
export const foldedAt = (record: SignersRecord, height: number): SignersRecord => ({
  signers: signersAt(record, height),
  pending: record.pending.filter(({ atHeight }) => atHeight > height),
  suspended: record.suspended,
});

/** `undefined` where the network has no signers. */
export const signersRecordOf = (view: StateView): SignersRecord | undefined => {
  const bytes = view.get(signersKey);
  if (bytes === undefined) return undefined;
  const record = decodeSigners(bytes);
  if (!record.ok) throw new Error('the state holds a damaged record of signers');
  return record.value;
};

export const writeSigners = (layer: StateLayer, record: SignersRecord): void => {
  layer.set(signersKey, encodeSigners(record));
};

/** `undefined` where the network has no admin. */
export const adminRecordOf = (view: StateView): AdminRecord | undefined => {
  const bytes = view.get(adminKey);
  if (bytes === undefined) return undefined;
  const record = decodeAdmin(bytes);
  if (!record.ok) throw new Error('the state holds a damaged record of the admin');
  return record.value;
};

export const writeAdmin = (layer: StateLayer, record: AdminRecord): void => {
  layer.set(adminKey, encodeAdmin(record));
};

export const genesisSigners = ({ signers, admin }: PoaParameters): readonly (readonly [StateKey, Uint8Array])[] => [
  [signersKey, encodeSigners({ signers, pending: [], suspended: [] })],
  [adminKey, encodeAdmin({ admin, next: undefined })],
];
