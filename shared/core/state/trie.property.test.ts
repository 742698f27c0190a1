// The trie against a slow independent model, for any changes in any order.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../bytes/index.ts';
import { checkProof, provePath } from './trie-proof.ts';
import { emptyTrie, type Trie, type TrieChange, updateTrie } from './trie.ts';

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return new Uint8Array(sum.digest());
};

const leafDomain = new TextEncoder().encode('\u0013tabchain/state-leaf');

const bitOf = (path: Uint8Array, depth: number): string =>
  [...path]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .charAt(depth);

/**
 * The slow, independent model: the root straight from the definition, over a plain list of leaves of different paths,
 * without nodes, sharing, batches or the packing of the code under test.
 */
const modelRoot = (leaves: readonly TrieChange[], depth = 0): Uint8Array => {
  const [first, second] = leaves;
  if (first === undefined) return new Uint8Array(32);
  if (second === undefined) return sha256(leafDomain, first.path, first.valueHash ?? new Uint8Array(0));
  const side = (bit: string): readonly TrieChange[] => leaves.filter((leaf) => bitOf(leaf.path, depth) === bit);
  return sha256(modelRoot(side('0'), depth + 1), modelRoot(side('1'), depth + 1));
};

// Paths from a few long common prefixes, so that deep branches, collapses and repeated paths all come up often.
const path = fc
  .tuple(fc.constantFrom(0, 1, 15, 16, 17, 254, 255), fc.integer({ min: 0, max: 3 }), fc.constantFrom(0x00, 0xff))
  .map(([bit, variant, fill]) => {
    const bytes = new Uint8Array(32).fill(fill);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
    bytes[3] = variant;
    return bytes;
  });
const valueHash = fc.integer({ min: 1, max: 4 }).map((n) => new Uint8Array(32).fill(n));
const batch = fc.uniqueArray(fc.record({ path, valueHash: fc.option(valueHash, { nil: undefined }) }), {
  selector: (change) => toHex(change.path),
  maxLength: 20,
});

const applyAll = (batches: readonly (readonly TrieChange[])[]): Trie => batches.reduce(updateTrie, emptyTrie);

/** What the batches leave: path in hex → hash of the value. */
const contents = (batches: readonly (readonly TrieChange[])[]): Map<string, TrieChange> => {
  const left = new Map<string, TrieChange>();
  for (const change of batches.flat()) {
    if (change.valueHash === undefined) left.delete(toHex(change.path));
    else left.set(toHex(change.path), change);
  }
  return left;
};

describe('the trie, for any batches of changes', () => {
  test('has the root of the slow model over what is left', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 6 }), (batches) => {
        expect(toHex(applyAll(batches).root)).toBe(toHex(modelRoot([...contents(batches).values()])));
      }),
      { numRuns: 200 },
    );
  });

  test('has the same root whatever the order and the grouping of the changes', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 4 }), fc.boolean(), (batches, oneByOne) => {
        const left = [...contents(batches).values()].reverse();
        const direct = oneByOne ? applyAll(left.map((change) => [change])) : updateTrie(emptyTrie, left);
        expect(toHex(direct.root)).toBe(toHex(applyAll(batches).root));
      }),
      { numRuns: 200 },
    );
  });

  test('goes back to the very same root when a batch is undone, and leaves the older trie as it was', () => {
    fc.assert(
      fc.property(batch, batch, (first, second) => {
        const before = updateTrie(emptyTrie, first);
        const root = toHex(before.root);
        const held = contents([first]);
        const after = updateTrie(before, second);
        const undo = second.map((change) => ({
          path: change.path,
          valueHash: held.get(toHex(change.path))?.valueHash,
        }));
        expect(toHex(updateTrie(after, undo).root)).toBe(root);
        for (const change of held.values()) {
          expect(checkProof(before.root, change.path, change.valueHash, provePath(before, change.path))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('proves of every path exactly what it holds, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 3 }), path, valueHash, (batches, asked, other) => {
        const trie = applyAll(batches);
        const held = contents(batches).get(toHex(asked))?.valueHash;
        const proof = provePath(trie, asked);
        expect(checkProof(trie.root, asked, held, proof)).toBe(true);
        const same = held !== undefined && toHex(held) === toHex(other);
        expect(checkProof(trie.root, asked, other, proof)).toBe(same);
        if (held !== undefined) expect(checkProof(trie.root, asked, undefined, proof)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('accepts no proof with one bit flipped', () => {
    const flipped = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 7 }));
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 3 }), path, flipped, (batches, asked, [at, bit]) => {
        const trie = applyAll(batches);
        const held = contents(batches).get(toHex(asked))?.valueHash;
        const proof = provePath(trie, asked);
        if (proof.siblings.length === 0) return;
        const siblings = proof.siblings.map((sibling) => sibling.slice());
        const sibling = siblings[at % siblings.length];
        if (sibling !== undefined) sibling[at % 32] = (sibling[at % 32] ?? 0) ^ (1 << bit);
        expect(checkProof(trie.root, asked, held, { ...proof, siblings })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
