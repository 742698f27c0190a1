// The book of peers: kept, bounded for everybody who names peers, and readable after any damage.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBook, type BookRecord } from './book-record.ts';
import { peerIdFromKey } from './exchange-codec.ts';
import { createPeerBook, type BookEntry, type PeerBook } from './peer-book.ts';

const recordsMax = 192;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const peer = (i: number): string =>
  peerIdFromKey(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? i % 256 : at === 1 ? i >> 8 : 7)));

const entry = (i: number, introducer?: string): BookEntry => ({
  peerId: peer(i),
  kind: i % 2 === 0 ? 'tab' : 'terminal',
  addresses: [`/ip4/10.0.0.${i % 256}/tcp/9090/ws/p2p/${peer(i)}`],
  introducer,
});

const meet = (book: PeerBook, i: number, nowMs: number, introducer?: string): boolean =>
  book.met({ ...entry(i, introducer), namedByRelay: false }, nowMs);

const idsOf = (book: PeerBook): readonly string[] => book.list().map(({ peerId }) => peerId);

const bookOf = (count: number): PeerBook => {
  const book = createPeerBook(undefined);
  // three digits each, so that all records are equally long
  for (let i = 0; i < count; i++) {
    book.met({ ...entry(i), addresses: [`/ip4/10.0.0.${100 + i}/tcp/9090/ws`], namedByRelay: false }, 1_000 + i);
  }
  return book;
};

test('a book is read back, the last seen first', () => {
  const book = createPeerBook(undefined);
  book.heard(entry(1, peer(9)), 1_000);
  meet(book, 2, 2_000, peer(9));
  book.met({ ...entry(4), addresses: [], namedByRelay: true }, 3_000);
  book.setAnchors([{ ...entry(4), addresses: [] }], 3_000);
  book.failed(peer(2), 4_000);
  const again = createPeerBook(book.encode());
  expect(again.list()).toEqual([
    { ...entry(4), addresses: [], introducer: undefined, metAt: 3_000, lastSeen: 3_000, fails: 0, isAnchor: true },
    { ...entry(2, peer(9)), metAt: 2_000, lastSeen: 2_000, fails: 1, isAnchor: false },
    { ...entry(1, peer(9)), metAt: 0, lastSeen: 1_000, fails: 0, isAnchor: false },
  ] satisfies readonly BookRecord[]);
});

describe('what is worth a write', () => {
  test('news, and being seen again after an hour', () => {
    const book = bookOf(1);
    const again = (nowMs: number): boolean => book.met({ ...entry(0), addresses: [], namedByRelay: true }, nowMs);
    expect(again(1_000 + hourMs - 1)).toBe(false);
    expect(again(1_000 + hourMs)).toBe(true);
    expect(book.heard({ ...entry(0), addresses: ['/ip4/10.0.0.9/tcp/1/ws'] }, 1_000)).toBe(true);
  });

  test('nothing that cannot be tried, or that others say of a peer that is known', () => {
    const book = bookOf(1);
    expect(book.heard({ ...entry(1), addresses: [] }, 0)).toBe(false);
    expect(book.heard({ ...entry(1), peerId: 'QmNobody' }, 0)).toBe(false);
    expect(book.heard({ ...entry(0, peer(9)), addresses: ['/ip4/6.6.6.6/tcp/1/ws'] }, dayMs)).toBe(false);
  });

  test('a failure at most every ten minutes', () => {
    const book = bookOf(1);
    expect([0, 599_999, 600_000].map((nowMs) => book.failed(peer(0), nowMs))).toEqual([true, false, true]);
    expect(book.failed(peer(1), 0)).toBe(false);
    meet(book, 0, 700_000);
    expect(book.list()[0]?.fails).toBe(0);
  });
});

