// What every SigningRecord must do, as cases with plain assertions and no test framework: the same list runs on memory, on
// LevelDB and on IndexedDB in a browser. `open` opens the same record each time within a case, as another tab would.
// Bounded: a few dozen writes a case.

import type { SignedSlot, SigningRecord } from '../signing/index.ts';
import { contractCase } from './contract-case.ts';

/** A record and how to let go of it. */
export interface OpenedRecord {
  readonly record: SigningRecord;
  readonly close: () => void | Promise<void>;
}

const chainId = 'c1'.repeat(32);
const key = 'a1'.repeat(32);

const entry = (slot: number, digest: string, fence: number): SignedSlot => ({
  ...{ chainId, key, slot, fence },
  digest: digest.repeat(64),
});

const expectThat = (holds: boolean, sentence: string): void => {
  if (!holds) throw new Error(sentence);
};

const answers = async (record: SigningRecord, signed: SignedSlot, expected: string): Promise<void> => {
  const answer = await record.advance(signed);
  expectThat(answer === expected, `slot ${signed.slot} was answered with ${answer} instead of ${expected}`);
};

const slotsRise = async ({ record }: OpenedRecord): Promise<void> => {
  expectThat((await record.lastSlot(chainId, key)) === undefined, 'a record that is new has a slot');
  const fence = await record.takeFence(chainId, key);
  expectThat((await record.lastSlot(chainId, key)) === undefined, 'a fence counts as a slot');
  await answers(record, entry(5, 'a', fence), 'written');
  await answers(record, entry(5, 'a', fence), 'written');
  await answers(record, entry(5, 'b', fence), 'slot-used');
  await answers(record, entry(4, 'a', fence), 'slot-used');
  expectThat((await record.lastSlot(chainId, key)) === 5, 'the last slot is not the last');
  await answers(record, entry(6, 'b', fence), 'written');
  await answers(record, entry(5, 'a', fence), 'slot-used');
};

const fencesRise = async ({ record }: OpenedRecord): Promise<void> => {
  const first = await record.takeFence(chainId, key);
  await answers(record, entry(1, 'a', first), 'written');
  const second = await record.takeFence(chainId, key);
  expectThat(second > first, 'a fence is not above the one before');
  await answers(record, entry(2, 'a', first), 'fenced');
  await answers(record, entry(1, 'a', first), 'fenced');
  await answers(record, entry(1, 'b', second), 'slot-used');
  await answers(record, entry(2, 'b', second), 'written');
};

const keysAndChainsAreApart = async ({ record }: OpenedRecord): Promise<void> => {
  const fence = await record.takeFence(chainId, key);
  await answers(record, entry(9, 'a', fence), 'written');
  for (const other of [
    { chainId: 'c2'.repeat(32), key },
    { chainId, key: 'a2'.repeat(32) },
  ]) {
    expectThat((await record.lastSlot(other.chainId, other.key)) === undefined, 'a slot of another');
    const own = await record.takeFence(other.chainId, other.key);
    await answers(record, { ...entry(1, 'b', own), ...other }, 'written');
  }
  await answers(record, entry(10, 'a', fence), 'written');
};

const othersSeeIt = async ({ record }: OpenedRecord, again: () => Promise<OpenedRecord>): Promise<void> => {
  const fence = await record.takeFence(chainId, key);
  await answers(record, entry(7, 'a', fence), 'written');
  const other = await again();
  try {
    expectThat((await other.record.lastSlot(chainId, key)) === 7, 'what was written is not there when opened again');
    await answers(other.record, entry(7, 'b', fence), 'slot-used');
    const newer = await other.record.takeFence(chainId, key);
    await answers(record, entry(8, 'a', fence), 'fenced');
    await answers(other.record, entry(8, 'b', newer), 'written');
  } finally {
    await other.close();
  }
};

const oneOfManyWins = async ({ record }: OpenedRecord): Promise<void> => {
  const fence = await record.takeFence(chainId, key);
  for (let slot = 1; slot <= 5; slot++) {
    const asked = ['a', 'b', 'c', 'd'].map((digest) => record.advance(entry(slot, digest, fence)));
    const written = (await Promise.all(asked)).filter((answer) => answer === 'written').length;
    expectThat(written === 1, `${written} digests were written for slot ${slot}`);
  }
};

export const signingRecordContract = [
  contractCase('slots rise, and each has one digest', slotsRise),
  contractCase('fences rise, and only the newest writes', fencesRise),
  contractCase('keys and chains are apart', keysAndChainsAreApart),
  contractCase('who opens it again sees what was written', othersSeeIt),
  contractCase('of many digests for a slot, asked for at once, one is written', oneOfManyWins),
];
