// Branches that have lost leave the tree once the head is far above them: three miners of one speed leave a header beside the
// chain at every height, and each would cost half a kB until it is below the reorganisation limit. Whoever has such a
// branch serves it again, should it grow. What is known to be wrong stays known, and what has just come stays, for it
// may be growing. Bounded: looks at every header of the tree, once in `everyBlocks` blocks.

import type { BlockNode, BlockTree } from './block-tree.ts';
import { isBetter } from './fork-choice.ts';
import { isCanonical, type Position } from './position.ts';

const depthMax = 128;
const everyBlocks = 64;
/** Fewer than stay unpacked in the tree: a page of packed headers is freed only when nobody needs any of them. */
const newestKept = 256;

export interface SideBranches {
  /** Call it between inputs; `kept` is the tip of a branch that must stay. */
  readonly letGo: (kept: BlockNode | undefined) => void;
}

export const createSideBranches = (tree: BlockTree, position: Position): SideBranches => {
  let doneAt = 0;
  return {
    letGo: (kept) => {
      const { head } = position;
      if (head.height < doneAt + everyBlocks) return;
      doneAt = head.height;
      const newest = tree.newest(newestKept);
      const isOfNoUse = (node: BlockNode): boolean =>
        node.height < head.height - depthMax &&
        node.status !== 'invalid' &&
        node !== kept &&
        !newest.has(node) &&
        !isCanonical(position, node) &&
        isBetter(head, node);
      tree.prune(isOfNoUse);
    },
  };
};
