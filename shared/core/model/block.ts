// A block: sealed header and transactions. Its form alone is checked here; what the header promises is checked by
// chain/check-block.ts. Bounded by the spec's blockBytesMax, which the caller passes, and by one message of 1 MiB.

import { createReader, createWriter, type DecodeFault, err, type Result, toHex } from '../bytes/index.ts';
import { merkleRoot } from '../crypto/index.ts';
import { bytesOf, type Hex32 } from './address.ts';
import { readSealedHeader, type SealedHeader } from './header.ts';
import { decodeTransaction, type Transaction } from './transaction.ts';

export interface Block extends SealedHeader {
  readonly transactions: readonly Transaction[];
  /** length of the whole encoded block */
  readonly size: number;
}

export type BlockFormFault =
  DecodeFault | { readonly type: 'block-transaction-form'; readonly index: number; readonly fault: DecodeFault };

/** The smallest signed transaction, an empty record, behind its length: its fields, payload and signature. */
const transactionBytesMin = 4 + 96 + 3 + 64;

export const encodeBlock = (sealed: SealedHeader, transactions: readonly Transaction[]): Uint8Array => {
  const writer = createWriter(1024).raw(sealed.bytes).u32(transactions.length);
  for (const transaction of transactions) writer.bytes32(transaction.bytes);
  return writer.finish();
};

export const decodeBlock = (bytes: Uint8Array, blockBytesMax: number): Result<Block, BlockFormFault> => {
  if (bytes.length > blockBytesMax) {
    return err({ type: 'bytes-over-limit', at: 0, length: bytes.length, limit: blockBytesMax });
  }
  const reader = createReader(bytes);
  const sealed = readSealedHeader(reader, bytes);
  const countMax = Math.ceil(blockBytesMax / transactionBytesMin);
  const encoded = reader.list(reader.u32(), countMax, () => reader.view32(blockBytesMax));
  const form = reader.finish(encoded);
  if (!form.ok) return form;
  const transactions: Transaction[] = [];
  for (const [index, transactionBytes] of form.value.entries()) {
    const transaction = decodeTransaction(transactionBytes);
    if (!transaction.ok) return err({ type: 'block-transaction-form', index, fault: transaction.error });
    transactions.push(transaction.value);
  }
  return { ok: true, value: { ...sealed(), transactions, size: bytes.length } };
};

/** Root over the signed bytes of the transactions, in order. */
export const transactionRootOf = (transactions: readonly Transaction[]): Hex32 =>
  toHex(merkleRoot(transactions.map((transaction) => bytesOf(transaction.signedHash))));
