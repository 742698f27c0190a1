// The words for each state that a transaction goes through.

import { expect, test } from 'vitest';
import type { TxStatus } from '../../../shared/provider/index.ts';
import { txProgress } from './tx-progress.ts';

const id = `0x${'ab'.repeat(32)}` as const;
const facts = { settleDepth: 6, blockTimeMs: 10_000 };

test('a payment goes from pending over confirmations to final', () => {
  const included: TxStatus = { id, status: 'included', height: 12, confirmations: 3, settled: false };
  expect(txProgress({ id, status: 'pending' }, facts).text).toMatch(/^Pending/);
  expect(txProgress(included, facts).text).toBe('Included in block 12 · 3 confirmations · final in about 40 s');
  expect(txProgress(included).text).toBe('Included in block 12 · 3 confirmations · not final yet');
  expect(txProgress({ ...included, confirmations: 7, settled: true }, facts)).toMatchObject({
    step: 'final',
    text: 'Final in block 12 · 7 confirmations',
  });
});

test('dropped and failed ones say why and what it cost', () => {
  expect(txProgress({ id, status: 'dropped', reason: 'expired' }).text).toBe(
    'Dropped: The height until which it was valid has passed. Nothing was spent.',
  );
  const receipt = { status: 'failed', reason: 'out of gas', gasUsed: 1, fee: '1', events: [] } as const;
  expect(txProgress({ id, status: 'included', height: 4, receipt })).toMatchObject({
    tone: 'bad',
    text: 'Failed in block 4: out of gas. The fee was paid.',
  });
});
