// The book of addresses: kept, bounded, and readable after damage.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { peerIdFromKey } from './exchange-codec.ts';
import { createPeerBook, decodeBook, type BookRecord } from './peer-book.ts';

const recordOf = (i: number, lastSeen = 1_000 * i): BookRecord => ({
  peerId: peerIdFromKey(new Uint8Array(32).fill(i)),
  kind: i % 2 === 0 ? 'relay' : 'terminal',
  addresses: [`/ip4/10.0.0.${i}/tcp/9090/ws`],
  lastSeen,
});

const bookOf = (count: number) => {
  const book = createPeerBook(undefined);
  for (let i = 0; i < count; i++) book.seen(recordOf(i));
  return book;
};

test('a book is read back, the last seen first', () => {
  const book = createPeerBook(bookOf(3).encode());
  expect(book.list()).toEqual([recordOf(2), recordOf(1), recordOf(0)]);
});

test('of more than 64 the longest unseen is forgotten', () => {
  const seen = bookOf(70).list();
  expect(seen.length).toBe(64);
  expect(seen.at(-1)?.lastSeen).toBe(6_000);
});

test('only what is new is worth a write', () => {
  const book = bookOf(1);
  expect(book.seen(recordOf(0, 3_599_999))).toBe(false);
  expect(book.seen(recordOf(0, 3_600_000))).toBe(true);
  expect(book.seen({ ...recordOf(0, 3_600_000), addresses: ['/ip4/10.0.0.9/tcp/1/ws'] })).toBe(true);
  expect(book.seen({ ...recordOf(0), addresses: [] })).toBe(false);
  expect(book.seen({ ...recordOf(0), peerId: 'QmNobody' })).toBe(false);
});

test('a damaged record is left out, and the others stand', () => {
  const whole = bookOf(5).encode();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = Uint8Array.from(whole, (byte, i) => (i === at ? byte ^ change : byte));
      const records = decodeBook(damaged);
      expect(
        records.every((record) =>
          bookOf(5)
            .list()
            .some((one) => one.peerId === record.peerId),
        ),
      ).toBe(true);
      // a damaged length hides what follows it; any other byte costs its own record
      const recordBytes = (whole.length - 1) / 5;
      const index = Math.floor((at - 1) / recordBytes);
      const isLength = (at - 1) % recordBytes < 2;
      expect(records.length).toBeGreaterThanOrEqual(isLength ? index : 4);
    }),
  );
});

test('no bytes make it throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void createPeerBook(bytes).list()));
});
