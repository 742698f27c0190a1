// The bytes of a proof (docs/protocol/proofs.md). Decoding is total and bounded: at most 64 headers of one KiB, 256
// siblings, one transaction.

import { createReader, createWriter, type DecodeFault, type Reader, type Result, type Writer } from '../bytes/index.ts';
import {
  bytesOf,
  decodeSealedHeader,
  decodeTransaction,
  type Hex32,
  readHex32,
  type SealedHeader,
  type Transaction,
} from '../model/index.ts';
import { transactionBytesMax, type TrieProof } from '../state/index.ts';

export interface AccountClaim {
  readonly kind: 'account';
  readonly account: Hex32;
  /** the encoded account; `undefined`: there is none */
  readonly record: Uint8Array | undefined;
  readonly path: TrieProof;
}

/** What a contract stores under a key. */
export interface StorageClaim {
  readonly kind: 'storage';
  readonly contract: Hex32;
  readonly key: string;
  /** the encoded entry; `undefined`: there is none */
  readonly record: Uint8Array | undefined;
  readonly path: TrieProof;
}

export interface TransactionClaim {
  readonly kind: 'transaction';
  readonly transaction: Transaction;
  readonly position: { readonly index: number; readonly count: number };
  readonly path: readonly Uint8Array[];
}

export interface Proof {
  /** consecutive, ascending; at least one */
  readonly headers: readonly SealedHeader[];
  readonly claim: AccountClaim | StorageClaim | TransactionClaim;
}

export const proofHeadersMax = 64;

const proofVersion = 1;
const headerBytesMax = 1024;
const recordBytesMax = 64;
const storageKeyBytesMax = 64;
/** a key, a value of 4 KiB, two neighbours, and their lengths */
const entryBytesMax = 4 * 1024 + storageKeyBytesMax + 2 * 32 + 4;
const trieSiblingsMax = 256;
const listSiblingsMax = 53;
const kinds = { account: 1, transaction: 2, storage: 3 } as const;

const writeOptional = (writer: Writer, value: readonly Uint8Array[] | undefined): void => {
  writer.u8(value === undefined ? 0 : 1);
  for (const part of value ?? []) writer.raw(part);
};

/** A record of the state, or none, with its path. */
const writeRecord = (writer: Writer, { record, path }: Pick<AccountClaim, 'record' | 'path'>): void => {
  writeOptional(writer, record === undefined ? undefined : [createWriter(32).bytes16(record).finish()]);
  writer.u16(path.siblings.length);
  for (const sibling of path.siblings) writer.fixed(sibling, 32);
  const { otherLeaf } = path;
  writeOptional(writer, otherLeaf === undefined ? undefined : [otherLeaf.path, otherLeaf.valueHash]);
};

const writeTransactionClaim = (writer: Writer, { transaction, position, path }: TransactionClaim): void => {
  writer.bytes32(transaction.bytes).u32(position.index).u32(position.count).u8(path.length);
  for (const sibling of path) writer.fixed(sibling, 32);
};

export const encodeProof = ({ headers, claim }: Proof): Uint8Array => {
  const writer = createWriter(4096).u8(proofVersion).u8(kinds[claim.kind]).u16(headers.length);
  for (const { bytes } of headers) writer.bytes32(bytes);
  if (claim.kind === 'account') writeRecord(writer.fixed(bytesOf(claim.account), 32), claim);
  else if (claim.kind === 'storage') writeRecord(writer.fixed(bytesOf(claim.contract), 32).text(claim.key), claim);
  else writeTransactionClaim(writer, claim);
  return writer.finish();
};

const readFlag = (reader: Reader): boolean => {
  const flag = reader.u8();
  if (flag > 1) reader.refuse('a flag above 1');
  return flag === 1;
};

const readRecord = (reader: Reader, bytesMax: number): Pick<AccountClaim, 'record' | 'path'> => {
  const record = readFlag(reader) ? reader.bytes16(bytesMax) : undefined;
  const siblings = reader.list(reader.u16(), trieSiblingsMax, () => reader.fixed(32));
  const otherLeaf = readFlag(reader) ? { path: reader.fixed(32), valueHash: reader.fixed(32) } : undefined;
  return { record, path: { siblings, otherLeaf } };
};

const readAccountClaim = (reader: Reader): AccountClaim => {
  const account = readHex32(reader);
  return { kind: 'account', account, ...readRecord(reader, recordBytesMax) };
};

const readStorageClaim = (reader: Reader): StorageClaim => {
  const contract = readHex32(reader);
  const key = reader.text(storageKeyBytesMax);
  return { kind: 'storage', contract, key, ...readRecord(reader, entryBytesMax) };
};

const readTransactionClaim = (reader: Reader): TransactionClaim | undefined => {
  const decoded = decodeTransaction(reader.bytes32(transactionBytesMax));
  const position = { index: reader.u32(), count: reader.u32() };
  const path = reader.list(reader.u8(), listSiblingsMax, () => reader.fixed(32));
  if (decoded.ok) return { kind: 'transaction', transaction: decoded.value, position, path };
  reader.refuse('a transaction of another form');
  return undefined;
};

const claimReaders: Readonly<Record<number, (reader: Reader) => Proof['claim'] | undefined>> = {
  [kinds.account]: readAccountClaim,
  [kinds.transaction]: readTransactionClaim,
  [kinds.storage]: readStorageClaim,
};

export const decodeProof = (bytes: Uint8Array): Result<Proof, DecodeFault> => {
  const reader = createReader(bytes);
  if (reader.u8() !== proofVersion) reader.refuse('a proof of another version');
  const kind = reader.u8();
  const encoded = reader.list(reader.u16(), proofHeadersMax, () => reader.bytes32(headerBytesMax));
  const headers: SealedHeader[] = [];
  for (const one of encoded) {
    const header = decodeSealedHeader(one);
    if (header.ok) headers.push(header.value);
    else reader.refuse('a header of another form');
  }
  if (headers.length === 0) reader.refuse('a proof without headers');
  const readClaim = claimReaders[kind];
  if (readClaim === undefined) reader.refuse('a proof of another kind');
  const claim = reader.failed() ? undefined : readClaim?.(reader);
  const form = reader.finish(claim);
  if (!form.ok) return form;
  if (form.value === undefined) throw new Error('a proof without a claim was not refused');
  return { ok: true, value: { headers, claim: form.value } };
};
