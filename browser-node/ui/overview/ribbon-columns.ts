// The ribbon as columns, newest first: at each height the block of the chain, and beneath it what was left beside it there.
// Pure.

import type { BlockListItem, TreeBlock } from '../../../shared/provider/index.ts';

export interface RibbonColumn {
  readonly block: BlockListItem;
  /** left beside the chain at this height; not settled ones only */
  readonly beside: readonly TreeBlock[];
}

export const ribbonColumns = (
  blocks: readonly BlockListItem[],
  tree: readonly TreeBlock[],
  count: number,
): readonly RibbonColumn[] =>
  blocks.slice(0, count).map((block) => ({
    block,
    // the two were asked for one after the other: what has joined the chain meanwhile is not beside it
    beside: tree.filter(({ height, id, onChain }) => !onChain && height === block.height && id !== block.id),
  }));
