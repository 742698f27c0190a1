// Where transactions stand, by id and by account: built beside the chain, outside of its commits, so that a block is
// never slower for it. A pointer names the last block that is in; from there it is led to the head, block by block,
// undoing those that a reorganisation took away. Whatever it says is compared with the chain before it is believed, and
// blocks that it has not reached yet are looked through one by one. After a crash it goes on from its pointer.
// It begins above the block from whose state this node has started.
// Bounds: `batchBlocks` blocks in one write, `lookBlocksMax` blocks looked through for one question.

import { type Block, formatCid, type Hex32, type Transaction } from '../core/model/index.ts';
import type { Store, StoreWrite, TabchainNode } from '../core/node/index.ts';
import { blockAt, type BlockRef, blocksOf } from './block-reader.ts';
import { lowestKept } from './not-kept.ts';
import {
  accountsOf,
  contentKey,
  decodeIndexPointer,
  decodePlace,
  filesKey,
  historyKey,
  type Place,
  placeKey,
  placeText,
  pointerKey,
  pointerWrite,
  removalsOf,
  writesOf,
} from './index-records.ts';

export interface ChainIndex {
  /** Follows the chain to its head; call it at the start and after every move. Rejects only as the store does. */
  readonly catchUp: () => Promise<void>;
  /** Where the chain has this transaction now. */
  readonly find: (id: Hex32) => Promise<Place | undefined>;
  /** Places of an account's transactions, newest first, after the place text `after`; at most `count`. */
  readonly history: (account: Hex32, after: string, count: number) => Promise<readonly Place[]>;
  /** Places of the newest transactions of the kind `file`, newest first; of one content where `cid` is given. */
  readonly files: (cid: string | undefined, count: number) => Promise<readonly Place[]>;
}

interface IndexSource {
  readonly chain: TabchainNode['chain'];
  readonly store: Store;
}

const batchBlocks = 32;
const scanRows = 256;
/** Blocks that the index has not reached and that one question may read: the newest. */
const lookBlocksMax = 512;

interface Following extends IndexSource {
  /** the last block that is in; `undefined` until it was read */
  at: BlockRef | undefined;
  busy: Promise<void> | undefined;
  /** how often it was called, so that a call during the last step is not lost */
  calls: number;
}

const clear = async ({ store }: IndexSource): Promise<void> => {
  for (;;) {
    const rows = await store.scan('index', '', scanRows);
    if (rows.length === 0) return;
    await store.commit(
      rows.map(([key]): StoreWrite => ['index', key, undefined]),
      'relaxed',
    );
  }
};

/** The parent of a block that left the chain; `undefined` where nobody knows the block any more. */
const parentOf = ({ chain }: IndexSource, { id }: BlockRef): BlockRef | undefined => chain.tree.get(id)?.parent;

const isOnChain = ({ chain }: IndexSource, { height, id }: BlockRef): boolean => chain.idAt(height) === id;

/** The block below the first that is here: of older ones there are no bodies. */
const lowest = ({ chain }: IndexSource): BlockRef => {
  const height = lowestKept(chain) - 1;
  const id = chain.idAt(height);
  return id === undefined ? { height: 0, id: chain.chainId } : { height, id };
};

/** Begins anew. */
const restart = async (following: Following): Promise<BlockRef> => {
  await clear(following);
  return lowest(following);
};

/** Where the index stands. One that stands on a block nobody knows any more is made anew. */
const storedPointer = async (following: Following): Promise<BlockRef> => {
  const { store } = following;
  const [bytes] = await store.getMany('index', [pointerKey]);
  const pointer = bytes === undefined ? undefined : decodeIndexPointer(bytes);
  if (pointer !== undefined && (isOnChain(following, pointer) || parentOf(following, pointer) !== undefined)) {
    return pointer;
  }
  return bytes === undefined ? lowest(following) : restart(following);
};

const commit = async ({ store }: IndexSource, writes: readonly StoreWrite[], at: BlockRef): Promise<void> => {
  await store.commit([...writes, pointerWrite(at)], 'relaxed');
};

const undo = async (following: Following, ref: BlockRef, parent: BlockRef): Promise<void> => {
  const [block] = await blocksOf(following, [ref]);
  // Without its body its entries stay behind, and are not believed when they are found.
  await commit(following, block === undefined ? [] : removalsOf(block), parent);
  following.at = parent;
};

const nextRefs = ({ chain }: IndexSource, at: BlockRef): readonly BlockRef[] => {
  const refs: BlockRef[] = [];
  for (let height = at.height + 1; refs.length < batchBlocks; height++) {
    const ref = blockAt(chain, height);
    if (ref === undefined) break;
    refs.push(ref);
  }
  return refs;
};

