// The trie on small examples recomputed by hand, and its proofs.

import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../bytes/index.ts';
import { hash, hashPair } from '../crypto/index.ts';
import { checkProof, provePath } from './trie-proof.ts';
import { emptyTrie, type TrieChange, updateTrie } from './trie.ts';

const zero = new Uint8Array(32);
const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const leaf = (path: Uint8Array, valueHash: Uint8Array): Uint8Array => hash('state-leaf', path, valueHash);
const put = (path: Uint8Array, valueHash = filled(1)): TrieChange => ({ path, valueHash });
const remove = (path: Uint8Array): TrieChange => ({ path, valueHash: undefined });

/** `count` records whose paths are spread like hashes. */
const records = (count: number): readonly TrieChange[] =>
  Array.from({ length: count }, (_, i) => {
    const number = Uint8Array.of(i >> 8, i);
    return { path: hash('state-key', number), valueHash: hash('message', number) };
  });

describe('the root', () => {
  test('of the empty trie is 32 zero bytes', () => {
    expect(emptyTrie.root).toEqual(zero);
    expect(updateTrie(emptyTrie, [remove(filled(7))])).toBe(emptyTrie);
  });

  test('of one record is its leaf', () => {
    expect(updateTrie(emptyTrie, [put(filled(7), filled(9))]).root).toEqual(leaf(filled(7), filled(9)));
  });

  test('has an empty side wherever two paths go together, and their leaves where they part', () => {
    const [low, high] = [filled(0x00), Uint8Array.from(zero)];
    high[0] = 0b0010_0000; // parts from `low` in its third bit
    const parted = hashPair(leaf(low, filled(1)), leaf(high, filled(2)));
    const expected = hashPair(hashPair(parted, zero), zero);
    expect(updateTrie(emptyTrie, [put(high, filled(2)), put(low, filled(1))]).root).toEqual(expected);
  });

  // Computed apart, from the definition in docs/protocol/trie.md.
  test('of a thousand records is the golden one', () => {
    const root = updateTrie(emptyTrie, records(1000)).root;
    expect(toHex(root)).toBe('0d818831f9e108d4bec0de267a1e2ea2d74a5c8711cf9c6b678a4f814ab1a9c3');
  });

  test('goes through all 256 levels for paths that part in the last bit', () => {
    const [left, right] = [filled(0xff), filled(0xff)];
    left[31] = 0xfe;
    const both = updateTrie(emptyTrie, [put(left), put(right)]);
    const proof = provePath(both, right);
    expect(proof.siblings).toHaveLength(256);
    expect(checkProof(both.root, right, filled(1), proof)).toBe(true);
    expect(updateTrie(both, [remove(left)]).root).toEqual(leaf(right, filled(1)));
  });
});

describe('an update', () => {
  test('that changes nothing gives the same trie', () => {
    const trie = updateTrie(emptyTrie, records(100));
    expect(updateTrie(trie, [])).toBe(trie);
    expect(updateTrie(trie, records(100))).toBe(trie);
    expect(updateTrie(trie, [remove(filled(3))])).toBe(trie);
  });

  test('deletes down to the empty trie', () => {
    const trie = updateTrie(emptyTrie, records(100));
    const emptied = updateTrie(
      trie,
      records(100).map(({ path }) => remove(path)),
    );
    expect(emptied.root).toEqual(zero);
  });

  test('does not keep the arrays it is given', () => {
    const [path, valueHash] = [filled(1), filled(2)];
    const trie = updateTrie(emptyTrie, [{ path, valueHash }]);
    path.fill(0);
    valueHash.fill(0);
    expect(checkProof(trie.root, filled(1), filled(2), provePath(trie, filled(1)))).toBe(true);
  });

  test('refuses two changes of one path and wrong lengths, which only a bug of ours can bring', () => {
    expect(() => updateTrie(emptyTrie, [put(filled(1)), put(filled(1), filled(2))])).toThrow('two changes of one path');
    expect(() => updateTrie(emptyTrie, [put(new Uint8Array(31))])).toThrow('a path of 31 bytes');
    expect(() => updateTrie(emptyTrie, [put(filled(1), new Uint8Array(33))])).toThrow('33 bytes');
  });
});

