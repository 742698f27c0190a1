// Token buckets on a clock of the test's own.

import { expect, test } from 'vitest';
import { createTokenBucket } from './token-bucket.ts';

test('gives its capacity at once and its rate in the long run', () => {
  const bucket = createTokenBucket({ capacity: 10, perSecond: 5 }, 0);
  expect(bucket.take(10, 0)).toBe(true);
  expect(bucket.take(1, 0)).toBe(false);
  expect(bucket.waitMs(1, 0)).toBe(200);
  expect(bucket.take(1, 199)).toBe(false);
  expect(bucket.take(1, 200)).toBe(true);
  expect(bucket.take(10, 2_199)).toBe(false);
  expect(bucket.take(10, 2_200)).toBe(true);
});

test('a refused amount takes nothing, and a clock that goes back gives nothing', () => {
  const bucket = createTokenBucket({ capacity: 4, perSecond: 1 }, 1_000);
  expect(bucket.take(5, 1_000)).toBe(false);
  expect(bucket.take(4, 1_000)).toBe(true);
  expect(bucket.take(1, 0)).toBe(false);
});
