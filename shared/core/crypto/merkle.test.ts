// The Merkle tree against RFC 6962's recursive definition, written out with Node's SHA-256 and nothing of ours.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/index.ts';
import { merklePath, merklePathIsValid, merkleRoot } from './merkle.ts';

const sha = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};
const leaf = (item: Uint8Array): Buffer => sha('\x12tabchain/tree-leaf', item);

/** MTH of RFC 6962, section 2.1: k is the largest power of two smaller than n. */
const recursiveRoot = (items: readonly Uint8Array[]): Buffer => {
  const [first] = items;
  if (first === undefined) return sha('\x13tabchain/tree-empty');
  if (items.length === 1) return leaf(first);
  let k = 1;
  while (2 * k < items.length) k *= 2;
  return sha(recursiveRoot(items.slice(0, k)), recursiveRoot(items.slice(k)));
};

const items = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new Uint8Array(32).fill(i + 1));

describe('the Merkle root', () => {
  it('of five items is ((l0 l1)(l2 l3)) l4', () => {
    const [l0, l1, l2, l3, l4] = items(5).map(leaf);
    if (!l0 || !l1 || !l2 || !l3 || !l4) throw new Error('five leaves');
    expect(toHex(merkleRoot(items(5)))).toBe(sha(sha(sha(l0, l1), sha(l2, l3)), l4).toString('hex'));
  });

  it('is the recursive definition for every count up to 70', () => {
    for (let count = 0; count <= 70; count++) {
      expect(toHex(merkleRoot(items(count)))).toBe(recursiveRoot(items(count)).toString('hex'));
    }
  });

  it('differs when a last item is repeated', () => {
    const three = items(3);
    expect(merkleRoot(three)).not.toEqual(merkleRoot([...three, ...three.slice(2)]));
  });
});

describe('a Merkle path from outside', () => {
  const list = items(5);
  const root = merkleRoot(list);
  const item = new Uint8Array(32).fill(3);
  const path = merklePath(list, 2);

  it('is valid where it belongs', () => {
    expect(merklePathIsValid(root, item, { index: 2, count: 5 }, path)).toBe(true);
  });

  it.each([
    ['a negative index', { index: -1, count: 5 }],
    ['an index at the count', { index: 5, count: 5 }],
    ['a fractional index', { index: 2.5, count: 5 }],
    ['no number for an index', { index: Number.NaN, count: 5 }],
    ['no number for a count', { index: 2, count: Number.NaN }],
    ['an endless count', { index: 2, count: Infinity }],
    ['a count beyond whole numbers', { index: 2, count: 2 ** 60 }],
  ])('is refused with %s', (_, position) => {
    expect(merklePathIsValid(root, item, position, path)).toBe(false);
  });

  it('is not moved by a fraction to the place beside it', () => {
    const two = items(2);
    const [first, second] = two;
    if (!first || !second) throw new Error('two items');
    expect(merklePathIsValid(merkleRoot(two), second, { index: 0.5, count: 2 }, [leaf(first)])).toBe(false);
    expect(merklePathIsValid(merkleRoot(two), second, { index: 0, count: Number.NaN }, [])).toBe(false);
  });

  it('is refused when a sibling is missing, too many or of another length', () => {
    const valid = (changed: readonly Uint8Array[]): boolean =>
      merklePathIsValid(root, item, { index: 2, count: 5 }, changed);
    expect(valid(path.slice(1))).toBe(false);
    expect(valid(path.slice(0, -1))).toBe(false);
    expect(valid([...path, new Uint8Array(32)])).toBe(false);
    expect(valid(path.map((sibling) => sibling.subarray(1)))).toBe(false);
    expect(valid(path.map(() => new Uint8Array(0)))).toBe(false);
  });

  it('does not let an inner node pass for an item', () => {
    const [a, b] = items(2).map(leaf);
    if (!a || !b) throw new Error('two leaves');
    const inner = sha(a, b);
    const four = items(4);
    expect(merklePathIsValid(merkleRoot(four), inner, { index: 0, count: 2 }, merklePath(four, 0).slice(1))).toBe(
      false,
    );
  });

  it('with a root of another length is refused', () => {
    expect(merklePathIsValid(root.subarray(0, 31), item, { index: 2, count: 5 }, path)).toBe(false);
    expect(merklePathIsValid(new Uint8Array(0), item, { index: 2, count: 5 }, path)).toBe(false);
  });
});
