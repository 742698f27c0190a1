// The sentences are those of rules that exist, and none claims what the values on the screen deny.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BlockListItem, BlockShape, TransactionShape } from '../../../shared/provider/index.ts';
import { blockRules, transactionRules } from './valid-rules.ts';

const spec = { blockBytesMax: 100_000, blockGasMax: 1_000_000, gasPerByte: 10, gasPerSignature: 1000 };
const id = (digit: string) => `0x${digit.repeat(64)}` as const;
const roots = { transactionRoot: id('3'), stateRoot: id('4'), receiptRoot: id('5'), historyRoot: id('6') } as const;
const block: BlockShape = {
  ...{
    id: `0x0${'2'.repeat(63)}`,
    height: 7,
    parent: id('1'),
    time: 2500,
    producer: 'tab1p',
    size: 400,
    gasUsed: 3000,
  },
  ...roots,
  consensus: { kind: 'pow', target: `0x1${'0'.repeat(63)}`, nonce: '0x00' },
  transactions: [],
  files: [],
  settled: false,
};
const parent: BlockListItem = { ...block, id: id('1'), height: 6, time: 1000 };
const payment: TransactionShape = {
  ...{ id: id('7'), kind: 'transfer', to: 'tab1y', amount: '5', sender: 'tab1x', size: 200 },
  ...{ gasLimit: 3000, gasPrice: '1', nonce: 2, validUntil: 90 },
};

const faults = (rules: readonly { readonly fault: string }[]): readonly string[] => rules.map(({ fault }) => fault);

test('every rule that is told is one of the protocol, in its order', () => {
  const page = readFileSync(new URL('../../../docs/protocol/rules.md', import.meta.url), 'utf8');
  const block7 = faults(blockRules(block, parent, spec, id('9')));
  const paid = faults(
    transactionRules(payment, { fee: '3', gasUsed: 3000, status: 'ok', events: [] }, 7, spec, id('9')),
  );
  expect(block7.length).toBeGreaterThan(9);
  expect(paid.length).toBeGreaterThan(7);
  for (const told of [block7, paid]) {
    const places = told.map((fault) => page.indexOf(`\`${fault}\``));
    for (const place of places) expect(place).toBeGreaterThan(0);
  }
});

test('a sentence that the values deny is not told', () => {
  const heavy: BlockShape = { ...block, consensus: { kind: 'pow', target: id('0'), nonce: '0x00' } };
  expect(faults(blockRules(heavy, parent, spec, id('9')))).not.toContain('header-seal');
  expect(faults(blockRules({ ...block, time: 900 }, parent, spec, id('9')))).not.toContain('header-time');
  expect(faults(blockRules({ ...block, gasUsed: 2_000_000 }, parent, spec, id('9')))).not.toContain('block-gas');
  const cheap = { ...payment, gasLimit: 2999 };
  expect(faults(transactionRules(cheap, undefined, undefined, spec, id('9')))).not.toContain('gas-below-intrinsic');
  expect(faults(transactionRules(payment, undefined, 91, spec, id('9')))).not.toContain('expired');
});

test('of the genesis block nothing is checked, of a header alone nothing of its body', () => {
  expect(blockRules(block, undefined, spec, id('9'))).toEqual([]);
  expect(faults(blockRules({ ...block, headerOnly: true }, parent, spec, id('9')))).not.toContain('block-gas');
});
