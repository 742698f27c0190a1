// The Store of a tab: one IndexedDB database, one object store per table, one readwrite transaction per commit. It works
// in a worker, in a window and in an insecure context. All calls go through one queue, one transaction at a time: so a
// read sees exactly the commits called before it, and after a commit that failed none of the later ones takes effect.
// The first failure ends the handle: what waits and what is called afterwards is refused, `onClosed` is told once.
// Whoever opened the database last owns it; a commit by anybody else, a tab that slept past its slot say, is refused.
// Bounds: `outstandingCallsMax` calls and, but for one commit, `outstandingBytesMax` bytes wait at once.
// docs/protocol/storage.md says what is in the tables and how durable it is.

import type { DBSchema, IDBPDatabase, StoreNames } from 'idb';
import type { Durability, Store, StoreTable, StoreWrite } from '../../shared/core/node/ports.ts';
import type { ByteTable } from './open-database.ts';
import { equalBytes } from '../../shared/core/bytes/index.ts';
import { openDatabase } from './open-database.ts';
import type { StoreFault } from './store-fault.ts';
import { storeFault, storeFaultOf } from './store-fault.ts';

export interface IndexedDbStoreOptions {
  /** Called once if the handle ends in any other way than by `close()`; every later call is refused with this fault. */
  readonly onClosed: (fault: StoreFault) => void;
  /**
   * A commit that finds no room is refused with `store-no-room`, and nothing else: the browser has undone it whole, and the
   * handle goes on, so that what is there can be read and deleted. For a store whose commits do not rest on each other.
   */
  readonly goesOnWhenFull?: boolean;
}

/** Who may write. */
interface Ownership {
  readonly name: Uint8Array;
  /** whether the name stands in the database; where there was no room for it, no name stands there until a commit has some */
  isWritten: boolean;
}

interface ChainDatabase extends DBSchema {
  readonly header: ByteTable;
  readonly body: ByteTable;
  readonly undo: ByteTable;
  readonly snapshot: ByteTable;
  readonly meta: ByteTable;
  readonly index: ByteTable;
  readonly owner: ByteTable;
}

/** 2: with the table `owner` */
const databaseVersion = 2;
/** the one key of the table `owner`; its value is a name that no other opening has */
const ownerKey = 'opening';
const ownerBytes = 16;

/** Rows read at once when sizes are summed: ≤ 8 bodies of ≤ 1 MiB, or rows of at most 131 kB (old headers come 256 in a row). */
const rowsPerReadByTable: Readonly<Record<StoreTable, number>> = {
  header: 64,
  body: 8,
  undo: 64,
  snapshot: 4,
  meta: 64,
  index: 1024,
};
const storeTables: readonly StoreTable[] = ['header', 'body', 'undo', 'snapshot', 'meta', 'index'];

/** The driver awaits each commit; this many calls in waiting mean that somebody does not. */
const outstandingCallsMax = 1024;
/** 64 blocks of the largest size, the most between two strict markers of a first sync. */
const outstandingBytesMax = 64 * 1024 * 1024;
/** `size` sums anew when this much was written since, so that what was overwritten or deleted counts no longer. */
const staleShareOfSize = 0.25;
const staleBytesMin = 1024 * 1024;

/** Opens the database `name`, making it if need be. Rejects with a StoreFault; so does every method of the store. */
export async function openIndexedDbStore(
  name: string,
  { onClosed, goesOnWhenFull = false }: IndexedDbStoreOptions,
): Promise<Store> {
  const calls = createCallQueue((fault) => {
    database.close();
    onClosed(fault);
  });
  const database: IDBPDatabase<ChainDatabase> = await openDatabase<ChainDatabase>({
    name,
    version: databaseVersion,
    tables: [...storeTables, 'owner'],
    onLost: calls.end,
  });
  const owner = await claim(database, goesOnWhenFull);
  const sizes = createSizeTally((table, after) => calls.run(0, () => readLengths(database, table, after)));
  return {
    getMany: (table, keys) => calls.run(0, () => readMany(database, table, keys)),
    commit: (writes, durability) => {
      // The whole buffer behind a view would be stored with it, and the caller may change both: copy, now.
      const copies = writes.map(([table, key, value]): StoreWrite => [table, key, value && new Uint8Array(value)]);
      const bytes = writtenBytes(copies);
      sizes.added(bytes);
      const write = (): Promise<void> => writeAll(database, owner, copies, durability);
      return calls.run(bytes, goesOnWhenFull ? () => refusingAlone(write) : write);
    },
    scan: (table, from, count) => calls.run(0, () => readFrom(database, table, from, count)),
    size: async () => {
      await calls.run(0, nothing);
      return sizes.total();
    },
    close: async () => {
      await calls.drain();
      database.close();
    },
  };
}

