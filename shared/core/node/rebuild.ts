// Executes again, from the genesis block, what a damaged store has, as far as it goes, and writes all its records anew. What a
// reorganisation may not touch any more leaves memory on the way, as in a node that imports the blocks. A crash in the
// middle leaves a store that is rebuilt once more. Bounded by the window of the tree, the ids of the path, and the bodies and
// writes of one portion.

import type { Chain } from '../chain/index.ts';
import { decodeBlock, type Hex32 } from '../model/index.ts';
import { archiveWrites, baseDelete } from './archive-records.ts';
import type { Store, StoreWrite } from './ports.ts';
import {
  blockWrites,
  type BlockPointer,
  executedFromDelete,
  headWrite,
  type SnapshotPointer,
  snapshotWrites,
} from './records.ts';
import { findStoredPath, type StoredPath } from './stored-path.ts';

/** Read at once: 16 MB where blocks are as large as they may be. */
const bodiesAtOnce = 16;
/** What was executed is committed after so many blocks, or so many bytes if they come first. */
const commitEveryBlocks = 64;
const commitBytes = 4 * 1024 * 1024;

/** 4 MiB. */
const chunksAtOnce = 4;

const bytesOf = (writes: readonly StoreWrite[]): number =>
  writes.reduce((sum, [, key, value]) => sum + 2 * key.length + (value?.length ?? 0), 0);

/** Executes one stored block on the head; what it is to be stored as, or `undefined` where the store goes no further. */
const executeStored = (
  chain: Chain,
  id: Hex32,
  bytes: Uint8Array | undefined,
  now: number,
): readonly StoreWrite[] | undefined => {
  const block = bytes === undefined ? undefined : decodeBlock(bytes, chain.spec.blockBytesMax);
  if (block?.ok !== true || block.value.id !== id) return undefined;
  const node = chain.acceptHeader(chain.complete(block.value), now);
  if (!node.ok || !chain.acceptBody(node.value, block.value).ok) return undefined;
  const applied = chain.advance().change?.blocks[0];
  chain.trim();
  if (applied === undefined) return undefined;
  // The body is there already.
  return blockWrites(applied).filter(([table]) => table !== 'body');
};

/** Up to the first block that is missing or wrong. */
const executeAll = async (chain: Chain, store: Store, path: StoredPath, now: number): Promise<void> => {
  let writes: StoreWrite[] = [baseDelete, executedFromDelete];
  const flush = async (): Promise<void> => {
    await store.commit(writes, 'relaxed');
    writes = [];
  };
  for (let from = 1; from <= path.height; from += bodiesAtOnce) {
    const count = Math.min(bodiesAtOnce, path.height - from + 1);
    const ids = Array.from({ length: count }, (_, index) => path.idAt(from + index));
    for (const [index, bytes] of (await store.getMany('body', ids)).entries()) {
      const executed = executeStored(chain, ids[index] ?? '', bytes, now);
      if (executed === undefined) {
        await flush();
        return;
      }
      writes.push(...executed);
      const archived = chain.archive(chain.head());
      if (archived !== undefined) writes.push(...archiveWrites(archived, chain.archived));
    }
    if ((from + count - 1) % commitEveryBlocks === 0 || bytesOf(writes) >= commitBytes) await flush();
  }
  await flush();
};

/** Chunks of whatever state: also of one that was never taken over because of a crash. */
const clearSnapshots = async (store: Store): Promise<void> => {
  for (;;) {
    const rows = await store.scan('snapshot', '', chunksAtOnce);
    if (rows.length === 0) return;
    await store.commit(
      rows.map(([key]): StoreWrite => ['snapshot', key, undefined]),
      'relaxed',
    );
  }
};

export const rebuild = async (
  chain: Chain,
  store: Store,
  head: BlockPointer | undefined,
  now: number,
): Promise<SnapshotPointer> => {
  const path = await findStoredPath(store, chain.spec, chain.chainId, head);
  await executeAll(chain, store, path, now);
  await clearSnapshots(store);
  const snapshot = snapshotWrites(chain.state, chain.head(), undefined);
  await store.commit([...snapshot.writes, headWrite(chain.head())], 'strict');
  return snapshot.pointer;
};
