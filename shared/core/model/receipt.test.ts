// A receipt assembled by hand, as docs/protocol/bytes.md lays it out. Receipts are only ever hashed, never read.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/index.ts';
import { encodeReceipt, type Receipt, receiptRootOf } from './index.ts';

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};

const receipt: Receipt = {
  status: 'failed',
  reason: 'nö',
  gasUsed: 258,
  fee: 3n,
  events: [{ contract: 'cc'.repeat(32), name: 'e', data: Uint8Array.of(9) }],
  value: Uint8Array.of(7, 8),
};
const byHand = Buffer.from(
  [
    '00',
    '0003',
    '6ec3b6',
    '0000000000000102',
    '0000000000000003',
    '0002',
    '0708',
    '0001',
    'cc'.repeat(32),
    '0001',
    '65',
    '0001',
    '09',
  ].join(''),
  'hex',
);

describe('a receipt', () => {
  it('has the bytes and the root that the protocol page says', () => {
    expect(toHex(encodeReceipt(receipt))).toBe(byHand.toString('hex'));
    expect(receiptRootOf([receipt])).toBe(
      sha256('\x12tabchain/tree-leaf', sha256('\x10tabchain/receipt', byHand)).toString('hex'),
    );
    expect(receiptRootOf([])).toBe(sha256('\x13tabchain/tree-empty').toString('hex'));
  });

  it('changes with every field', () => {
    const changed: readonly Partial<Receipt>[] = [
      {},
      { status: 'ok' },
      { reason: '' },
      { gasUsed: 259 },
      { fee: 4n },
      { events: [] },
      { value: Uint8Array.of(7) },
    ];
    const roots = changed.map((change) => receiptRootOf([{ ...receipt, ...change }]));
    expect(new Set(roots).size).toBe(changed.length);
  });
});
