// block_*: the blocks of the chain, one by one and as a list. Blocks that have left the chain are not shown. A list is
// bounded by the count that is asked for, at most 1,000 (check-params.ts).

import type { ConsensusFacts } from '../core/consensus/index.ts';
import type { SealedHeader } from '../core/model/index.ts';
import type { BlockShape, ParamsOf } from './api.ts';
import { notFound } from './api-error.ts';
import { blockAt, blockOf, type BlockRef, blocksOf } from './block-reader.ts';
import { isLight, lightMode } from './light-answers.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { lowestKept, notKeptMessage, startedLate } from './not-kept.ts';
import type { Live } from './open-network.ts';
import { showBlock, showBlockListItem, showHeader } from './show-block.ts';

export const blockRefOf = ({ session }: Live, params: ParamsOf<'block_get'>): BlockRef => {
  const { chain } = session.node;
  if ('height' in params) {
    const ref = blockAt(chain, params.height);
    if (ref !== undefined) return ref;
    throw notFound(`There is no block at height ${params.height}; the chain is at ${chain.head().height}.`);
  }
  const id = params.id.slice(2);
  const height = chain.heightOf(id);
  if (height !== undefined) return { height, id };
  const node = chain.tree.get(id);
  if (node === undefined) throw notFound('This node knows no block with that id.');
  throw notFound(`Another block stands at height ${node.height}: that one is not part of the chain.`, 'not-on-chain');
};

const sourceOf = ({ session }: Live) => ({ chain: session.node.chain, store: session.store });

/** Who ruled is known where the parent is in the tree. */
const factsOf = ({ session }: Live, { header }: Pick<SealedHeader, 'header'>): ConsensusFacts | undefined => {
  const { engine, tree } = session.node.chain;
  const parent = tree.get(header.parent);
  return parent === undefined ? undefined : engine.factsOf(header, parent.validators);
};

const headersOf = ({ session }: Live, refs: readonly BlockRef[]) =>
  session.node.headersAt(
    session.store,
    refs.map(({ height }) => height),
  );

export const sealedHeaderOf = async (live: Live, ref: BlockRef): Promise<SealedHeader> => {
  const [header] = await headersOf(live, [ref]);
  if (header === undefined) throw lightMode(`this tab has lost the header of block ${ref.height}`);
  return header;
};

/** All that a light node has of a block. */
const headerBlock = async (live: Live, ref: BlockRef): Promise<BlockShape> => {
  const header = await sealedHeaderOf(live, ref);
  const { settledHeight } = live.session.node.snapshot();
  return { ...showHeader(header, settledHeight, factsOf(live, header)), transactions: [] };
};

const missingBlock = ({ session }: Live, { height }: BlockRef) => {
  const { chain } = session.node;
  return startedLate(chain) && height < lowestKept(chain)
    ? notFound(notKeptMessage(chain, `Block ${height} is not here`), 'history-not-kept')
    : notFound(`The body of block ${height} is not here.`, 'body-missing');
};

export const blockMethods = ({ holder }: Pick<ProviderParts, 'holder'>): Methods<'block_get' | 'block_list'> => ({
  block_get: async (params) => {
    const live = holder.need();
    const ref = blockRefOf(live, params);
    if (isLight(live)) return headerBlock(live, ref);
    const block = await blockOf(sourceOf(live), ref);
    if (block === undefined) throw missingBlock(live, ref);
    return showBlock(block, live.session.node.snapshot().settledHeight, factsOf(live, block));
  },
  block_list: async ({ from, count }) => {
    const live = holder.need();
    const { chain } = live.session.node;
    const highest = Math.min(from ?? Infinity, chain.head().height);
    const refs: BlockRef[] = [];
    for (let height = highest; height >= 0 && refs.length < count; height--) {
      const ref = blockAt(chain, height);
      if (ref !== undefined) refs.push(ref);
    }
    const { settledHeight } = live.session.node.snapshot();
    if (isLight(live)) {
      const headers = await headersOf(live, refs);
      return headers.flatMap((header) =>
        header === undefined ? [] : [showHeader(header, settledHeight, factsOf(live, header))],
      );
    }
    const blocks = await blocksOf(sourceOf(live), refs);
    return blocks.flatMap((block) =>
      block === undefined ? [] : [showBlockListItem(block, settledHeight, factsOf(live, block))],
    );
  },
});
