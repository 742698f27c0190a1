// What a transaction does: one payload per kind, with the largest size of each field. All kinds have their bytes from
// protocol version 1 on; which of them a network accepts is a rule of state/apply-transaction.ts.

import type { Reader, Writer } from '../bytes/index.ts';
import { type Address, bytesOf, type Hex32, readAddress, readHex32, writeAddress } from './address.ts';
import type { Amount } from './amount.ts';

export type Payload =
  | { readonly kind: 'transfer'; readonly to: Address; readonly amount: Amount }
  | { readonly kind: 'record'; readonly data: Uint8Array }
  | { readonly kind: 'deploy'; readonly code: string; readonly args: Uint8Array; readonly amount: Amount }
  | {
      readonly kind: 'invoke';
      readonly contract: Hex32;
      readonly function: string;
      readonly args: Uint8Array;
      readonly amount: Amount;
    }
  | {
      readonly kind: 'file';
      /** binary CID */
      readonly cid: Uint8Array;
      readonly name: string;
      readonly size: number;
      readonly mediaType: string;
    }
  | { readonly kind: 'stake'; readonly amount: Amount }
  | { readonly kind: 'unstake'; readonly amount: Amount }
  | {
      readonly kind: 'evidence';
      /** two sealed headers of one key for one slot */
      readonly first: Uint8Array;
      readonly second: Uint8Array;
    }
  | { readonly kind: 'signers'; readonly add: readonly Hex32[]; readonly remove: readonly Hex32[] }
  | { readonly kind: 'admin'; readonly next: Hex32 };

export type PayloadKind = Payload['kind'];

/** One byte each in the transaction. */
const kindBytes: { readonly [K in PayloadKind]: number } = {
  transfer: 1,
  record: 2,
  deploy: 3,
  invoke: 4,
  file: 5,
  stake: 6,
  unstake: 7,
  evidence: 8,
  signers: 9,
  admin: 10,
};

/** Largest fields, in bytes unless said otherwise. */
export const payloadLimits = {
  recordBytesMax: 1024,
  codeBytesMax: 24 * 1024,
  argsBytesMax: 16 * 1024,
  functionBytesMax: 64,
  /** a CIDv1 with a SHA-512 digest has 68 */
  cidBytesMax: 80,
  fileNameBytesMax: 255,
  mediaTypeBytesMax: 127,
  /** a sealed header with a VRF proof is below 700 bytes */
  evidenceBytesMax: 1024,
  /** signers added or removed at once */
  signerChangesMax: 32,
} as const;

const writeKeys = (writer: Writer, keys: readonly Hex32[]): void => {
  writer.u8(keys.length);
  for (const key of keys) writer.fixed(bytesOf(key), 32);
};

export const writePayload = (writer: Writer, payload: Payload): Writer => {
  writer.u8(kindBytes[payload.kind]);
  switch (payload.kind) {
    case 'transfer':
      return writeAddress(writer, payload.to).u64(payload.amount);
    case 'record':
      return writer.bytes16(payload.data);
    case 'deploy':
      return writer.text(payload.code).bytes16(payload.args).u64(payload.amount);
    case 'invoke':
      return writer
        .fixed(bytesOf(payload.contract), 32)
        .text(payload.function)
        .bytes16(payload.args)
        .u64(payload.amount);
    case 'file':
      return writer.bytes8(payload.cid).text(payload.name).uint(payload.size).text(payload.mediaType);
    case 'stake':
    case 'unstake':
      return writer.u64(payload.amount);
    case 'evidence':
      return writer.bytes16(payload.first).bytes16(payload.second);
    case 'signers':
      writeKeys(writer, payload.add);
      writeKeys(writer, payload.remove);
      return writer;
    case 'admin':
      return writer.fixed(bytesOf(payload.next), 32);
  }
};

const readKeys = (reader: Reader): readonly Hex32[] =>
  reader.list(reader.u8(), payloadLimits.signerChangesMax, () => readHex32(reader));

const nothing: Payload = { kind: 'record', data: new Uint8Array(0) };

export const readPayload = (reader: Reader): Payload => {
  const limits = payloadLimits;
  const kind = reader.u8();
  switch (kind) {
    case 1:
      return { kind: 'transfer', to: readAddress(reader), amount: reader.u64() };
    case 2:
      return { kind: 'record', data: reader.bytes16(limits.recordBytesMax) };
    case 3:
      return {
        kind: 'deploy',
        code: reader.text(limits.codeBytesMax),
        args: reader.bytes16(limits.argsBytesMax),
        amount: reader.u64(),
      };
    case 4:
      return {
        kind: 'invoke',
        contract: readHex32(reader),
        function: reader.text(limits.functionBytesMax),
        args: reader.bytes16(limits.argsBytesMax),
        amount: reader.u64(),
      };
    case 5:
      return {
        kind: 'file',
        cid: reader.bytes8(limits.cidBytesMax),
        name: reader.text(limits.fileNameBytesMax),
        size: reader.uint(),
        mediaType: reader.text(limits.mediaTypeBytesMax),
      };
    case 6:
      return { kind: 'stake', amount: reader.u64() };
    case 7:
      return { kind: 'unstake', amount: reader.u64() };
    case 8:
      return {
        kind: 'evidence',
        first: reader.bytes16(limits.evidenceBytesMax),
        second: reader.bytes16(limits.evidenceBytesMax),
      };
    case 9:
      return { kind: 'signers', add: readKeys(reader), remove: readKeys(reader) };
    case 10:
      return { kind: 'admin', next: readHex32(reader) };
    default:
      reader.refuse('an unknown transaction kind');
      return nothing;
  }
};
