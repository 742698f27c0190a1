// The receipts of a block as a store keeps them: of blocks with contracts alone, because those of other transactions follow
// from the transaction. Not part of consensus; bounded by the block, whose gas paid for every byte.

import { createReader, createWriter, type DecodeFault, type Result } from '../bytes/index.ts';
import type { Hex32 } from './address.ts';
import { decodeReceipt, encodeReceipt, type Receipt } from './receipt.ts';
import type { Transaction } from './transaction.ts';

/** Whether it runs a contract, so that its receipt cannot be told from its bytes. */
export const isContractCall = ({ payload }: Transaction): boolean =>
  payload.kind === 'deploy' || payload.kind === 'invoke';

/** Where they are, in the store's table of single facts. */
export const receiptsKey = (block: Hex32): string => `receipts-${block}`;

export const encodeReceipts = (receipts: readonly Receipt[]): Uint8Array => {
  const writer = createWriter(1024).u32(receipts.length);
  for (const receipt of receipts) writer.bytes32(encodeReceipt(receipt));
  return writer.finish();
};

/** Stands where a receipt was refused; never handed out. */
const noReceipt: Receipt = { status: 'ok', reason: '', gasUsed: 0, fee: 0n, events: [], value: new Uint8Array(0) };

export const decodeReceipts = (bytes: Uint8Array): Result<readonly Receipt[], DecodeFault> => {
  const reader = createReader(bytes);
  const receipts = reader.list(reader.u32(), bytes.length, (): Receipt => {
    const receipt = decodeReceipt(reader.bytes32(bytes.length));
    if (!receipt.ok) reader.refuse('a receipt of another form');
    return receipt.ok ? receipt.value : noReceipt;
  });
  return reader.finish(receipts);
};
