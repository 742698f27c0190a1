// The book of proved accounts: the newest truth of each, of the newest thousand.

import { expect, test } from 'vitest';
import { createLightBooks, forgetProven, keepProven, provenView } from './light-books.ts';

const record = Uint8Array.of(1);
const key = (n: number): string => `a${n.toString(16).padStart(64, '0')}`;

test('an older proof does not take the place of a newer one', () => {
  const books = createLightBooks();
  keepProven(books, key(1), { record, height: 9, block: 'nine' });
  keepProven(books, key(1), { record: undefined, height: 8, block: 'eight' });
  expect(provenView(books).get(key(1))).toBe(record);
  keepProven(books, key(1), { record: undefined, height: 9, block: 'nine' });
  expect(provenView(books).get(key(1))).toBeUndefined();
});

test('at most a thousand are kept, and the oldest goes', () => {
  const books = createLightBooks();
  for (let n = 0; n <= 1000; n++) keepProven(books, key(n), { record, height: n, block: '' });
  expect(books.accounts.size).toBe(1000);
  expect(provenView(books).get(key(0))).toBeUndefined();
  expect(provenView(books).get(key(1000))).toBe(record);
});

test('what was so after a block that has left the chain is forgotten', () => {
  const books = createLightBooks();
  keepProven(books, key(1), { record, height: 4, block: 'stays' });
  keepProven(books, key(2), { record, height: 5, block: 'left' });
  forgetProven(books, ({ block }) => block === 'stays');
  expect([...books.accounts.keys()]).toEqual([key(1)]);
});
