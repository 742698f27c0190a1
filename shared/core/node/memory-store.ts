// The reference Store: plain Maps in memory, values copied in and out, every call complete before it returns (the
// promise only reports it). It is what the other implementations are compared with, and what a tab uses, with a banner,
// where the browser has no IndexedDB. It owns nothing but its disk; its callers bound what they write. A `MemoryDisk` outlives the
// handle, so that closing and opening again can be tested.

import type { Store, StoreTable, StoreWrite } from './ports.ts';

/** What stays when a handle is closed: per table, key to value. The values inside are never changed, only replaced. */
export type MemoryDisk = Map<StoreTable, Map<string, Uint8Array>>;

export function createMemoryDisk(): MemoryDisk {
  return new Map();
}

/** Opens a handle on `disk`; several handles may be open at once and see each other's commits. */
export function openMemoryStore(disk: MemoryDisk = createMemoryDisk()): Store {
  let open = true;
  const whileOpen = <T>(answer: () => T): Promise<T> =>
    open ? Promise.resolve(answer()) : Promise.reject(storeClosed());
  return {
    getMany: (table, keys) => whileOpen(() => readMany(disk, table, keys)),
    commit: (writes) => whileOpen(() => applyWrites(disk, copyWrites(writes))),
    scan: (table, from, count) => whileOpen(() => scanTable(disk, table, from, count)),
    size: () => whileOpen(() => diskBytes(disk)),
    close: () => {
      open = false;
      return Promise.resolve();
    },
  };
}

/** The fault of every call on a closed handle. */
export function storeClosed(): Error {
  return Object.assign(new Error('the store is closed'), { type: 'store-closed' });
}

/** `new Uint8Array(…)` rather than slice(): the slice of a Node Buffer is a view of it. */
export function copyWrites(writes: readonly StoreWrite[]): readonly StoreWrite[] {
  return writes.map(([table, key, value]) => [table, key, value && new Uint8Array(value)]);
}

/** Takes the values as they are: callers hand over copies. */
export function applyWrites(disk: MemoryDisk, writes: readonly StoreWrite[]): void {
  for (const [table, key, value] of writes) {
    const rows = disk.get(table) ?? new Map<string, Uint8Array>();
    disk.set(table, rows);
    if (value === undefined) rows.delete(key);
    else rows.set(key, value);
  }
}

function readMany(disk: MemoryDisk, table: StoreTable, keys: readonly string[]): readonly (Uint8Array | undefined)[] {
  return keys.map((key) => {
    const value = disk.get(table)?.get(key);
    return value && new Uint8Array(value);
  });
}

/** Sorts the keys at every call; JavaScript's default order of strings is the port's (UTF-16 code units). */
function scanTable(
  disk: MemoryDisk,
  table: StoreTable,
  from: string,
  count: number,
): readonly (readonly [key: string, value: Uint8Array])[] {
  const rows = [...(disk.get(table) ?? [])].filter(([key]) => key >= from);
  rows.sort(([left], [right]) => (left < right ? -1 : 1));
  return rows.slice(0, Math.max(0, count)).map(([key, value]) => [key, new Uint8Array(value)]);
}

/** Keys count two bytes a code unit. */
function diskBytes(disk: MemoryDisk): number {
  let bytes = 0;
  for (const rows of disk.values()) for (const [key, value] of rows) bytes += 2 * key.length + value.length;
  return bytes;
}
