// The blocks that this node keeps, by the digest of their bytes, on a Store of its own. What is read is hashed again: a
// block that the disk has changed is dropped and counts as absent, so that it is fetched anew.
// Owns: the store and the sizes of all blocks, in memory. Bounds: `limitBytes` in all, 2 MiB a block; what does not fit is
// refused with `quota-full` and nothing else is lost. A store that failed is closed and opened again at the next call; one
// that only had no room goes on. What the chain on the same disk may need is left to it (disk-room.ts, spare-room.ts).

import { toHex } from '../core/bytes/index.ts';
import type { Store, StoreWrite } from '../core/node/ports.ts';
import { sha256 } from './digest.ts';
import { type AskRoom, createDiskRoom, type DiskRoom } from './disk-room.ts';
import { filesFault } from './files-fault.ts';
import { createSpareRoom, spareBytes, type SpareRoom } from './spare-room.ts';

/** What Bitswap nodes take; chunks have at most 1 MiB. */
export const blockBytesMax = 2_097_152;
const scanRows = 1_000;
/** Below so low a limit nothing is held for the chain. */
const spareFromBytes = 8 * spareBytes;

/** Digest in hexadecimal. */
export type BlockKey = string;

export interface BlockShelf {
  readonly has: (key: BlockKey) => boolean;
  readonly get: (key: BlockKey) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** False where it was there. Faults: `quota-full`, `disk-full`, `block-too-large`, `storage-failed`. */
  readonly put: (key: BlockKey, bytes: Uint8Array) => Promise<boolean>;
  readonly delete: (keys: readonly BlockKey[]) => Promise<void>;
  readonly keys: () => Iterable<readonly [BlockKey, size: number]>;
  readonly bytes: () => number;
  readonly setLimit: (bytes: number) => void;
  /** for blocks; what is held for the chain is within the limit that was set */
  readonly limit: () => number;
  /** Small records beside the blocks, by name. */
  readonly records: {
    readonly get: (name: string) => Promise<Uint8Array | undefined>;
    readonly put: (name: string, value: Uint8Array | undefined) => Promise<void>;
    readonly all: (prefix: string) => Promise<readonly (readonly [string, Uint8Array])[]>;
  };
  readonly close: () => Promise<void>;
}

export interface ShelfPlace {
  readonly openStore: () => Promise<Store>;
  /** absent where the disk does not tell */
  readonly room?: AskRoom;
  /** Holds room for the chain, where the disk does not tell. */
  readonly holdsSpare?: boolean;
}

interface Shelf {
  readonly place: ShelfPlace;
  readonly room: DiskRoom;
  readonly spare: SpareRoom | undefined;
  store: Promise<Store> | undefined;
  readonly sizes: Map<BlockKey, number>;
  /** blocks on their way to the disk, so that none is written twice and the limit holds meanwhile */
  readonly arriving: Map<BlockKey, Promise<void>>;
  bytes: number;
  limit: number;
}

const holdsSpare = ({ spare, limit }: Shelf): boolean => spare !== undefined && limit >= spareFromBytes;

const limitOf = (shelf: Shelf): number => shelf.limit - (holdsSpare(shelf) ? spareBytes : 0);

const setLimit = (shelf: Shelf, bytes: number): void => {
  const held = holdsSpare(shelf);
  shelf.limit = bytes;
  if (held && !holdsSpare(shelf)) shelf.spare?.release().catch(() => undefined);
};

const sizeValue = (size: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, size);
  return bytes;
};

const typeOf = (cause: unknown): unknown => (cause instanceof Error && 'type' in cause ? cause.type : undefined);

/** Every use of the store. After a failure the handle is in doubt, so it is given up; not where it says that it goes on. */
const use = async <T>(shelf: Shelf, step: (store: Store) => Promise<T>): Promise<T> => {
  shelf.store ??= shelf.place.openStore();
  const opening = shelf.store;
  try {
    return await step(await opening);
  } catch (cause) {
    const type = typeOf(cause);
    if (type !== 'store-no-room') {
      if (shelf.store === opening) shelf.store = undefined;
      void opening.then((store) => store.close()).catch(() => undefined);
    }
    const isFull = type === 'store-no-room' || type === 'store-full';
    throw filesFault(isFull ? 'disk-full' : 'storage-failed', cause instanceof Error ? cause.message : String(cause));
  }
};

const readSizes = async (shelf: Shelf): Promise<void> => {
  for (let from = ''; ;) {
    const rows = await use(shelf, (store) => store.scan('index', from, scanRows));
    for (const [key, value] of rows) {
      const size = new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(0);
      shelf.sizes.set(key, size);
      shelf.bytes += size;
    }
    const last = rows.at(-1)?.[0];
    if (last === undefined || rows.length < scanRows) return;
    from = `${last}~`;
  }
};

