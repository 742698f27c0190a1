// What belongs to the browser profile rather than to one tab's chain: the vault, the settings, the identity seed of each
// slot, the address book, the signing record, slot leases. One small IndexedDB database for all tabs of the origin, each
// change a strict transaction of its own. The connection opens when needed and again after it was lost, so a handle
// never dies. Where the browser keeps nothing (some private windows) it is a Map, and says so. Bounds: values of at most
// `profileValueBytesMax`, lists of at most `profileListMax` keys; who writes under a prefix bounds the number of keys.

import type { DBSchema, IDBPDatabase, IDBPObjectStore } from 'idb';
import type { ByteTable } from './open-database.ts';
import { openDatabase } from './open-database.ts';
import type { StoreFault } from './store-fault.ts';
import { isStoreFault, storeFault, storeFaultOf } from './store-fault.ts';

/** What must hold for a tab to use the profile, looked at in the same transaction as every call. */
export interface ProfileGuard {
  readonly key: string;
  /** of the value under the key; `false`: another tab has taken this one's place, and the call is refused as store-taken */
  readonly holds: (value: Uint8Array | undefined) => boolean;
}

export interface ProfileOptions {
  readonly guard?: ProfileGuard | undefined;
  /** A newer version of the page takes the database over: every later call is refused as store-newer. */
  readonly onNewer?: () => void;
}

/** Every method may reject with a StoreFault; nothing has changed then, and the next call may succeed. */
export interface ProfileStore {
  /** `false`: this browser keeps nothing, all is gone when the tab closes. A person has to be told. */
  readonly persistent: boolean;
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  /** On the disk when the promise resolves. */
  readonly put: (key: string, value: Uint8Array) => Promise<void>;
  readonly delete: (key: string) => Promise<void>;
  /** The keys that begin with `prefix`, ascending in UTF-16 order. */
  readonly list: (prefix: string) => Promise<readonly string[]>;
  /**
   * Reads, changes and writes in one step that no other tab can come between. `change` gets the value (`undefined`:
   * none) and returns the new one, the same object to leave it, `undefined` to delete it. Resolves to what is there then.
   */
  readonly update: (key: string, change: ProfileChange) => Promise<Uint8Array | undefined>;
}

/** Synchronous: a transaction does not wait. What it throws rejects the update and changes nothing. */
export type ProfileChange = (current: Uint8Array | undefined) => Uint8Array | undefined;

interface ProfileDatabase extends DBSchema {
  readonly entry: ByteTable;
}

type EntryTable<Mode extends IDBTransactionMode> = IDBPObjectStore<ProfileDatabase, ['entry'], 'entry', Mode>;

const profileDatabaseName = 'tabchain-profile';
const profileDatabaseVersion = 1;
/** The largest value is an address book of 1,000 peers at ≤ 1 KiB each. */
export const profileValueBytesMax = 1024 * 1024;
const profileListMax = 1000;

/** Rejects with a StoreFault if there is a database and it cannot be opened: a wallet must not seem to be gone. */
export async function openProfileStore(options: ProfileOptions = {}): Promise<ProfileStore> {
  const profile = profileInIndexedDb(options);
  try {
    await profile.list('');
    return profile;
  } catch (reason) {
    if (isStoreFault(reason) && reason.type === 'store-missing') return profileInMemory();
    throw reason;
  }
}