/** One step towards the head; `false` when there is none to take. */
const step = async (following: Following): Promise<boolean> => {
  following.at ??= await storedPointer(following);
  const { at } = following;
  if (at.height < lowest(following).height) {
    following.at = lowest(following); // the node has gone on from a state above it
    return true;
  }
  if (!isOnChain(following, at)) {
    const parent = parentOf(following, at);
    if (parent === undefined) following.at = await restart(following);
    else await undo(following, at, parent);
    return true;
  }
  const refs = nextRefs(following, at);
  const last = refs.at(-1);
  if (last === undefined) return false;
  const blocks = await blocksOf(following, refs);
  const writes = blocks.flatMap((block) => (block === undefined ? [] : writesOf(block)));
  // If the chain has moved meanwhile, these blocks are undone in the next steps.
  await commit(following, writes, last);
  following.at = last;
  return true;
};

const follow = async (following: Following): Promise<void> => {
  try {
    for (let seen = -1; seen !== following.calls;) {
      seen = following.calls;
      while (await step(following));
    }
  } finally {
    following.busy = undefined;
  }
};

/** The newest blocks of the chain that the index may not have, newest first. */
const unindexed = async (following: Following): Promise<readonly Block[]> => {
  const { chain, at } = following;
  const refs: BlockRef[] = [];
  const reached = at !== undefined && isOnChain(following, at) ? at.height : lowest(following).height;
  for (let { height } = chain.head(); height > reached && refs.length < lookBlocksMax; height--) {
    const ref = blockAt(chain, height);
    if (ref !== undefined) refs.push(ref);
  }
  const blocks = await blocksOf(following, refs);
  return blocks.filter((block) => block !== undefined);
};

const placesIn = (block: Block, wanted: (position: number) => boolean): readonly Place[] =>
  block.transactions
    .map((_, position) => ({ height: block.header.height, blockId: block.id, position }))
    .filter(({ position }) => wanted(position))
    .reverse();

const stands = ({ chain }: IndexSource, { height, blockId }: Place): boolean => chain.idAt(height) === blockId;

const find = async (following: Following, id: Hex32): Promise<Place | undefined> => {
  const [bytes] = await following.store.getMany('index', [placeKey(id)]);
  const place = bytes === undefined ? undefined : decodePlace(bytes);
  if (place !== undefined && stands(following, place)) return place;
  for (const block of await unindexed(following)) {
    const [found] = placesIn(block, (position) => block.transactions[position]?.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Some of the chain's transactions, listed under keys that begin with `prefix` and go on with their places. */
interface Listing {
  readonly prefix: string;
  readonly concerns: (transaction: Transaction) => boolean;
}

const list = async (
  following: Following,
  listing: Listing,
  after: string,
  count: number,
): Promise<readonly Place[]> => {
  const places = new Map<string, Place>();
  const concerns = (block: Block, position: number): boolean => {
    const transaction = block.transactions[position];
    return transaction !== undefined && listing.concerns(transaction);
  };
  for (const block of await unindexed(following)) {
    for (const place of placesIn(block, (position) => concerns(block, position))) {
      places.set(placeText(place.height, place.position), place);
    }
  }
  const { prefix } = listing;
  let from = `${prefix}${after}`;
  for (let found = 0; found <= count;) {
    const rows = await following.store.scan('index', from, scanRows);
    for (const [key, bytes] of rows) {
      if (!key.startsWith(prefix)) break;
      const place = decodePlace(bytes);
      if (place === undefined || !stands(following, place)) continue;
      places.set(key.slice(prefix.length), place);
      found++;
    }
    const last = rows.at(-1)?.[0];
    if (last === undefined || rows.length < scanRows || !last.startsWith(prefix)) break;
    from = `${last}~`; // greater than the last key, smaller than the next
  }
  return [...places]
    .filter(([text]) => text > after)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, count)
    .map(([, place]) => place);
};

const historyOf = (account: Hex32): Listing => ({
  prefix: historyKey(account, ''),
  concerns: (transaction) => accountsOf(transaction).includes(account),
});

const filesOf = (cid: string | undefined): Listing => ({
  prefix: cid === undefined ? filesKey('') : contentKey(cid, ''),
  concerns: ({ payload }) => payload.kind === 'file' && (cid === undefined || formatCid(payload.cid) === cid),
});

/** Of a light node, which has no blocks: proofs take its place. */
export const noIndex: ChainIndex = {
  catchUp: async () => undefined,
  find: async () => undefined,
  history: async () => [],
  files: async () => [],
};

export const createChainIndex = (source: IndexSource): ChainIndex => {
  const following: Following = { ...source, at: undefined, busy: undefined, calls: 0 };
  return {
    catchUp: () => {
      following.calls++;
      following.busy ??= follow(following);
      return following.busy;
    },
    find: (id) => find(following, id),
    history: (account, after, count) => list(following, historyOf(account), after, count),
    files: (cid, count) => list(following, filesOf(cid), '', count),
  };
};
