// chain_export and chain_import: the open network with its blocks as one file, and such a file taken in (docs/protocol/
// bundles.md). Both tell `progress`. Bounds: a bundle of at most 512 MiB; blocks are read and imported in small groups.

import { bundleBytesMax, type ChainBundle, decodeBundle, encodeBundle } from '../core/bundle/index.ts';
import { encodeBlock, type Hex32 } from '../core/model/index.ts';
import { apiError, notPossibleNow, ruleRefused, wrongParam } from './api-error.ts';
import { errorCodes, type ResultOf } from './api.ts';
import { needFull } from './light-answers.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { enter } from './network-methods.ts';
import { notKeptMessage, startedLate } from './not-kept.ts';
import { networkOf } from './network-registry.ts';
import type { Live } from './open-network.ts';

/** Read from the store at a time. */
const readCount = 64;
/** As many as one answer of a peer has. */
const importCount = 16;
/** The driver holds a few groups at once. */
const importBytes = 4 * 1024 * 1024;

const idsOf = ({ session }: Live): readonly Hex32[] => {
  const { chain } = session.node;
  return Array.from({ length: chain.head().height }, (_, i) => {
    const id = chain.idAt(i + 1);
    if (id === undefined) throw new Error(`no block at height ${i + 1}`);
    return id;
  });
};

const readBlocks = async ({ session }: Live, ids: readonly Hex32[]): Promise<readonly Uint8Array[]> => {
  const stored = await session.store.getMany('body', ids);
  return ids.map((id, i) => {
    const bytes = stored[i];
    if (bytes !== undefined) return bytes;
    const block = session.node.chain.bodyOf(id); // being committed at this moment
    if (block !== undefined) return encodeBlock(block, block.transactions);
    throw notPossibleNow(
      'body-missing',
      'A block of this chain is missing here; it has to be fetched from peers first.',
    );
  });
};

export const exportChain = async (
  live: Live,
  progress: ProviderParts['progress'],
): Promise<ResultOf<'chain_export'>> => {
  needFull(live, 'this tab keeps no blocks that a file could hold');
  const { chain } = live.session.node;
  if (startedLate(chain)) {
    throw notPossibleNow('history-not-kept', notKeptMessage(chain, 'The chain cannot be saved as a file here'));
  }
  const ids = idsOf(live);
  const blocks: Uint8Array[] = [];
  let size = 0;
  for (let at = 0; at < ids.length; at += readCount) {
    for (const block of await readBlocks(live, ids.slice(at, at + readCount))) {
      blocks.push(block);
      size += block.length + 4;
    }
    if (size > bundleBytesMax)
      throw notPossibleNow('bundle-too-large', 'The chain is too large for one file: over 512 MiB.');
    progress('chain-export', blocks.length, ids.length);
  }
  return { bundle: encodeBundle({ spec: live.session.spec, blocks }) };
};

/** Blocks in groups that one commit takes. */
const groupsOf = function* (blocks: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  let group: Uint8Array[] = [];
  let size = 0;
  for (const block of blocks) {
    if (group.length === importCount || (group.length > 0 && size + block.length > importBytes)) {
      yield group;
      group = [];
      size = 0;
    }
    group.push(block);
    size += block.length;
  }
  if (group.length > 0) yield group;
};

/** The network of a bundle, opened. */
const opened = async (parts: ProviderParts, { spec }: ChainBundle): Promise<Live> => {
  const network = networkOf(spec, []);
  const live = parts.holder.live();
  if (live?.network.chainId === network.chainId) return live;
  await enter(parts, network);
  return parts.holder.need();
};

const importBlocks = async (parts: ProviderParts, bundle: ChainBundle): Promise<void> => {
  const live = await opened(parts, bundle);
  needFull(live, 'this tab takes in no blocks');
  const { session } = live;
  let done = 0;
  for (const blocks of groupsOf(bundle.blocks)) {
    // Copies: the file's bytes stay the caller's, and a commit may keep what it is given.
    const reply = await session.running.submit({ type: 'import-blocks', blocks: blocks.map((block) => block.slice()) });
    if (!reply.ok && reply.error.type === 'block-refused') {
      const height = done + reply.error.index + 1;
      throw ruleRefused(
        reply.error.fault,
        `Block ${height} of the file breaks a rule (${reply.error.fault}); it ends there.`,
      );
    }
    if (!reply.ok) throw apiError(errorCodes.notPossibleNow, 'The node has stopped; nothing more was imported.');
    done += blocks.length;
    parts.progress('chain-import', done, bundle.blocks.length);
  }
};

export const chainMethods = (parts: ProviderParts): Methods<'chain_export' | 'chain_import'> => ({
  chain_export: () => exportChain(parts.holder.need(), parts.progress),
  chain_import: async ({ bundle }) => {
    const decoded = decodeBundle(bundle);
    if (!decoded.ok) {
      const what = decoded.error.type === 'bytes-not-canonical' ? decoded.error.what : decoded.error.type;
      throw wrongParam('bundle', `This file is not a chain bundle: ${what}.`, 'bundle-unreadable');
    }
    await importBlocks(parts, decoded.value);
    return { height: parts.holder.need().session.node.chain.head().height };
  },
});
