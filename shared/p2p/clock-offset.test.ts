// What peers' clocks say about ours.

import { expect, test } from 'vitest';
import { clockOffset, offsetOf } from './clock-offset.ts';

test('half of the round trip is the way back', () => {
  expect(offsetOf(5_030, 1_000, 60)).toBe(4_000);
  expect(offsetOf(1_030, 1_000, 60)).toBe(0);
});

test.each([
  [[], undefined, false],
  [[90_000, 90_000], undefined, false],
  [[1, 2, 90_000], 2, false],
  [[-90_000, 1, 2], 1, false],
  [[10_000, 10_000, 10_000], 10_000, false],
  [[10_001, 10_001, 0], 10_001, true],
  [[-40_000, -39_000, -41_000, 5], -39_000, true],
])('of %j the median is %j, wrong: %j', (offsets, medianMs, isWrong) => {
  expect(clockOffset(offsets)).toEqual({ medianMs, isWrong });
});
