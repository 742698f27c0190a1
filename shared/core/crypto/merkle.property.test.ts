// A path proves the item and the way down to it. The count is not in the root (as in RFC 6962), so another count is
// accepted exactly when it leads the same way: readers of proofs take the count from elsewhere.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merklePath, merklePathIsValid, merkleRoot } from './merkle.ts';

const lists = fc.uniqueArray(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 40, selector: String });

/** The turns from the leaf up: r where the leaf's subtree is the right one. */
const turns = (index: number, count: number): string => {
  if (count === 1) return '';
  let k = 1;
  while (2 * k < count) k *= 2;
  return index < k ? `${turns(index, k)}l` : `${turns(index - k, count - k)}r`;
};

describe('Merkle paths', () => {
  it('are valid at their own index and at no other', () => {
    fc.assert(
      fc.property(lists, fc.nat(), (items, seed) => {
        const count = items.length;
        const index = seed % count;
        const root = merkleRoot(items);
        const item = items[index] ?? new Uint8Array(0);
        const path = merklePath(items, index);
        expect(path).toHaveLength(turns(index, count).length);
        for (let other = 0; other < count; other++) {
          expect(merklePathIsValid(root, item, { index: other, count }, path)).toBe(other === index);
        }
      }),
    );
  });

  it('are valid for no other item', () => {
    fc.assert(
      fc.property(lists, fc.uint8Array({ maxLength: 40 }), (items, foreign) => {
        const root = merkleRoot(items);
        items.forEach((item, index) => {
          const path = merklePath(items, index);
          for (const other of [...items, foreign]) {
            const same = String(other) === String(item);
            expect(merklePathIsValid(root, other, { index, count: items.length }, path)).toBe(same);
          }
        });
      }),
      { numRuns: 20 },
    );
  });

  it('are valid for another place and count only where the turns are the same', () => {
    fc.assert(
      fc.property(lists, fc.nat(), fc.integer({ min: 1, max: 50 }), (items, seed, count) => {
        const index = seed % items.length;
        const own = turns(index, items.length);
        const root = merkleRoot(items);
        const item = items[index] ?? new Uint8Array(0);
        const path = merklePath(items, index);
        for (let other = 0; other < count; other++) {
          const valid = merklePathIsValid(root, item, { index: other, count }, path);
          expect(valid).toBe(turns(other, count) === own);
        }
      }),
    );
  });

  it('with any bit changed are refused', () => {
    fc.assert(
      fc.property(lists, fc.nat(), fc.nat(), fc.nat(), (items, seed, which, bit) => {
        fc.pre(items.length > 1);
        const index = seed % items.length;
        const path = merklePath(items, index);
        const changed = path.map((sibling, i) => {
          const copy = sibling.slice();
          const at = (bit >> 3) % 32;
          if (i === which % path.length) copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
          return copy;
        });
        const item = items[index] ?? new Uint8Array(0);
        expect(merklePathIsValid(merkleRoot(items), item, { index, count: items.length }, changed)).toBe(false);
      }),
    );
  });

  it('never throw on positions and siblings from outside', () => {
    const numbers = fc.oneof(fc.double(), fc.integer(), fc.maxSafeNat());
    const siblings = fc.array(
      fc.oneof(fc.uint8Array({ maxLength: 33 }), fc.uint8Array({ minLength: 32, maxLength: 32 })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(numbers, numbers, siblings, (index, count, path) => {
        expect(merklePathIsValid(new Uint8Array(32), new Uint8Array(32), { index, count }, path)).toBe(false);
      }),
    );
  });
});
