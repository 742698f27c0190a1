// A relay's buckets: who is in which, and who is told of whom.

import { expect, test } from 'vitest';
import { createPeerBuckets } from './peer-buckets.ts';

const tag = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const entry = (peer: string) => ({ peer, kind: 'tab', links: 0, addresses: [] }) as const;

test('peers are told of others of their tag, at random, never of themselves', () => {
  const draws = [2, 0, 0];
  const buckets = createPeerBuckets(10, () => draws.shift() ?? 0);
  for (const peer of ['a', 'b', 'c', 'd']) expect(buckets.add(tag(1), entry(peer))).toBe('first');
  expect(buckets.add(tag(2), entry('x'))).toBe('first');
  expect(buckets.pick(tag(1), 2, 'b').map(({ peer }) => peer)).toEqual(['d', 'a']);
  expect(buckets.pick(tag(1), 9, 'b').length).toBe(3);
  expect(buckets.pick(tag(3), 9, 'b')).toEqual([]);
});

test('who says something again is updated; who goes is forgotten in every tag', () => {
  const buckets = createPeerBuckets(10, () => 0);
  buckets.add(tag(1), entry('a'));
  buckets.add(tag(2), entry('a'));
  expect(buckets.add(tag(1), { ...entry('a'), links: 3 })).toBe('again');
  expect(buckets.pick(tag(1), 9, '')[0]?.links).toBe(3);
  buckets.remove('a');
  expect([buckets.size(), buckets.pick(tag(1), 9, ''), buckets.pick(tag(2), 9, '')]).toEqual([0, [], []]);
});

test('peers and tags are bounded', () => {
  const buckets = createPeerBuckets(2, () => 0);
  for (let i = 1; i <= 4; i++) expect(buckets.add(tag(i), entry('a'))).toBe('first');
  expect(buckets.add(tag(5), entry('a'))).toBe('full');
  expect(buckets.add(tag(1), entry('b'))).toBe('first');
  expect(buckets.add(tag(1), entry('c'))).toBe('full');
  buckets.remove('a');
  expect(buckets.add(tag(1), entry('c'))).toBe('first');
});
