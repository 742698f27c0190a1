// Who may seal under proof of authority, by another hand: plain lists, whole copies, no layers, no undo. It knows the
// changes of the admin and the suspensions by evidence, writes their records out by itself, and breaks off at a block of a
// producer whose turn it is not. One set of signers for each height of each chain, because a copy belongs to one block.
// Slow on purpose; bounded by the simulated chain.

import { concatBytes, createWriter, toHex } from '../../core/bytes/index.ts';
import { hash } from '../../core/crypto/index.ts';
import {
  bytesOf,
  type ChainSpec,
  decodeSealedHeader,
  type Header,
  type Hex32,
  type Payload,
} from '../../core/model/index.ts';

interface Change {
  readonly atHeight: number;
  readonly add: readonly Hex32[];
  readonly remove: readonly Hex32[];
}

export interface AuthorityLedger {
  readonly admin: Hex32;
  readonly activationDelay: number;
  /** as of the last change or suspension */
  readonly signers: readonly Hex32[];
  readonly pending: readonly Change[];
  readonly suspended: readonly { readonly signer: Hex32; readonly height: number }[];
  /** by key and slot: the height of the block that has the evidence */
  readonly proven: ReadonlyMap<string, { readonly mark: Hex32; readonly height: number }>;
}

/** `undefined` where nobody is named who may seal. */
export const authorityOfGenesis = ({ consensus }: ChainSpec): AuthorityLedger | undefined => {
  if (consensus.kind !== 'poa') return undefined;
  const { admin, signers, activationDelay } = consensus;
  return { admin, signers, activationDelay, pending: [], suspended: [], proven: new Map() };
};

const require = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`the model does not allow this block: ${what}`);
};

const changed = (signers: readonly Hex32[], { add, remove }: Change): readonly Hex32[] => [
  ...signers.filter((one) => !remove.includes(one)),
  ...add.filter((one) => !signers.includes(one)),
];

/** Who seals the block at this height. */
const signersOfHeight = ({ signers, pending }: AuthorityLedger, height: number): readonly Hex32[] =>
  pending.filter(({ atHeight }) => atHeight <= height).reduce(changed, signers);

/** What is in force by now becomes a part of the list. */
const settledAt = (ledger: AuthorityLedger, height: number): AuthorityLedger => ({
  ...ledger,
  signers: signersOfHeight(ledger, height),
  pending: ledger.pending.filter(({ atHeight }) => atHeight > height),
});

/** Throws where somebody else than the one whose turn it is has sealed. */
export const requireTurn = (ledger: AuthorityLedger, { consensus, producer, height }: Header): void => {
  const slot = consensus.kind === 'poa' ? consensus.slot : 0;
  const signers = signersOfHeight(ledger, height);
  require(signers[slot % signers.length] === producer, `slot ${slot} belongs to another signer`);
};

const withChange = (
  ledger: AuthorityLedger,
  { add, remove }: Extract<Payload, { kind: 'signers' }>,
  sender: Hex32,
  height: number,
): AuthorityLedger => {
  require(sender === ledger.admin, 'signers by somebody else than the admin');
  const now = settledAt(ledger, height);
  const suspended = now.suspended.filter(({ signer }) => !add.includes(signer));
  return { ...now, suspended, pending: [...now.pending, { atHeight: height + ledger.activationDelay, add, remove }] };
};

const withEvidence = (
  ledger: AuthorityLedger,
  { first, second }: Extract<Payload, { kind: 'evidence' }>,
  height: number,
): AuthorityLedger => {
  const [one, other] = [decodeSealedHeader(first), decodeSealedHeader(second)];
  if (!one.ok || !other.ok) throw new Error('the model does not allow this block: evidence of something else');
  const { producer, consensus } = one.value.header;
  const slot = consensus.kind === 'poa' ? consensus.slot : -1;
  const slotToo = other.value.header.consensus.kind === 'poa' ? other.value.header.consensus.slot : -2;
  require(slot === slotToo && producer === other.value.header.producer, 'evidence of two slots or keys');
  require(one.value.id !== other.value.id, 'evidence of one header');
  const now = settledAt(ledger, height);
  const name = `${producer} ${slot}`;
  require(!now.proven.has(name), 'the same evidence twice');
  const mark = toHex(hash('evidence', bytesOf(producer), createWriter(8).uint(slot).finish()));
  const signers = now.signers.filter((one) => one !== producer);
  require(signers.length < now.signers.length, 'evidence against somebody who does not sign');
  const proven = new Map(now.proven).set(name, { mark, height });
  return { ...now, signers, proven, suspended: [...now.suspended, { signer: producer, height }] };
};

/** After a transaction of one of these kinds. */
export const authorityAfter = (
  ledger: AuthorityLedger | undefined,
  payload: Payload,
  sender: Hex32,
  height: number,
): AuthorityLedger | undefined => {
  if (ledger === undefined) return undefined;
  if (payload.kind === 'signers') return withChange(ledger, payload, sender, height);
  return payload.kind === 'evidence' ? withEvidence(ledger, payload, height) : ledger;
};

const keysIn = (keys: readonly Hex32[]): Uint8Array => concatBytes(...keys.map(bytesOf));

const listBytes = ({ signers, pending, suspended }: AuthorityLedger): Uint8Array => {
  const writer = createWriter(1024)
    .u16(signers.length)
    .fixed(keysIn(signers), 32 * signers.length)
    .u8(pending.length);
  for (const { atHeight, add, remove } of pending) {
    writer
      .uint(atHeight)
      .u8(add.length)
      .fixed(keysIn(add), 32 * add.length);
    writer.u8(remove.length).fixed(keysIn(remove), 32 * remove.length);
  }
  writer.u16(suspended.length);
  for (const { signer, height } of suspended) writer.fixed(bytesOf(signer), 32).uint(height);
  return writer.finish();
};

const nobody = '00'.repeat(32);

/** The records that the state must have of it. */
export const recordsOfAuthority = (ledger: AuthorityLedger): readonly (readonly [key: string, value: Uint8Array])[] => [
  [`g${nobody}`, listBytes(ledger)],
  [`m${nobody}`, concatBytes(bytesOf(ledger.admin), Uint8Array.of(0))],
  ...[...ledger.proven.values()].map(
    ({ mark, height }) => [`e${mark}`, createWriter(8).uint(height).finish()] as const,
  ),
];
