// The mountain range against a definition from scratch: split the items by the bits of their count, one perfect tree
// for each, and hash the peaks behind the count. Only Node's SHA-256 is used on that side.

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/index.ts';
import { merkleRoot } from './merkle.ts';
import { appendToRange, emptyRange, type MountainRange, rangeRoot } from './mountain-range.ts';

const sha = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};
const leaf = (item: Uint8Array): Buffer => sha('\x12tabchain/tree-leaf', item);
const item = (i: number): Uint8Array => new Uint8Array(32).fill(i + 1);
const rangeOf = (count: number): MountainRange => {
  let range = emptyRange;
  for (let i = 0; i < count; i++) range = appendToRange(range, item(i));
  return range;
};

const perfect = (nodes: readonly Buffer[]): Buffer => {
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1) return only;
  const half = nodes.length / 2;
  return sha(perfect(nodes.slice(0, half)), perfect(nodes.slice(half)));
};

const rootFromScratch = (count: number): string => {
  const leaves = Array.from({ length: count }, (_, i) => leaf(item(i)));
  const peaks: Buffer[] = [];
  for (let size = 2 ** 10; size >= 1; size /= 2) {
    if ((count & size) !== 0) peaks.push(perfect(leaves.splice(0, size)));
  }
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(count));
  return sha('\x10tabchain/history', number, ...peaks).toString('hex');
};

describe('the mountain range', () => {
  it('of five items hashes the count, the peak over four and the last leaf', () => {
    const [l0, l1, l2, l3, l4] = [0, 1, 2, 3, 4].map((i) => leaf(item(i)));
    if (!l0 || !l1 || !l2 || !l3 || !l4) throw new Error('five leaves');
    const four = sha(sha(l0, l1), sha(l2, l3));
    expect(toHex(rangeRoot(rangeOf(5)))).toBe(
      sha('\x10tabchain/history', Buffer.from('0000000000000005', 'hex'), four, l4).toString('hex'),
    );
  });

  it('is the definition from scratch for every count up to 200', () => {
    let range = emptyRange;
    for (let count = 0; count <= 200; count++) {
      expect(range.count).toBe(count);
      expect(range.peaks).toHaveLength([...count.toString(2)].filter((bit) => bit === '1').length);
      expect(toHex(rangeRoot(range))).toBe(rootFromScratch(count));
      range = appendToRange(range, item(count));
    }
  });

  it('has for its peaks the Merkle roots of its perfect parts', () => {
    const list = Array.from({ length: 6 }, (_, i) => item(i));
    expect(rangeOf(6).peaks).toEqual([merkleRoot(list.slice(0, 4)), merkleRoot(list.slice(4))]);
  });

  it('leaves the range before as it was', () => {
    const three = rangeOf(3);
    const root = toHex(rangeRoot(three));
    appendToRange(three, item(3));
    appendToRange(three, item(7));
    expect(toHex(rangeRoot(three))).toBe(root);
    expect(emptyRange).toEqual({ count: 0, peaks: [] });
  });

  it('throws on peaks that do not fit the count, which only damaged data of our own can be', () => {
    expect(() => appendToRange({ count: 3, peaks: [new Uint8Array(32)] }, item(0))).toThrow('fewer peaks');
  });
});
