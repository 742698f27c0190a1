// What became of a transaction in its block: status, cost, events and result. The receipt root in the header commits
// to all of a block's receipts. Bounded by gas: every event and result byte is paid for. Whoever fills in a receipt
// keeps to the form (well-formed text, at most 65,535 events, texts and values of at most 65,535 bytes): the writer
// throws on anything else, and a contract must not be able to reach that.

import { createReader, createWriter, type DecodeFault, type Result, toHex } from '../bytes/index.ts';
import { hash, merkleRoot } from '../crypto/index.ts';
import { bytesOf, type Hex32, readHex32 } from './address.ts';
import type { Amount } from './amount.ts';

export interface ContractEvent {
  readonly contract: Hex32;
  readonly name: string;
  readonly data: Uint8Array;
}

export interface Receipt {
  readonly status: 'ok' | 'failed';
  /** why it failed; empty when ok */
  readonly reason: string;
  readonly gasUsed: number;
  readonly fee: Amount;
  readonly events: readonly ContractEvent[];
  /** what a contract function returned, in canonical bytes; empty otherwise */
  readonly value: Uint8Array;
}

/** Status, three lengths, gas and fee: all there is to most receipts. */
const receiptBytesMin = 1 + 3 * 2 + 8 + 8;
/** An event's contract and two lengths. */
const eventBytesMin = 32 + 2 * 2;

export const encodeReceipt = (receipt: Receipt): Uint8Array => {
  // room for all of it where texts are plain, so that nothing is copied twice
  let room = receiptBytesMin + receipt.reason.length + receipt.value.length;
  for (const { name, data } of receipt.events) room += eventBytesMin + name.length + data.length;
  const writer = createWriter(room)
    .u8(receipt.status === 'ok' ? 1 : 0)
    .text(receipt.reason)
    .uint(receipt.gasUsed)
    .u64(receipt.fee)
    .bytes16(receipt.value)
    .u16(receipt.events.length);
  for (const event of receipt.events) writer.fixed(bytesOf(event.contract), 32).text(event.name).bytes16(event.data);
  return writer.finish();
};

const u16Max = 0xffff;

export const decodeReceipt = (bytes: Uint8Array): Result<Receipt, DecodeFault> => {
  const reader = createReader(bytes);
  const status = reader.u8();
  if (status > 1) reader.refuse('a status above 1');
  const head = {
    reason: reader.text(u16Max),
    gasUsed: reader.uint(),
    fee: reader.u64(),
    value: reader.bytes16(u16Max),
  };
  const events = reader.list(reader.u16(), u16Max, () => ({
    contract: readHex32(reader),
    name: reader.text(u16Max),
    data: reader.bytes16(u16Max),
  }));
  return reader.finish({ status: status === 1 ? 'ok' : 'failed', ...head, events });
};

export const receiptRootOf = (receipts: readonly Receipt[]): Hex32 =>
  toHex(merkleRoot(receipts.map((receipt) => hash('receipt', encodeReceipt(receipt)))));
