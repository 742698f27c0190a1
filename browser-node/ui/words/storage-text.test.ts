// The promise to keep what is stored, in words.

import { expect, test } from 'vitest';
import { storageText } from './storage-text.ts';

test('a promise and its absence are told apart, with the size where it is known', () => {
  expect(storageText({ persisted: true, bytes: 0 })).toBe(
    'This browser has promised to keep what this page stores. Only you can delete it.',
  );
  expect(storageText({ persisted: false, bytes: 2_000_000 })).toMatch(
    /may delete .* \(the chain: 1.9 MiB\) when space/,
  );
});
