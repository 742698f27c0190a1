// All headers that this node believes, as a tree from the genesis block, each with the weight of the chain up to it.
// Who can make it grow: whoever finds seals. Side branches are bounded by `sideHeadersMax` and by the reorg limit below
// which nothing is accepted; the branch of the head is the chain itself.

import { appendToRange, emptyRange, type MountainRange, rangeRoot } from '../crypto/index.ts';
import { toHex } from '../bytes/index.ts';
import { bytesOf, type Hex32, type SealedHeader } from '../model/index.ts';

export interface BlockNode {
  readonly sealed: SealedHeader;
  readonly id: Hex32;
  readonly height: number;
  readonly parent: BlockNode | undefined;
  /** weights of all blocks from genesis to this one */
  readonly weight: bigint;
  /** the ids from genesis to this one; forgotten where the reorg limit lets no block be added any more */
  range: MountainRange | undefined;
  children: readonly BlockNode[];
  /**
   * header: the body is missing · body: the body has been checked without state · applied: it was executed once and all
   * its promises held · invalid: no block with this id, nor any descendant, will be followed
   */
  status: 'header' | 'body' | 'applied' | 'invalid';
}

export interface BlockTree {
  readonly genesis: BlockNode;
  readonly get: (id: Hex32) => BlockNode | undefined;
  readonly add: (parent: BlockNode, sealed: SealedHeader, weight: bigint) => BlockNode;
  /** Marks a node and all that stands on it. */
  readonly condemn: (node: BlockNode) => void;
  /** Forgets nodes without children; the caller says which are of no use any more. */
  readonly prune: (isUseless: (node: BlockNode) => boolean) => void;
  readonly count: () => number;
}

const rangeOf = ({ id, range }: BlockNode): MountainRange => {
  if (range === undefined) throw new Error(`a block on ${id}, which is below the reorg limit`);
  return range;
};

/** What the header of a child must have as its history root. */
export const historyRootAfter = (node: BlockNode): Hex32 => toHex(rangeRoot(rangeOf(node)));

export const createBlockTree = (genesisBlock: SealedHeader): BlockTree => {
  const genesis: BlockNode = {
    sealed: genesisBlock,
    id: genesisBlock.id,
    height: 0,
    parent: undefined,
    weight: 0n,
    range: appendToRange(emptyRange, bytesOf(genesisBlock.id)),
    children: [],
    status: 'applied',
  };
  const nodes = new Map<Hex32, BlockNode>([[genesis.id, genesis]]);

  const condemn = (node: BlockNode): void => {
    const pending = [node];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      next.status = 'invalid';
      pending.push(...next.children);
    }
  };

  return {
    genesis,
    get: (id) => nodes.get(id),
    add: (parent, sealed, weight) => {
      const node: BlockNode = {
        sealed,
        id: sealed.id,
        height: parent.height + 1,
        parent,
        weight: parent.weight + weight,
        range: appendToRange(rangeOf(parent), bytesOf(sealed.id)),
        children: [],
        status: 'header',
      };
      parent.children = [...parent.children, node];
      nodes.set(node.id, node);
      return node;
    },
    condemn,
    prune: (isUseless) => {
      const leaves = [...nodes.values()].filter((node) => node.children.length === 0);
      for (let node = leaves.pop(); node !== undefined; node = leaves.pop()) {
        const { parent } = node;
        if (parent === undefined || node.children.length > 0 || !isUseless(node)) continue;
        nodes.delete(node.id);
        const gone = node;
        parent.children = parent.children.filter((child) => child !== gone);
        leaves.push(parent);
      }
    },
    count: () => nodes.size,
  };
};

/** The ancestor at a height, or `undefined` above the node. */
export const ancestorAt = (node: BlockNode, height: number): BlockNode | undefined => {
  let at: BlockNode | undefined = node;
  while (at !== undefined && at.height > height) at = at.parent;
  return at?.height === height ? at : undefined;
};
