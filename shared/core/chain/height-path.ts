// A chain of blocks by height, from the base of the tree up to a tip: which block of it stands at a height is one look-up.
// It follows its tip, and is cut where the base moves up. Bounded by the tree.

import type { BlockNode } from './block-tree.ts';

export interface HeightPath {
  /** height of the lowest block */
  first: number;
  nodes: BlockNode[];
}

export const pathAt = (base: BlockNode): HeightPath => ({ first: base.height, nodes: [base] });

export const nodeAt = ({ first, nodes }: HeightPath, height: number): BlockNode | undefined => nodes[height - first];

/** Makes it the chain of `tip`; returns the lowest height that changed. */
export const leadTo = (path: HeightPath, tip: BlockNode): number => {
  const { first, nodes } = path;
  nodes.length = tip.height - first + 1;
  let lowest = tip.height + 1;
  for (let at: BlockNode | undefined = tip; at !== undefined && nodes[at.height - first] !== at; at = at.parent) {
    nodes[at.height - first] = at;
    lowest = at.height;
  }
  return lowest;
};

/** Forgets what is below a height of it. */
export const cutBelow = (path: HeightPath, height: number): void => {
  path.nodes = path.nodes.slice(height - path.first);
  path.first = height;
};
