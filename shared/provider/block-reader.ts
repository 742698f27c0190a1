// Blocks of the chain with their bodies: from the node's memory where they are recent, else from its store. Owns
// nothing. Bounded by what its callers ask for; `blocksOf` reads a batch in one call of the store.

import type { Store, TabchainNode } from '../core/node/index.ts';
import { type Block, decodeBlock, type Hex32 } from '../core/model/index.ts';

/** A block of the chain, whether its header is in memory or not. */
export interface BlockRef {
  readonly height: number;
  readonly id: Hex32;
}

/** What of a session is needed to read blocks. */
export interface BlockSource {
  readonly chain: Pick<TabchainNode['chain'], 'spec' | 'bodyOf' | 'genesis'>;
  readonly store: Pick<Store, 'getMany'>;
}

/** The block of the chain at a height; `undefined` above its head. */
export const blockAt = (chain: Pick<TabchainNode['chain'], 'idAt'>, height: number): BlockRef | undefined => {
  const id = chain.idAt(height);
  return id === undefined ? undefined : { height, id };
};

/** The count of transactions that follows the header. */
const emptyBodyBytes = 4;

const genesisBlock = ({ genesis }: BlockSource['chain']): Block => ({
  ...genesis,
  transactions: [],
  size: genesis.bytes.length + emptyBodyBytes,
});

/** In the order of the blocks asked for; `undefined` where the body is not here, or is damaged. */
export const blocksOf = async (
  { chain, store }: BlockSource,
  refs: readonly BlockRef[],
): Promise<readonly (Block | undefined)[]> => {
  const found = new Map<Hex32, Block>();
  const missing: Hex32[] = [];
  for (const { height, id } of refs) {
    const block = height === 0 ? genesisBlock(chain) : chain.bodyOf(id);
    if (block === undefined) missing.push(id);
    else found.set(id, block);
  }
  if (missing.length > 0) {
    for (const bytes of await store.getMany('body', missing)) {
      const block = bytes === undefined ? undefined : decodeBlock(bytes, chain.spec.blockBytesMax);
      if (block?.ok === true) found.set(block.value.id, block.value);
    }
  }
  return refs.map(({ id }) => found.get(id));
};

export const blockOf = async (source: BlockSource, ref: BlockRef): Promise<Block | undefined> =>
  (await blocksOf(source, [ref]))[0];
