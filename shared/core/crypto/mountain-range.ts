// Merkle mountain range: an append-only commitment to all ancestors of a block, of which only the peaks are kept
// (at most 53 of them, one per bit of a height). Root = H('history', count ‖ peaks from the highest down).
// Source of the idea: P. Todd, "Merkle Mountain Ranges" (2012); here without proofs, which light mode adds.

import { concatBytes, createWriter } from '../bytes/index.ts';
import { hash, hashPair } from './hash.ts';

export interface MountainRange {
  /** how many leaves it has */
  readonly count: number;
  /** perfect trees from the largest to the smallest, one per set bit of `count` */
  readonly peaks: readonly Uint8Array[];
}

export const emptyRange: MountainRange = { count: 0, peaks: [] };

export const appendToRange = (range: MountainRange, item: Uint8Array): MountainRange => {
  const peaks = [...range.peaks];
  let node = hash('tree-leaf', item);
  // Each trailing set bit of the count is a tree of the size of the new node: merge, like a carry.
  for (let carry = range.count; carry % 2 === 1; carry = (carry - 1) / 2) {
    const peak = peaks.pop();
    if (peak === undefined) throw new Error('a mountain range has fewer peaks than its count has bits');
    node = hashPair(peak, node);
  }
  return { count: range.count + 1, peaks: [...peaks, node] };
};

export const rangeRoot = (range: MountainRange): Uint8Array =>
  hash('history', createWriter().uint(range.count).finish(), concatBytes(...range.peaks));