function profileInIndexedDb({ guard, onNewer }: ProfileOptions): ProfileStore {
  let connection: Promise<IDBPDatabase<ProfileDatabase>> | undefined;

  function connected(): Promise<IDBPDatabase<ProfileDatabase>> {
    connection ??= openDatabase<ProfileDatabase>({
      name: profileDatabaseName,
      version: profileDatabaseVersion,
      tables: ['entry'],
      onLost: ({ type }) => {
        connection = undefined;
        if (type === 'store-newer') onNewer?.();
      },
    });
    return connection;
  }

  async function withDatabase<T>(call: (database: IDBPDatabase<ProfileDatabase>) => Promise<T>): Promise<T> {
    const opening = connected();
    try {
      return await call(await opening);
    } catch (reason) {
      // Errors of a caller's `change` go back to it as they are.
      const fault = reason instanceof DOMException ? storeFaultOf(reason) : reason;
      const lost = isStoreFault(fault) && fault.type !== 'store-full' && fault.type !== 'store-taken';
      if (lost && connection === opening) connection = undefined;
      throw fault;
    }
  }

  const read = <T>(call: (entries: EntryTable<'readonly'>) => Promise<T>): Promise<T> =>
    withDatabase(async (database) => {
      const transaction = database.transaction('entry');
      const [answer, held] = await Promise.all([
        call(transaction.store),
        guard === undefined ? undefined : transaction.store.get(guard.key),
        transaction.done,
      ]);
      if (guard?.holds(held) === false) throw placeTaken();
      return answer;
    });

  const update = (key: string, change: ProfileChange): Promise<Uint8Array | undefined> =>
    withDatabase((database) => updateEntry(database, guard, key, change));

  const write = (key: string, value: Uint8Array | undefined): Promise<void> =>
    withDatabase(async (database) => {
      if (guard === undefined) await writeEntry(database, key, value);
      else await updateEntry(database, guard, key, () => value);
    });

  return {
    persistent: true,
    get: (key) => read((entries) => entries.get(key)),
    put: async (key, value) =>
      write(
        key,
        changed(undefined, () => value),
      ),
    delete: (key) => write(key, undefined),
    list: (prefix) =>
      read((entries) => entries.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uFFFF`), profileListMax)),
    update,
  };
}

const placeTaken = (): StoreFault =>
  storeFault('store-taken', 'Another tab has taken the place of this one: reload the page.');

async function updateEntry(
  database: IDBPDatabase<ProfileDatabase>,
  guard: ProfileGuard | undefined,
  key: string,
  change: ProfileChange,
): Promise<Uint8Array | undefined> {
  const transaction = database.transaction('entry', 'readwrite', { durability: 'strict' });
  try {
    if (guard?.holds(await transaction.store.get(guard.key)) === false) throw placeTaken();
    const current = await transaction.store.get(key);
    const next = changed(current, change);
    const written = next === current ? undefined : writeRequest(transaction.store, key, next);
    await Promise.all([written, transaction.done]);
    return next;
  } catch (reason) {
    await abort(transaction);
    throw reason;
  }
}

/** All is handed to the browser before the first wait: this much a page can still do while it ends. */
async function writeEntry(
  database: IDBPDatabase<ProfileDatabase>,
  key: string,
  value: Uint8Array | undefined,
): Promise<void> {
  const transaction = database.transaction('entry', 'readwrite', { durability: 'strict' });
  const written = writeRequest(transaction.store, key, value);
  transaction.commit();
  await Promise.all([written, transaction.done]);
}

/** The request is made before this returns; the promise is for its answer. */
async function writeRequest(
  entries: EntryTable<'readwrite'>,
  key: string,
  value: Uint8Array | undefined,
): Promise<void> {
  if (value === undefined) await entries.delete(key);
  else await entries.put(value, key);
}

/** The value as it will be stored: a copy, of allowed size; the very object `current` if nothing is to change. */
function changed(current: Uint8Array | undefined, change: ProfileChange): Uint8Array | undefined {
  const next = change(current);
  if (next === undefined || next === current) return next;
  if (next.length > profileValueBytesMax) {
    throw storeFault('store-full', `A profile value has at most ${String(profileValueBytesMax)} bytes.`);
  }
  return new Uint8Array(next);
}

/** Aborts a transaction that may have ended by itself already. */
async function abort(transaction: { abort: () => void; readonly done: Promise<void> }): Promise<void> {
  const ended = transaction.done.catch(() => undefined);
  try {
    transaction.abort();
  } catch (reason) {
    if (!(reason instanceof DOMException && reason.name === 'InvalidStateError')) throw reason;
  }
  await ended;
}

/** The profile of a tab whose browser keeps nothing, and of tests: as ProfileStore, and gone with the tab. */
export function profileInMemory(): ProfileStore {
  const entries = new Map<string, Uint8Array>();

  function update(key: string, change: ProfileChange): Uint8Array | undefined {
    const stored = entries.get(key);
    const current = stored && new Uint8Array(stored);
    const next = changed(current, change);
    if (next === undefined) entries.delete(key);
    else if (next !== current) entries.set(key, new Uint8Array(next));
    return next;
  }

  return {
    persistent: false,
    get: (key) => settle(() => update(key, (current) => current)),
    put: (key, value) =>
      settle(() => {
        update(key, () => value);
      }),
    delete: (key) =>
      settle(() => {
        update(key, () => undefined);
      }),
    list: (prefix) =>
      settle(() =>
        [...entries.keys()]
          .filter((key) => key.startsWith(prefix))
          .sort()
          .slice(0, profileListMax),
      ),
    update: (key, change) => settle(() => update(key, change)),
  };
}

/** A promise for the outcome of `call`, which runs at once. */
function settle<T>(call: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(call());
  });
}
