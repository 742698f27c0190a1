// chain_forks: the tree of blocks near the head, with the reason why each block beside the chain was left. Bounded: the
// heights asked for, at most 200, and `besideMax` blocks beside the chain, the highest first.

import { type BlockNode, childrenOf, sealedOf } from '../core/chain/index.ts';
import type { TabchainNode } from '../core/node/index.ts';
import type { LeftBehind, TreeBlock } from './tree-shape.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { showAccount, showHex } from './show-transaction.ts';
import type { DroppedList } from './tx-status.ts';

type Chain = TabchainNode['chain'];

const depthDefault = 50;
const besideMax = 500;

/** Why the block is not followed, as far as this node can tell now. */
const whyLeft = (node: BlockNode, head: BlockNode): LeftBehind => {
  if (node.status === 'invalid') return 'refused';
  if (node.weight < head.weight) return 'lighter';
  if (node.status === 'header') return 'body-missing';
  return node.weight === head.weight ? 'tie' : 'not-yet';
};

const showNode = (node: BlockNode, chain: Chain, refused: DroppedList): TreeBlock => {
  const { header } = sealedOf(node);
  const onChain = chain.isCanonical(node);
  const fault = refused.reasonOf(node.id);
  return {
    id: showHex(node.id),
    height: node.height,
    parent: showHex(header.parent),
    time: header.time,
    producer: showAccount(header.producer),
    weight: node.weight.toString(),
    onChain,
    ...(onChain ? {} : { why: whyLeft(node, chain.head()) }),
    ...(onChain || fault === undefined ? {} : { fault }),
  };
};

/** The blocks that stand on a block of the chain and are not on it, and all that stands on those. */
const besideOf = (node: BlockNode, chain: Chain): readonly BlockNode[] => {
  const beside: BlockNode[] = [];
  const pending = childrenOf(node).filter((child) => !chain.isCanonical(child));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    beside.push(next);
    pending.push(...childrenOf(next));
  }
  return beside;
};

export const forkMethods = ({
  holder,
  refused,
}: Pick<ProviderParts, 'holder' | 'refused'>): Methods<'chain_forks'> => ({
  chain_forks: ({ depth = depthDefault }) => {
    const { chain } = holder.need().session.node;
    const lowest = Math.max(0, chain.head().height - depth + 1);
    const along: BlockNode[] = [];
    const beside: BlockNode[] = [];
    for (let { height } = chain.head(); height >= lowest; height--) {
      const node = chain.at(height);
      if (node === undefined) break; // below the base of the tree nothing is beside the chain
      along.push(node);
      if (beside.length < besideMax) beside.push(...besideOf(node, chain));
    }
    const shown = [...along, ...beside.slice(0, besideMax)].toSorted((a, b) => a.height - b.height);
    return { blocks: shown.map((node) => showNode(node, chain, refused)) };
  },
});
