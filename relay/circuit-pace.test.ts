// The pace of a relayed connection: free up to the burst, then as fast as set, and never a debt that is forgotten.

import { expect, test } from 'vitest';
import { createPace } from './circuit-pace.ts';

test('the burst is free, the rest is waited for', () => {
  const pace = createPace(1_000, 5_000, 0);
  expect(pace.spend(5_000, 0)).toBe(0);
  expect(pace.spend(500, 0)).toBe(500);
  expect(pace.spend(500, 500)).toBe(500);
  // everything paid back, and never more saved than a burst
  expect(pace.spend(5_000, 1_000_000)).toBe(0);
  expect(pace.spend(1, 1_000_000)).toBe(1);
});

test('a steady sender at the speed that is set never waits', () => {
  const pace = createPace(81_920, 262_144, 0);
  const waits = Array.from({ length: 10_000 }, (_, i) => pace.spend(16_384, i * 200));
  expect(Math.max(...waits)).toBe(0);
});

test('in the long run nobody passes more than the speed that is set', () => {
  const pace = createPace(1_000, 5_000, 0);
  let nowMs = 0;
  let passed = 0;
  while (nowMs < 1_000_000) {
    nowMs += pace.spend(16_384, nowMs);
    passed += 16_384;
  }
  expect(passed).toBeLessThanOrEqual(5_000 + 1_000 * 1_000 + 16_384);
});

test('a clock that goes back is no time', () => {
  const pace = createPace(1_000, 1_000, 10_000);
  expect(pace.spend(1_500, 5_000)).toBe(500);
});
