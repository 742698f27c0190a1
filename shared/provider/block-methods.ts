// block_*: the blocks of the chain, one by one and as a list. Blocks that have left the chain are not shown. A list is
// bounded by the count that is asked for, at most 1,000 (check-params.ts).

import type { ParamsOf } from './api.ts';
import { notFound } from './api-error.ts';
import { type BlockNode, blockOf, blocksOf } from './block-reader.ts';
import type { Methods, ProviderParts } from './methods.ts';
import type { Live } from './open-network.ts';
import { showBlock, showBlockListItem } from './show-block.ts';

const nodeOf = ({ session }: Live, params: ParamsOf<'block_get'>): BlockNode => {
  const { chain } = session.node;
  if ('height' in params) {
    const node = chain.at(params.height);
    if (node !== undefined) return node;
    throw notFound(`There is no block at height ${params.height}; the chain is at ${chain.head().height}.`);
  }
  const node = chain.tree.get(params.id.slice(2));
  if (node === undefined) throw notFound('This node knows no block with that id.');
  if (!chain.isCanonical(node)) {
    throw notFound(`Another block stands at height ${node.height}: that one is not part of the chain.`, 'not-on-chain');
  }
  return node;
};

const sourceOf = ({ session }: Live) => ({ chain: session.node.chain, store: session.store });

export const blockMethods = ({ holder }: ProviderParts): Methods<'block_get' | 'block_list'> => ({
  block_get: async (params) => {
    const live = holder.need();
    const node = nodeOf(live, params);
    const block = await blockOf(sourceOf(live), node);
    if (block === undefined) throw notFound(`The body of block ${node.height} is not here.`, 'body-missing');
    return showBlock(block, live.session.node.snapshot().settledHeight);
  },
  block_list: async ({ from, count }) => {
    const live = holder.need();
    const { chain } = live.session.node;
    const highest = Math.min(from ?? Infinity, chain.head().height);
    const nodes: BlockNode[] = [];
    for (let height = highest; height >= 0 && nodes.length < count; height--) {
      const node = chain.at(height);
      if (node !== undefined) nodes.push(node);
    }
    const { settledHeight } = live.session.node.snapshot();
    const blocks = await blocksOf(sourceOf(live), nodes);
    return blocks.flatMap((block) => (block === undefined ? [] : [showBlockListItem(block, settledHeight)]));
  },
});
