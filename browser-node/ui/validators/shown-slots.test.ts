// Slots on the screen: made, empty, going on and to come, and what an account has made of its own.

import { expect, test } from 'vitest';
import type { BlockListItem } from '../../../shared/provider/index.ts';
import { countedMax, slotAt, slotsAround, slotTermsOf, tallyOf } from './shown-slots.ts';

const terms = { genesisTime: 1000, slotMs: 100, activationDelay: 10, epochSlots: 0, unbondingBlocks: 0 };
const block = (height: number, slot: number, producer: string): BlockListItem => {
  const id = `0x${String(height).padStart(64, '0')}` as const;
  const roots = { parent: id, transactionRoot: id, stateRoot: id, receiptRoot: id, historyRoot: id };
  const plain = { gasUsed: 0, size: 100, files: [], settled: false, time: 1000 + slot * 100 };
  return { id, height, producer, ...roots, ...plain, consensus: { kind: 'poa', slot } };
};
const signers = ['a', 'b', 'c'];
/** Slot 5, of c, stays empty; slot 7 goes on. */
const blocks = [block(4, 6, 'a'), block(3, 4, 'b'), block(2, 3, 'a'), block(1, 2, 'c')];

test('a spec without slots has none', () => {
  expect(slotTermsOf({ genesisTime: 5, consensus: { kind: 'pow', blockTimeMs: 5 } })).toBeUndefined();
  const consensus = { kind: 'poa', slotMs: 100, activationDelay: 10 };
  expect(slotTermsOf({ genesisTime: 1000, consensus })).toEqual(terms);
});

test('the slot of a moment', () => {
  expect([0, 1000, 1099, 1100, 1712].map((now) => slotAt(terms, now))).toEqual([0, 0, 0, 1, 7]);
});

test('an empty slot says whose turn it was', () => {
  const shown = slotsAround(terms, { now: 1712, blocks, signers, before: 3, after: 2 });
  expect(shown.map(({ slot, state, due, isNow }) => [slot, state, due, isNow])).toEqual([
    [4, 'made', 'b', false],
    [5, 'empty', 'c', false],
    [6, 'made', 'a', false],
    [7, 'open', 'b', true],
    [8, 'ahead', 'c', false],
    [9, 'ahead', 'a', false],
  ]);
});

test('nothing is said of slots from before the oldest block', () => {
  const shown = slotsAround(terms, { now: 1712, blocks, signers: [], before: 100, after: 0 });
  expect(shown[0]).toMatchObject({ slot: 2, state: 'made' });
  expect(shown[0]).not.toHaveProperty('due');
});

test('what an account has made and missed', () => {
  const asked = { now: 1712, blocks, signers };
  expect(tallyOf(terms, 'a', asked)).toEqual({ made: 2, missed: 0, slots: 5, empty: 1 });
  expect(tallyOf(terms, 'c', asked)).toEqual({ made: 1, missed: 1, slots: 5, empty: 1 });
  expect(tallyOf(terms, undefined, asked)).toEqual({ made: 0, missed: 0, slots: 5, empty: 1 });
});

test('after a long time without blocks no more slots are counted than are of use', () => {
  const asked = { now: 1000 + 100 * 50_000_000, blocks, signers };
  expect(tallyOf(terms, 'a', asked)).toMatchObject({ made: 0, slots: countedMax, empty: countedMax });
});
