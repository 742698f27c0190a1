// Blocks of the chain with their bodies: from the node's memory where they are recent, else from its store. Owns
// nothing. Bounded by what its callers ask for; `blocksOf` reads a batch in one call of the store.

import type { Store, TabchainNode } from '../core/node/index.ts';
import { type Block, decodeBlock, type Hex32 } from '../core/model/index.ts';

export type BlockNode = ReturnType<TabchainNode['chain']['head']>;

/** What of a session is needed to read blocks. */
export interface BlockSource {
  readonly chain: Pick<TabchainNode['chain'], 'spec' | 'bodyOf' | 'tree'>;
  readonly store: Pick<Store, 'getMany'>;
}

/** The count of transactions that follows the header. */
const emptyBodyBytes = 4;

const genesisBlock = ({ sealed }: BlockNode): Block => ({
  ...sealed,
  transactions: [],
  size: sealed.bytes.length + emptyBodyBytes,
});

/** In the order of the nodes; `undefined` where the body is not here, or is damaged. */
export const blocksOf = async (
  { chain, store }: BlockSource,
  nodes: readonly BlockNode[],
): Promise<readonly (Block | undefined)[]> => {
  const found = new Map<Hex32, Block>();
  const missing: Hex32[] = [];
  for (const node of nodes) {
    const block = node.parent === undefined ? genesisBlock(node) : chain.bodyOf(node.id);
    if (block === undefined) missing.push(node.id);
    else found.set(node.id, block);
  }
  if (missing.length > 0) {
    for (const bytes of await store.getMany('body', missing)) {
      const block = bytes === undefined ? undefined : decodeBlock(bytes, chain.spec.blockBytesMax);
      if (block?.ok === true) found.set(block.value.id, block.value);
    }
  }
  return nodes.map(({ id }) => found.get(id));
};

export const blockOf = async (source: BlockSource, node: BlockNode): Promise<Block | undefined> =>
  (await blocksOf(source, [node]))[0];
