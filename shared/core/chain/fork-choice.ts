// Which tip to follow: the heaviest; between equal weights the one with the lower slot where the consensus has slots,
// then the lower id. Headers and weights only: no validation, no I/O.

import { type BlockNode, sealedOf } from './block-tree.ts';

const slotOf = (node: BlockNode): number => {
  const { consensus } = sealedOf(node).header;
  return consensus.kind === 'pow' ? 0 : consensus.slot;
};

/** Whether `candidate` is to be followed rather than `current`. A total order on distinct blocks. */
export const isBetter = (candidate: BlockNode, current: BlockNode): boolean => {
  if (candidate.weight !== current.weight) return candidate.weight > current.weight;
  const slots = slotOf(candidate) - slotOf(current);
  if (slots !== 0) return slots < 0;
  return candidate.id < current.id;
};

export interface Reorganisation {
  readonly common: BlockNode;
  /** blocks to undo, from the old head downwards */
  readonly revert: readonly BlockNode[];
  /** blocks to apply, upwards to the new head */
  readonly apply: readonly BlockNode[];
}

/** The way from one node to another through their common ancestor. */
export const pathBetween = (from: BlockNode, to: BlockNode): Reorganisation => {
  const revert: BlockNode[] = [];
  const apply: BlockNode[] = [];
  let left = from;
  let right = to;
  while (left !== right) {
    if (left.height >= right.height) {
      revert.push(left);
      if (left.parent === undefined) throw new Error('two chains of one tree have no common ancestor');
      left = left.parent;
    } else {
      apply.push(right);
      if (right.parent === undefined) throw new Error('two chains of one tree have no common ancestor');
      right = right.parent;
    }
  }
  return { common: left, revert, apply: apply.reverse() };
};
