// Opens an IndexedDB database of a fixed version, with every way in which that can fail turned into a StoreFault. A
// database holds object stores of keys (strings) and values (Uint8Array) and nothing else; those that are missing are
// made. Works in windows, workers and insecure contexts. Bounded by a deadline: a connection that comes later is closed.

import type { DBSchema, IDBPDatabase, StoreNames } from 'idb';
import { deleteDB, openDB } from 'idb';
import type { StoreFault } from './store-fault.ts';
import { storeFault, storeFaultOf } from './store-fault.ts';

/**
 * Other tabs let go of an old version at once (they get `versionchange`); only one that is frozen or hung does not.
 * Chromium's own storage service restarts within a few seconds.
 */
const openTimeoutMs = 15_000;
/** Once the browser says that an old version is still held: a tab that answers has let go within milliseconds. */
const blockedTimeoutMs = 4_000;

/** One object store: out-of-line string keys, byte values. */
export interface ByteTable {
  readonly key: string;
  readonly value: Uint8Array;
}

export interface DatabasePlan<Schema extends DBSchema> {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly StoreNames<Schema>[];
  /**
   * The connection was taken away: another tab upgrades or deletes the database, or the browser ended it. It is closed
   * already when this is called. Not called for a close of one's own.
   */
  readonly onLost: (fault: StoreFault) => void;
  /** how long to wait for other tabs at most, ms; if not given `openTimeoutMs`, or less where one is seen to hold it */
  readonly timeoutMs?: number;
}

/** Rejects with a StoreFault: store-missing, store-blocked, store-newer, store-full or store-broken. */
export function openDatabase<Schema extends DBSchema>(plan: DatabasePlan<Schema>): Promise<IDBPDatabase<Schema>> {
  // Some browsers have the name and nothing behind it.
  const factory: unknown = Reflect.get(globalThis, 'indexedDB');
  if (typeof factory !== 'object' || factory === null) {
    return Promise.reject(storeFault('store-missing', 'This browser has no IndexedDB.'));
  }
  return new Promise((resolve, reject) => {
    let late = false;
    const giveUp = (): void => {
      late = true;
      const message = `Another tab of this browser holds the database ${plan.name}: close the other tabs and reload.`;
      reject(storeFault('store-blocked', message));
    };
    let deadline = setTimeout(giveUp, plan.timeoutMs ?? openTimeoutMs);
    const onBlocked = (): void => {
      clearTimeout(deadline);
      deadline = setTimeout(giveUp, plan.timeoutMs ?? blockedTimeoutMs);
    };
    connect(plan, onBlocked).then(
      (database) => {
        clearTimeout(deadline);
        if (late) database.close();
        else resolve(database);
      },
      (reason: unknown) => {
        clearTimeout(deadline);
        reject(openFaultOf(reason));
      },
    );
  });
}

async function connect<Schema extends DBSchema>(
  plan: DatabasePlan<Schema>,
  onBlocked: () => void,
): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(plan.name, plan.version, {
    upgrade: (database) => {
      for (const table of plan.tables) {
        if (!database.objectStoreNames.contains(table)) database.createObjectStore(table);
      }
    },
    blocked: onBlocked,
    blocking: (_currentVersion, nextVersion, event) => {
      // Closing lets what is in the disk's hands finish, then lets the other tab go on.
      if (event.target instanceof IDBDatabase) event.target.close();
      plan.onLost(
        nextVersion === null
          ? storeFault('store-closed', `Another tab deletes the database ${plan.name}: reload the page.`)
          : storeFault('store-newer', 'A newer version of this page is open in another tab: reload this page.'),
      );
    },
    terminated: () => {
      plan.onLost(storeFault('store-closed', `The browser closed the database ${plan.name}; its data may be cleared.`));
    },
  });
}

/** Firefox answers InvalidStateError where a private window has no IndexedDB: at opening it does not mean "closed". */
function openFaultOf(reason: unknown): StoreFault {
  if (reason instanceof Error && reason.name === 'InvalidStateError') {
    return storeFault('store-missing', 'This browser does not let the page store data here.', reason);
  }
  return storeFaultOf(reason);
}

/**
 * Deletes a database that this tab does not hold open. Where another tab does, that one is told, and the browser deletes it
 * as soon as it has let go; that is not waited for.
 */
export const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    deleteDB(name, { blocked: () => resolve() }).then(resolve, (reason: unknown) => reject(storeFaultOf(reason)));
  });
