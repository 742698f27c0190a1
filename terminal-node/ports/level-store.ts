// The Store of a terminal node: one LevelDB folder, one batch per commit. All calls go through one queue: so a read sees
// exactly the commits called before it, and after a commit that failed none of the later ones takes effect. The first
// failure ends the handle. One process at a time has the folder; a lock of LevelDB's sees to it, and ends with the process.
// Bounds: `outstandingCallsMax` calls and, but for one commit, `outstandingBytesMax` bytes wait at once.
// docs/protocol/storage.md says what is in the tables and how durable it is.

import { open as openFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Durability, Store, StoreTable, StoreWrite } from '../../shared/core/node/index.ts';
import { levelFault, levelFaultOf } from './level-fault.ts';
import { keyOfLevel, levelKey, levelKeyEnd } from './level-key.ts';

type Level = ClassicLevel<Uint8Array, Uint8Array>;

type LevelWrite =
  | { readonly type: 'put'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: Uint8Array };

/** The driver awaits each commit; this many calls in waiting mean that somebody does not. */
const outstandingCallsMax = 1024;
/** 64 blocks of the largest size, the most between two strict markers of a first sync. */
const outstandingBytesMax = 64 * 1024 * 1024;
/** What one read of a scan may hold beyond its last entry. */
const scanBytesAtOnce = 1024 * 1024;

/** Opens the database in `folder`, making it if need be. Rejects with a LevelFault; so does every method of the store. */
export const openLevelStore = async (folder: string): Promise<Store> => {
  const level: Level = new ClassicLevel<Uint8Array, Uint8Array>(folder, { keyEncoding: 'view', valueEncoding: 'view' });
  try {
    await level.open();
  } catch (reason) {
    throw levelFaultOf(reason, folder);
  }
  const queue = createCallQueue(folder);
  /** relaxed commits may lie in a log that LevelDB has left without a sync */
  let hasRelaxed = false;

  const write = async (batch: readonly LevelWrite[], durability: Durability): Promise<void> => {
    if (batch.length === 0) return;
    if (durability === 'strict' && hasRelaxed) await syncLogs(folder);
    await level.batch([...batch], { sync: durability === 'strict' });
    hasRelaxed = durability === 'relaxed';
  };

  return {
    getMany: (table, keys) => queue.run(0, () => readMany(level, table, keys)),
    commit: (writes, durability) => {
      // The caller may change list and values while they wait: copy, now.
      const batch = writes.map(levelWrite);
      return queue.run(bytesOf(batch), () => write(batch, durability));
    },
    scan: (table, from, count) => queue.run(0, () => readFrom(level, table, from, count)),
    size: () => queue.run(0, () => folderBytes(folder)),
    close: async () => {
      await queue.drain();
      await level.close();
    },
  };
};

/** `new Uint8Array(…)` rather than slice(): the slice of a Node Buffer is a view of it. */
const levelWrite = ([table, key, value]: StoreWrite): LevelWrite =>
  value === undefined
    ? { type: 'del', key: levelKey(table, key) }
    : { type: 'put', key: levelKey(table, key), value: new Uint8Array(value) };

const bytesOf = (batch: readonly LevelWrite[]): number =>
  batch.reduce((sum, write) => sum + write.key.length + (write.type === 'put' ? write.value.length : 0), 0);

const readMany = async (
  level: Level,
  table: StoreTable,
  keys: readonly string[],
): Promise<readonly (Uint8Array | undefined)[]> => {
  const values = await level.getMany(keys.map((key) => levelKey(table, key)));
  return values.map((value) => value && new Uint8Array(value));
};

const readFrom = async (
  level: Level,
  table: StoreTable,
  from: string,
  count: number,
): Promise<readonly (readonly [key: string, value: Uint8Array])[]> => {
  // To LevelDB a negative limit is none at all.
  if (count <= 0) return [];
  const range = { gte: levelKey(table, from), lt: levelKeyEnd(table), limit: count };
  const rows = await level.iterator({ ...range, highWaterMarkBytes: scanBytesAtOnce }).all();
  return rows.map(([key, value]) => [keyOfLevel(key), new Uint8Array(value)]);
};

/**
 * Brings the logs to the disk. A synced write syncs the log that it goes to; but when a log is full LevelDB closes it
 * and begins another (db_impl.cc, MakeRoomForWrite), so relaxed writes in the log before could be lost to a power
 * failure while a later strict one is kept.
 */
const syncLogs = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.log')) continue;
    try {
      const file = await openFile(join(folder, name), 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (reason) {
      // A log that is gone has become a table, which LevelDB syncs before it deletes the log.
      if (!isMissing(reason)) throw reason;
    }
  }
};

/** What the folder takes up. Compression and clearing up by LevelDB make it less than what was written. */
const folderBytes = async (folder: string): Promise<number> => {
  let bytes = 0;
  for (const name of await readdir(folder)) {
    try {
      bytes += (await stat(join(folder, name))).size;
    } catch (reason) {
      if (!isMissing(reason)) throw reason;
    }
  }
  return bytes;
};

const isMissing = (reason: unknown): boolean => reason instanceof Error && 'code' in reason && reason.code === 'ENOENT';

interface CallQueue {
  /** Runs `call` when all calls before it are done; `bytes` is what it holds in memory until then. */
  readonly run: <T>(bytes: number, call: () => Promise<T>) => Promise<T>;
  /** open → ended, by the owner: what waits is done first, what comes is refused. */
  readonly drain: () => Promise<void>;
}

const createCallQueue = (folder: string): CallQueue => {
  let tail: Promise<unknown> = Promise.resolve();
  let calls = 0;
  let bytesWaiting = 0;
  /** refuses new calls */
  let refusal: Error | undefined;
  /** refuses waiting ones as well */
  let failure: Error | undefined;

  const perform = async <T>(before: Promise<unknown>, bytes: number, call: () => Promise<T>): Promise<T> => {
    await before;
    try {
      if (failure !== undefined) throw failure;
      return await call();
    } catch (reason) {
      failure ??= levelFaultOf(reason, folder);
      refusal ??= failure;
      throw failure;
    } finally {
      calls -= 1;
      bytesWaiting -= bytes;
    }
  };

  return {
    run: (bytes, call) => {
      if (refusal !== undefined) return Promise.reject(refusal);
      if (calls >= outstandingCallsMax || bytesWaiting > outstandingBytesMax) {
        failure = levelFault('store-overrun', 'More calls or bytes wait for the disk than the store may hold.');
        refusal = failure;
        return Promise.reject(failure);
      }
      calls += 1;
      bytesWaiting += bytes;
      const outcome = perform(tail, bytes, call);
      // The outcome goes to the caller; the queue only waits for it.
      tail = outcome.then(nothing, nothing);
      return outcome;
    },
    drain: async () => {
      refusal ??= levelFault('store-closed', 'The store is closed.');
      await tail;
    },
  };
};

const nothing = (): void => undefined;
