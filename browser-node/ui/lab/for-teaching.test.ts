// Teaching is what the spec says of its work, and nothing else.

import { expect, test } from 'vitest';
import { isForTeaching } from './for-teaching.ts';

test('a network of work that never gets harder is for teaching, every other one is not', () => {
  expect(isForTeaching({ consensus: { kind: 'pow', retarget: { kind: 'fixed', leadingHexZeros: 3 } } })).toBe(true);
  expect(isForTeaching({ consensus: { kind: 'pow', retarget: { kind: 'asert', halfLifeMs: 1 } } })).toBe(false);
  expect(isForTeaching({ consensus: { kind: 'poa' } })).toBe(false);
  expect(isForTeaching({})).toBe(false);
});