describe('room', () => {
  const fail = (book: PeerBook, i: number, times: number): void => {
    for (let k = 0; k < times; k++) book.failed(peer(i), k * 600_000);
  };

  test('whom we met makes room only after failing ten times in turn', () => {
    const book = bookOf(64);
    expect(meet(book, 100, 5_000)).toBe(false);
    fail(book, 3, 9);
    expect(meet(book, 100, dayMs)).toBe(false);
    book.failed(peer(3), dayMs);
    expect(meet(book, 100, dayMs)).toBe(true);
    expect(idsOf(book)).not.toContain(peer(3));
    expect(idsOf(book).length).toBe(64);
  });

  test('anchors have a place where there is no room, and lose it with the name', () => {
    const book = bookOf(64);
    expect(book.setAnchors([entry(3), entry(100)], 5_000)).toBe(true);
    expect(book.setAnchors([entry(3), entry(100)], 6_000)).toBe(false);
    fail(book, 3, 10);
    expect(meet(book, 101, dayMs)).toBe(false);
    const anchors = createPeerBook(book.encode())
      .list()
      .filter(({ isAnchor }) => isAnchor);
    expect(anchors.map(({ peerId }) => peerId).sort()).toEqual([peer(3), peer(100)].sort());
    expect(book.setAnchors([], 7_000)).toBe(true);
    expect(idsOf(book).length).toBe(64);
  });

  test('one introducer fills neither half, and pushes out only its own', () => {
    const book = bookOf(10);
    for (let i = 100; i < 160; i++) meet(book, i, 5_000 + i, peer(99));
    for (let i = 200; i < 260; i++) book.heard(entry(i, peer(99)), 5_000 + i);
    const named = book.list().filter(({ introducer }) => introducer === peer(99));
    expect(named.filter(({ metAt }) => metAt > 0).length).toBe(16);
    expect(named.filter(({ metAt }) => metAt === 0).map(({ peerId }) => peerId)).toEqual(
      Array.from({ length: 16 }, (_, i) => peer(259 - i)),
    );
    expect(idsOf(book).filter((id) => idsOf(bookOf(10)).includes(id)).length).toBe(10);
  });

  test('whatever is told, at most 64 met and 128 heard of', () => {
    const step = fc.record({ what: fc.nat(4), i: fc.nat(400), by: fc.nat(20), ms: fc.nat(dayMs) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, minLength: 300 }), (steps) => {
        const book = createPeerBook(undefined);
        let now = 1;
        for (const { what, i, by, ms } of steps) {
          now += ms;
          if (what < 2) book.heard(entry(i, by === 0 ? undefined : peer(500 + by)), now);
          else if (what < 4) book.met({ ...entry(i, peer(500 + by)), namedByRelay: by < 5 }, now);
          else book.failed(peer(i), now);
          const met = book.list().filter(({ metAt }) => metAt > 0).length;
          expect(met).toBeLessThanOrEqual(64);
          expect(book.list().length - met).toBeLessThanOrEqual(128);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('a damaged book', () => {
  test('at any of a thousand places still opens, and what it holds was there before', () => {
    const whole = bookOf(12).encode();
    const before = new Map(decodeBook(whole, recordsMax).map((record) => [record.peerId, JSON.stringify(record)]));
    const recordBytes = (whole.length - 1) / 12;
    expect(whole.length).toBeGreaterThan(1_000);
    for (let at = 0; at < 1_000; at++) {
      const damaged = Uint8Array.from(whole, (byte, i) => (i === at ? byte ^ (1 + (at % 255)) : byte));
      const found = createPeerBook(damaged).list();
      for (const record of found) expect(JSON.stringify(record)).toBe(before.get(record.peerId));
      // another version is no book; a damaged length hides what follows it; any other byte costs its own record
      const index = Math.floor((at - 1) / recordBytes);
      const isLength = (at - 1) % recordBytes < 2;
      expect(found.length).toBeGreaterThanOrEqual(at === 0 ? 0 : isLength ? index : 11);
    }
  });

  test('cut short anywhere keeps what is whole', () => {
    const whole = bookOf(3).encode();
    for (let length = 0; length < whole.length; length++) {
      expect(createPeerBook(whole.slice(0, length)).list().length).toBe(
        Math.max(0, Math.floor((length - 1) / ((whole.length - 1) / 3))),
      );
    }
  });

  test('no bytes make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void createPeerBook(bytes).list()));
  });
});