/**
 * From here on no commit of an earlier opening takes effect. A full disk has no room for a name but takes deletions: the
 * earlier one's name goes, and ours is written with the first commit that writes anything.
 */
async function claim(database: IDBPDatabase<ChainDatabase>, goesOnWhenFull: boolean): Promise<Ownership> {
  const name = crypto.getRandomValues(new Uint8Array(ownerBytes));
  try {
    await database.put('owner', name, ownerKey);
    return { name, isWritten: true };
  } catch (reason) {
    const fault = storeFaultOf(reason);
    if (goesOnWhenFull && fault.type === 'store-full') {
      const cleared = await database.delete('owner', ownerKey).then(
        () => true,
        () => false,
      );
      if (cleared) return { name, isWritten: false };
    }
    database.close();
    throw fault;
  }
}

/** Without the handle's end. */
async function refusingAlone(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (reason) {
    const fault = storeFaultOf(reason);
    throw fault.type === 'store-full' ? storeFault('store-no-room', fault.message, reason) : fault;
  }
}

async function writeAll(
  database: IDBPDatabase<ChainDatabase>,
  owner: Ownership,
  writes: readonly StoreWrite[],
  durability: Durability,
): Promise<void> {
  const tables = new Set<StoreNames<ChainDatabase>>(writes.map(([table]) => table));
  if (tables.size === 0) return;
  const transaction = database.transaction([...tables.add('owner')], 'readwrite', { durability });
  const claims = !owner.isWritten && writes.some(([, , value]) => value !== undefined);
  let refusal: unknown;
  const finish = (seen: Uint8Array | undefined): void => {
    try {
      const isOurs = owner.isWritten ? seen !== undefined && equalBytes(seen, owner.name) : seen === undefined;
      if (!isOurs) {
        throw storeFault('store-taken', 'Another tab has taken the place of this one: reload the page.');
      }
      transaction.commit();
    } catch (reason) {
      refusal = reason;
      transaction.abort();
    }
  };
  try {
    // Asked for first, answered before the writes are done: so the transaction can still be taken back.
    transaction.objectStore('owner').get(ownerKey).then(finish, nothing).catch(nothing);
    if (claims) transaction.objectStore('owner').put(owner.name, ownerKey).catch(nothing);
    for (const [table, key, value] of writes) {
      const rows = transaction.objectStore(table);
      // Only `done` is waited for: it tells why a transaction failed, its requests only that it did, and when there is no
      // more space Chromium leaves some of them without any answer.
      (value === undefined ? rows.delete(key) : rows.put(value, key)).catch(nothing);
    }
  } catch (reason) {
    // A value refused at once (too large for the browser) would leave those before it to be committed without it.
    transaction.abort();
    await transaction.done.catch(nothing);
    throw reason;
  }
  await transaction.done.catch((reason: unknown) => {
    throw refusal ?? reason;
  });
  owner.isWritten ||= claims;
}

async function readMany(
  database: IDBPDatabase<ChainDatabase>,
  table: StoreTable,
  keys: readonly string[],
): Promise<readonly (Uint8Array | undefined)[]> {
  if (keys.length === 0) return [];
  const transaction = database.transaction(table);
  const [values] = await Promise.all([Promise.all(keys.map((key) => transaction.store.get(key))), transaction.done]);
  return values;
}

async function readFrom(
  database: IDBPDatabase<ChainDatabase>,
  table: StoreTable,
  from: string,
  count: number,
): Promise<readonly (readonly [key: string, value: Uint8Array])[]> {
  // To IndexedDB a count of 0 is no bound at all.
  if (count <= 0) return [];
  return readRange(database, table, IDBKeyRange.lowerBound(from), count);
}

async function readRange(
  database: IDBPDatabase<ChainDatabase>,
  table: StoreTable,
  range: IDBKeyRange | undefined,
  count: number,
): Promise<readonly (readonly [key: string, value: Uint8Array])[]> {
  const transaction = database.transaction(table);
  const [keys, values] = await Promise.all([
    transaction.store.getAllKeys(range, count),
    transaction.store.getAll(range, count),
    transaction.done,
  ]);
  return keys.map((key, index) => {
    const value = values[index];
    if (value === undefined) throw storeFault('store-broken', `The table ${table} gave more keys than values.`);
    return [key, value];
  });
}