describe('a proof', () => {
  const trie = updateTrie(emptyTrie, records(1000));
  const [first] = records(1);
  const path = first?.path ?? zero;
  const valueHash = first?.valueHash ?? zero;

  test('has about log2(n) siblings', () => {
    const lengths = records(1000).map((record) => provePath(trie, record.path).siblings.length);
    expect(Math.max(...lengths)).toBeLessThan(32);
    expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBeLessThan(13);
  });

  test('of a record does not show its absence, nor another root, path or value', () => {
    const proof = provePath(trie, path);
    expect(checkProof(trie.root, path, valueHash, proof)).toBe(true);
    expect(checkProof(trie.root, path, undefined, proof)).toBe(false);
    expect(checkProof(emptyTrie.root, path, valueHash, proof)).toBe(false);
    expect(checkProof(trie.root, filled(5), valueHash, proof)).toBe(false);
    expect(checkProof(trie.root, path, filled(5), proof)).toBe(false);
  });

  test('of absence shows an empty place or another leaf, but never the record itself', () => {
    const absent = filled(0x5a);
    expect(checkProof(trie.root, absent, undefined, provePath(trie, absent))).toBe(true);
    // the record's own leaf offered as the "other" one
    const forged = { siblings: provePath(trie, path).siblings, otherLeaf: { path, valueHash } };
    expect(checkProof(trie.root, path, undefined, forged)).toBe(false);
  });

  test('of absence is not believed when its leaf stands on another way', () => {
    const other = provePath(trie, path);
    const elsewhere = Uint8Array.from(path);
    elsewhere[0] = (path[0] ?? 0) ^ 0x80;
    const forged = { siblings: other.siblings, otherLeaf: { path, valueHash } };
    expect(checkProof(trie.root, elsewhere, undefined, forged)).toBe(false);
  });

  test('of absence is not believed from a leaf in a place that is not its own', () => {
    const misplaced = { path: filled(0xff), valueHash: filled(1) };
    const root = hashPair(leaf(misplaced.path, misplaced.valueHash), filled(2));
    const forged = { siblings: [filled(2)], otherLeaf: misplaced };
    expect(checkProof(root, filled(0x00), undefined, forged)).toBe(false);
  });

  test('cannot pass a branch off as a leaf or end above one', () => {
    const proof = provePath(trie, path);
    const cut = { ...proof, siblings: proof.siblings.slice(0, -1) };
    expect(checkProof(trie.root, path, valueHash, cut)).toBe(false);
    expect(checkProof(trie.root, path, undefined, cut)).toBe(false);
  });

  test('of any wrong shape is false, not an error', () => {
    const proof = provePath(trie, path);
    const long = Array.from({ length: 257 }, () => zero);
    const shortLeaf = { path: new Uint8Array(3), valueHash };
    expect(checkProof(trie.root, path, valueHash, { ...proof, siblings: long })).toBe(false);
    expect(checkProof(trie.root, path, valueHash, { ...proof, siblings: [new Uint8Array(31)] })).toBe(false);
    expect(checkProof(trie.root, path, valueHash, { ...proof, otherLeaf: { path, valueHash } })).toBe(false);
    expect(checkProof(trie.root, path, undefined, { ...proof, otherLeaf: shortLeaf })).toBe(false);
    expect(checkProof(trie.root, new Uint8Array(0), valueHash, proof)).toBe(false);
    expect(checkProof(trie.root, path, new Uint8Array(0), proof)).toBe(false);
    expect(checkProof(fromHex('00') ?? zero, path, valueHash, proof)).toBe(false);
  });
});
