// Recent ids on a clock of the test's own.

import { expect, test } from 'vitest';
import { createRecentIds } from './recent-ids.ts';

test('an id is new once within its time', () => {
  const recent = createRecentIds(10, 1_000);
  expect(recent.add('a', 0)).toBe(true);
  expect(recent.add('a', 999)).toBe(false);
  expect(recent.add('a', 1_000)).toBe(true);
});

test('of too many the oldest is forgotten', () => {
  const recent = createRecentIds(2, 1_000);
  for (const id of ['a', 'b', 'c']) expect(recent.add(id, 0)).toBe(true);
  expect(recent.add('c', 1)).toBe(false);
  expect(recent.add('a', 1)).toBe(true);
});
