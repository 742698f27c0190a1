// The Store of a chain in a tab: on IndexedDB, and in memory where the browser gives the page none (private windows).
// That is said at every opening, for a person has to know that all is gone with the tab. Owns the memory disks, one for
// each chain that was opened, so that a switch of networks loses nothing; bounded by the networks that a profile knows.

import { createMemoryDisk, type MemoryDisk, openMemoryStore, type Store } from '../../shared/core/node/index.ts';
import { type IndexedDbStoreOptions, openIndexedDbStore } from './indexeddb-store.ts';
import { isStoreFault } from './store-fault.ts';

export interface ChainStoreOptions extends IndexedDbStoreOptions {
  /** the store is in memory and gone when the tab closes */
  readonly onNotKept: () => void;
}

export type OpenChainStore = (name: string, options: ChainStoreOptions) => Promise<Store>;

/** What is returned rejects with a StoreFault where there is a database that cannot be opened. */
export const createChainStores = (openOnDisk: typeof openIndexedDbStore = openIndexedDbStore): OpenChainStore => {
  const disks = new Map<string, MemoryDisk>();
  return async (name, options) => {
    try {
      return await openOnDisk(name, options);
    } catch (reason) {
      if (!isStoreFault(reason) || reason.type !== 'store-missing') throw reason;
      const disk = disks.get(name) ?? createMemoryDisk();
      disks.set(name, disk);
      options.onNotKept();
      return openMemoryStore(disk);
    }
  };
};