/** The bytes of the rows after the key `after`, as far as one read goes, and where the next one goes on. */
async function readLengths(
  database: IDBPDatabase<ChainDatabase>,
  table: StoreTable,
  after: string | undefined,
): Promise<{ readonly bytes: number; readonly next: string | undefined }> {
  const range = after === undefined ? undefined : IDBKeyRange.lowerBound(after, true);
  const rows = await readRange(database, table, range, rowsPerReadByTable[table]);
  let bytes = 0;
  for (const [key, value] of rows) bytes += rowBytes(key, value);
  return { bytes, next: rows.length < rowsPerReadByTable[table] ? undefined : rows.at(-1)?.[0] };
}

function writtenBytes(writes: readonly StoreWrite[]): number {
  let bytes = 0;
  for (const [, key, value] of writes) if (value !== undefined) bytes += rowBytes(key, value);
  return bytes;
}

/** IndexedDB keeps strings as UTF-16. */
function rowBytes(key: string, value: Uint8Array): number {
  return 2 * key.length + value.length;
}

interface SizeTally {
  readonly added: (bytes: number) => void;
  readonly total: () => Promise<number>;
}

/**
 * The bytes of keys and values: summed once by reading everything, then counted along; an upper bound in between, as
 * overwritten and deleted rows leave the sum only when it is made anew. `navigator.storage.estimate` would count the
 * databases of all tabs of this origin, and does not exist in insecure contexts.
 */
function createSizeTally(
  read: (table: StoreTable, after: string | undefined) => Promise<{ bytes: number; next: string | undefined }>,
): SizeTally {
  let summedBytes: number | undefined;
  let addedBytes = 0;

  async function sum(): Promise<number> {
    let bytes = 0;
    for (const table of storeTables) {
      let after: string | undefined;
      do {
        const rows = await read(table, after);
        bytes += rows.bytes;
        after = rows.next;
      } while (after !== undefined);
    }
    return bytes;
  }

  return {
    added: (bytes) => {
      addedBytes += bytes;
    },
    total: async () => {
      if (summedBytes === undefined || addedBytes > Math.max(staleBytesMin, staleShareOfSize * summedBytes)) {
        // Commits during the sum count in both: an upper bound again.
        addedBytes = 0;
        summedBytes = await sum();
      }
      return summedBytes + addedBytes;
    },
  };
}

interface CallQueue {
  /** Runs `call` when all calls before it are done; `bytes` is what it holds in memory until then. */
  readonly run: <T>(bytes: number, call: () => Promise<T>) => Promise<T>;
  /** open → ended: the first fault refuses what waits and what comes. */
  readonly end: (fault: StoreFault) => void;
  /** open → ended, by the owner: what waits is done first, what comes is refused. */
  readonly drain: () => Promise<void>;
}

function createCallQueue(onEnded: (fault: StoreFault) => void): CallQueue {
  let tail: Promise<unknown> = Promise.resolve();
  let outstandingCalls = 0;
  let outstandingBytes = 0;
  /** refuses new calls */
  let refusal: StoreFault | undefined;
  /** refuses waiting ones as well */
  let failure: StoreFault | undefined;

  function end(fault: StoreFault): void {
    const closedBefore = refusal !== undefined;
    failure ??= fault;
    refusal ??= fault;
    if (!closedBefore) onEnded(fault);
  }

  async function perform<T>(before: Promise<unknown>, bytes: number, call: () => Promise<T>): Promise<T> {
    await before;
    try {
      if (failure !== undefined) throw failure;
      return await call();
    } catch (reason) {
      const fault = failure ?? storeFaultOf(reason);
      if (fault.type !== 'store-no-room') end(fault);
      throw fault;
    } finally {
      outstandingCalls -= 1;
      outstandingBytes -= bytes;
    }
  }

  return {
    end,
    run: (bytes, call) => {
      if (refusal !== undefined) return Promise.reject(refusal);
      if (outstandingCalls >= outstandingCallsMax || outstandingBytes > outstandingBytesMax) {
        const fault = storeFault('store-overrun', 'More calls or bytes wait for the disk than the store may hold.');
        end(fault);
        return Promise.reject(fault);
      }
      outstandingCalls += 1;
      outstandingBytes += bytes;
      const outcome = perform(tail, bytes, call);
      // The outcome goes to the caller; the queue only waits for it.
      tail = outcome.then(nothing, nothing);
      return outcome;
    },
    drain: async () => {
      refusal ??= storeFault('store-closed', 'The store is closed.');
      await tail;
    },
  };
}

function nothing(): Promise<void> {
  return Promise.resolve();
}
