// The Merkle tree over a list (transactions, receipts), shaped as in RFC 6962 section 2.1: of n > 1 leaves the left
// subtree has the largest power of two below n. Leaf node = H('tree-leaf', item); inner node = SHA-256 of two nodes
// (64 bytes, a length no leaf input has); the empty list has a root of its own. Bounded by the list it is given.

import { equalBytes } from '../bytes/index.ts';
import { hash, hashPair, hashPairs } from './hash.ts';

const emptyRoot = hash('tree-empty');
const nodeLength = 32;

/** Root of a list of items (each any bytes; here hashes). 32 bytes. */
export const merkleRoot = (items: readonly Uint8Array[]): Uint8Array => {
  if (items.length === 0) return emptyRoot;
  let level = new Uint8Array(items.length * nodeLength);
  items.forEach((item, i) => {
    level.set(hash('tree-leaf', item), i * nodeLength);
  });
  // Pairing level by level and lifting an odd last node gives the RFC's shape.
  while (level.length > nodeLength) {
    const odd = level.length % 64 !== 0;
    const paired = hashPairs(odd ? level.slice(0, level.length - nodeLength) : level);
    const next = new Uint8Array(paired.length + (odd ? nodeLength : 0));
    next.set(paired);
    if (odd) next.set(level.subarray(level.length - nodeLength), paired.length);
    level = next;
  }
  return level;
};

/** The siblings of leaf `index`, lowest first: with the item and the count they give the root. */
export const merklePath = (items: readonly Uint8Array[], index: number): readonly Uint8Array[] => {
  let level = items.map((item) => hash('tree-leaf', item));
  let at = index;
  const path: Uint8Array[] = [];
  while (level.length > 1) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
    if (sibling !== undefined) path.push(sibling);
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i];
      const right = level[i + 1];
      if (left !== undefined) next.push(right === undefined ? left : hashPair(left, right));
    }
    level = next;
    at = Math.floor(at / 2);
  }
  return path;
};

/**
 * Whether `item` stands at `index` of a list of `count` items with this root. The root commits to the items and the
 * shape, not to the count (as in RFC 6962): take that from elsewhere, or read no more into the answer than "the item is
 * in the list, at the place that these turns lead to". Any input is allowed; at most 53 hashes are made.
 */
export const merklePathIsValid = (
  root: Uint8Array,
  item: Uint8Array,
  position: { readonly index: number; readonly count: number },
  path: readonly Uint8Array[],
): boolean => {
  if (!Number.isSafeInteger(position.index) || !Number.isSafeInteger(position.count)) return false;
  if (position.index < 0 || position.index >= position.count) return false;
  let node = hash('tree-leaf', item);
  let at = position.index;
  let width = position.count;
  let used = 0;
  while (width > 1) {
    const alone = at === width - 1 && at % 2 === 0;
    if (!alone) {
      const sibling = path[used++];
      if (sibling?.length !== nodeLength) return false;
      node = at % 2 === 0 ? hashPair(node, sibling) : hashPair(sibling, node);
    }
    at = Math.floor(at / 2);
    width = Math.ceil(width / 2);
  }
  return used === path.length && equalBytes(node, root);
};
