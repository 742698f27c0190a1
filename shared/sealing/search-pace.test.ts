// The share of searching over a simulated worker's time, on exact, late and coarse clocks.

import { expect, test } from 'vitest';
import { afterSlice, beginPace, firstBatch, nextBatch, renewPace, restMs } from './search-pace.ts';

/** Runs a worker of `hashesPerMs` for `totalMs`; every rest ends `lateMs` late. Clock readings are floored to `tickMs`. */
function simulate(permille: number, totalMs: number, hashesPerMs: number, lateMs = 0, tickMs = 0.1) {
  let time = 1_000.05;
  const clock = (): number => Math.floor(time / tickMs) * tickMs;
  const end = time + totalMs;
  let pace = beginPace(clock());
  let batch = firstBatch;
  let searchedMs = 0;
  let longestMs = 0;
  while (time < end) {
    pace = renewPace(pace, permille, clock());
    const before = clock();
    const realMs = batch / hashesPerMs;
    time += realMs;
    searchedMs += realMs;
    longestMs = Math.max(longestMs, realMs);
    const measuredMs = clock() - before;
    pace = afterSlice(pace, measuredMs, clock());
    batch = nextBatch(batch, measuredMs, permille);
    const rest = restMs(pace, permille, clock());
    time += rest >= 4 ? rest + lateMs : 0.05;
  }
  return { share: searchedMs / totalMs, longestMs };
}

test.each([1, 10, 100, 250, 500, 900])('%d per mille of the time are searched', (permille) => {
  expect(simulate(permille, 60_000, 18_000).share * 1000).toBeGreaterThan(permille * 0.9);
  expect(simulate(permille, 60_000, 18_000).share * 1000).toBeLessThan(permille * 1.1 + 1);
});

test('at full intensity there is no rest', () => {
  expect(simulate(1000, 5_000, 18_000).share).toBeGreaterThan(0.98);
});

test('timers that come late are made up for', () => {
  expect(simulate(300, 60_000, 18_000, 500).share).toBeGreaterThan(0.27);
  expect(simulate(300, 60_000, 18_000, 500).share).toBeLessThan(0.33);
});

test.each([500, 2_000, 7_000, 18_000, 60_000])('slices stay under 20 ms at %d hashes a millisecond', (hashesPerMs) => {
  expect(simulate(1000, 3_000, hashesPerMs).longestMs).toBeLessThan(20);
  expect(simulate(1000, 3_000, hashesPerMs, 0, 1).longestMs).toBeLessThan(20);
});

test('a long sleep is not followed by a long stretch of searching', () => {
  let pace = afterSlice(beginPace(0), 1, 1);
  const awake = 3_600_000;
  pace = renewPace(pace, 100, awake);
  pace = afterSlice(pace, 8, awake + 8);
  expect(restMs(pace, 100, awake + 8)).toBeCloseTo(72);
});
