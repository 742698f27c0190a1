// Blocks from outside: what is bounded, what is refused, and which transaction was at fault.

import { describe, expect, it } from 'vitest';
import { concatBytes, createWriter, equalBytes } from '../bytes/index.ts';
import {
  decodeBlock,
  encodeBlock,
  type Header,
  sealHeader,
  specLimits,
  type Transaction,
  transactionRootOf,
  withSignature,
  zeroHex32,
} from './index.ts';

const header: Header = {
  version: 1,
  chainId: zeroHex32,
  height: 1,
  parent: zeroHex32,
  time: 1,
  producer: zeroHex32,
  transactionRoot: zeroHex32,
  stateRoot: zeroHex32,
  receiptRoot: zeroHex32,
  historyRoot: zeroHex32,
  gasUsed: 0,
  consensus: { kind: 'pow', target: zeroHex32 },
};
const sealed = sealHeader(header, new Uint8Array(8));
const record = (nonce: number, length = 0): Transaction =>
  withSignature(
    {
      chainId: zeroHex32,
      sender: zeroHex32,
      nonce,
      gasLimit: 0,
      gasPrice: 0n,
      validUntil: 0,
      payload: { kind: 'record', data: new Uint8Array(length) },
    },
    new Uint8Array(64),
  );
const max = specLimits.blockBytesMax;
const withTransactions = (write: (writer: ReturnType<typeof createWriter>) => unknown): Uint8Array => {
  const writer = createWriter().raw(sealed.bytes);
  write(writer);
  return writer.finish();
};

describe('a block', () => {
  it('reads back, with its size', () => {
    const transactions = [record(0), record(1, 70), record(2, 1024)];
    const bytes = encodeBlock(sealed, transactions);
    expect(decodeBlock(bytes, bytes.length)).toEqual({
      ok: true,
      value: { ...sealed, transactions, size: bytes.length },
    });
  });

  it('may be full of the smallest transactions there are', () => {
    const smallest = record(0);
    expect(smallest.bytes).toHaveLength(163);
    const count = Math.floor((max - sealed.bytes.length - 4) / (4 + 163));
    const bytes = encodeBlock(
      sealed,
      Array.from({ length: count }, () => smallest),
    );
    expect(max - bytes.length).toBeLessThan(167);
    const block = decodeBlock(bytes, max);
    expect(block.ok ? block.value.transactions.length : block.error).toBe(count);
    expect(block.ok && equalBytes(encodeBlock(block.value, block.value.transactions), bytes)).toBe(true);
  });

  it('over the limit is refused by its length alone', () => {
    const bytes = encodeBlock(sealed, [record(0)]);
    expect(decodeBlock(bytes, bytes.length - 1)).toEqual({
      ok: false,
      error: { type: 'bytes-over-limit', at: 0, length: bytes.length, limit: bytes.length - 1 },
    });
    expect(decodeBlock(new Uint8Array(2_000_000), max)).toMatchObject({
      ok: false,
      error: { type: 'bytes-over-limit' },
    });
  });

  it.each<[string, (writer: ReturnType<typeof createWriter>) => unknown, object]>([
    [
      'that announces 2^32 − 1 transactions',
      (w) => w.u32(0xffffffff),
      { type: 'bytes-over-limit', length: 0xffffffff },
    ],
    ['that announces more than it has', (w) => w.u32(2).bytes32(record(0).bytes), { type: 'bytes-truncated' }],
    [
      'that has more than it announces',
      (w) => w.u32(1).bytes32(record(0).bytes).bytes32(record(1).bytes),
      { type: 'bytes-trailing', extra: 167 },
    ],
    ['with a transaction of 2^32 − 1 bytes', (w) => w.u32(1).u32(0xffffffff), { type: 'bytes-over-limit', limit: max }],
    ['with a transaction longer than the block', (w) => w.u32(1).u32(999), { type: 'bytes-truncated' }],
    [
      'with nothing where a transaction is',
      (w) => w.u32(2).bytes32(record(0).bytes).u32(0),
      { type: 'block-transaction-form', index: 1, fault: { type: 'bytes-truncated', at: 0 } },
    ],
    [
      'with a byte behind a transaction',
      (w) => w.u32(1).bytes32(concatBytes(record(0).bytes, Uint8Array.of(0))),
      { type: 'block-transaction-form', index: 0, fault: { type: 'bytes-trailing', at: 163, extra: 1 } },
    ],
  ])('%s is refused', (_, write, fault) => {
    expect(decodeBlock(withTransactions(write), max)).toMatchObject({ ok: false, error: fault });
  });
});

describe('the transaction root', () => {
  it('is over the signed bytes, in their order', () => {
    const [a, b] = [record(0), record(1)];
    const resigned = withSignature(a, new Uint8Array(64).fill(1));
    const roots = [[a, b], [b, a], [resigned, b], [a], []].map(transactionRootOf);
    expect(new Set(roots).size).toBe(roots.length);
  });
});