const forget = async (shelf: Shelf, keys: readonly BlockKey[]): Promise<void> => {
  const gone = keys.filter((key) => shelf.sizes.has(key));
  const writes = gone.flatMap((key): readonly StoreWrite[] => [
    ['body', key, undefined],
    ['index', key, undefined],
  ]);
  await use(shelf, (store) => store.commit(writes, 'relaxed'));
  if (gone.length > 0) shelf.spare?.freed();
  for (const key of gone) {
    shelf.bytes -= shelf.sizes.get(key) ?? 0;
    shelf.sizes.delete(key);
  }
};

const read = async (shelf: Shelf, key: BlockKey): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  await shelf.arriving.get(key)?.catch(() => undefined);
  if (!shelf.sizes.has(key)) return undefined;
  const [found] = await use(shelf, (store) => store.getMany('body', [key]));
  const block = found === undefined ? undefined : new Uint8Array(found);
  if (block !== undefined && toHex(await sha256(block)) === key) return block;
  await forget(shelf, [key]);
  return undefined;
};

const write = async (shelf: Shelf, key: BlockKey, bytes: Uint8Array): Promise<void> => {
  shelf.bytes += bytes.length;
  try {
    if (holdsSpare(shelf)) await shelf.spare?.hold();
    await shelf.room.take(bytes.length);
    // A copy: IndexedDB would clone the whole buffer behind a view.
    const writes: readonly StoreWrite[] = [
      ['body', key, new Uint8Array(bytes)],
      ['index', key, sizeValue(bytes.length)],
    ];
    await use(shelf, (store) => store.commit(writes, 'relaxed')).finally(() => shelf.room.done(bytes.length));
    shelf.sizes.set(key, bytes.length);
  } catch (cause) {
    shelf.bytes -= bytes.length;
    if (typeOf(cause) === 'disk-full') await shelf.spare?.giveUp().catch(() => undefined);
    throw cause;
  } finally {
    shelf.arriving.delete(key);
  }
};

const put = async (shelf: Shelf, key: BlockKey, bytes: Uint8Array): Promise<boolean> => {
  if (shelf.sizes.has(key)) return false;
  const arriving = shelf.arriving.get(key);
  if (arriving !== undefined) {
    await arriving;
    return false;
  }
  if (bytes.length > blockBytesMax) throw filesFault('block-too-large', `${bytes.length} bytes`);
  const limit = limitOf(shelf);
  if (shelf.bytes + bytes.length > limit) throw filesFault('quota-full', `the limit is ${limit} bytes`);
  const writing = write(shelf, key, bytes);
  shelf.arriving.set(key, writing);
  await writing;
  return true;
};

const recordsUnder = async (shelf: Shelf, prefix: string): Promise<readonly (readonly [string, Uint8Array])[]> => {
  const found: (readonly [string, Uint8Array])[] = [];
  for (let from = prefix; ;) {
    const rows = await use(shelf, (store) => store.scan('meta', from, scanRows));
    found.push(...rows.filter(([name]) => name.startsWith(prefix)));
    const last = rows.at(-1)?.[0];
    if (last === undefined || rows.length < scanRows || !last.startsWith(prefix)) return found;
    from = `${last}~`;
  }
};

export const openBlockShelf = async (place: ShelfPlace, limitBytes: number): Promise<BlockShelf> => {
  const spare = place.holdsSpare === true ? createSpareRoom((step) => use(shelf, step)) : undefined;
  const shelf: Shelf = {
    ...{ place, room: createDiskRoom(place.room), spare, store: undefined, bytes: 0, limit: limitBytes },
    ...{ sizes: new Map(), arriving: new Map() },
  };
  await readSizes(shelf);
  return {
    has: (key) => shelf.sizes.has(key),
    get: (key) => read(shelf, key),
    put: (key, bytes) => put(shelf, key, bytes),
    delete: (keys) => forget(shelf, keys),
    keys: () => shelf.sizes.entries(),
    bytes: () => shelf.bytes,
    setLimit: (bytes) => setLimit(shelf, bytes),
    limit: () => limitOf(shelf),
    records: {
      get: async (name) => (await use(shelf, (store) => store.getMany('meta', [name])))[0],
      put: (name, value) => use(shelf, (store) => store.commit([['meta', name, value]], 'strict')),
      all: (prefix) => recordsUnder(shelf, prefix),
    },
    close: async () => {
      await Promise.allSettled(shelf.arriving.values());
      await (await shelf.store)?.close();
      shelf.store = undefined;
    },
  };
};
