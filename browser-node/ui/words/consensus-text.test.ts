// Blocks of every kind in words: the numbers in the sentences are those of the block.

import { expect, test } from 'vitest';
import type { BlockListItem } from '../../../shared/provider/index.ts';
import { consensusFacts } from './consensus-text.ts';

const hex = (start: string): `0x${string}` => `0x${start.padEnd(64, 'a')}`;
const block = (changes: Partial<BlockListItem>): BlockListItem => ({
  ...{ id: hex('000004'), height: 7, parent: hex('1'), time: 1, producer: 'tab1x', transactionRoot: hex('2') },
  ...{
    stateRoot: hex('3'),
    receiptRoot: hex('4'),
    historyRoot: hex('5'),
    gasUsed: 0,
    size: 100,
    files: [],
    settled: false,
  },
  consensus: { kind: 'pow', target: hex('0000f'), nonce: '0x00' },
  ...changes,
});
const textsOf = (...args: Parameters<typeof consensusFacts>) =>
  consensusFacts(...args)
    .map(({ text }) => text)
    .join(' ');

test('work: the zeros, and the two numbers to compare', () => {
  const text = textsOf(block({}));
  expect(text).toMatch(/begins with 5 zeros, one zero more than it had to/);
  expect(text).toMatch(/000004aaaaaa… is below the target 0000faaaaaaa…/);
  expect(textsOf(block({ id: hex('0000e') }))).toMatch(/begins with 4 zeros\. /);
  // A target of 16^61 leaves three zeros, though it begins with two.
  const fixed = { kind: 'pow', target: `0x001${'0'.repeat(61)}`, nonce: '0x00' } as const;
  expect(textsOf(block({ id: hex('000e'), consensus: fixed }))).toMatch(/begins with 3 zeros\. /);
});

test('slots: which one, and how many were missed before', () => {
  const poa = block({ consensus: { kind: 'poa', slot: 812 } });
  expect(textsOf(poa)).toBe('Made in slot 812.');
  expect(textsOf(poa, 811)).toBe('Made in slot 812.');
  expect(textsOf(poa, 810)).toBe('Made in slot 812, one slot was missed before.');
  expect(textsOf(poa, 800)).toBe('Made in slot 812, 11 slots were missed before.');
  const known = block({ consensus: { kind: 'poa', slot: 812, signers: 3 } });
  expect(textsOf(known, 810)).toBe('Signer 3 of 3, slot 812, one slot was missed before.');
  expect(textsOf({ ...known, height: 1 }, 0)).toBe('Signer 3 of 3, slot 812.');
});

test('a lot: what was drawn and what it had to be below', () => {
  const pos = { kind: 'pos', slot: 812, vrfOutput: '0x00' } as const;
  expect(textsOf(block({ consensus: pos }), 810)).toBe('Won slot 812, one slot before it stayed empty.');
  const draw = { drawn: 4_200_000, threshold: 250_000_000 };
  expect(textsOf(block({ consensus: { ...pos, draw } }))).toBe(
    'Won slot 812. Its maker drew 0.0042, which is below 0.2500: its share of all coins at stake.',
  );
  const close = { drawn: 249_999_000, threshold: 250_000_000 };
  expect(textsOf(block({ consensus: { ...pos, draw: close } }))).toMatch(/drew 0\.249999, which is below 0\.250000/);
});

test('the first block was made by nobody', () => {
  expect(textsOf(block({ height: 0 }))).toMatch(/^Nobody made it/);
});
