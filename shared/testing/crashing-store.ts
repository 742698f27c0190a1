// A memory Store that can lose power. Commits take effect at once, as in memory-store.ts, and are also kept in a journal
// until a strict commit is done; at a crash a suffix of the journal, chosen by the caller's seeded random numbers, is
// lost. Each commit is there whole or not at all, so a torn one shows as a lost one, and what a resolved strict commit
// covers is never lost. No clock, no I/O: equal calls and equal random numbers give equal stores. The journal is
// bounded by how often its user commits strictly (the node: at least every 64 blocks).

import type { Durability, Store, StoreWrite } from '../core/node/ports.ts';
import type { MemoryDisk } from './memory-store.ts';
import { applyWrites, copyWrites, createMemoryDisk, openMemoryStore, storeClosed } from './memory-store.ts';

/** A seeded whole number ≥ 0 and < `below`. */
export type RandomBelow = (below: number) => number;

export interface CrashingStore extends Store {
  /**
   * Power loss. This handle is dead: its calls reject with `store-closed`, those not yet resolved included. Returns the
   * store as found after the restart. One random number is drawn: how many journalled commits survive.
   */
  readonly crash: (random: RandomBelow) => CrashingStore;
  /** The store as found when the tab is opened again without a crash: nothing is lost, nothing became more durable. */
  readonly reopen: () => CrashingStore;
}

interface Medium {
  /** what reads see */
  readonly live: MemoryDisk;
  /** what no crash takes away */
  readonly durable: MemoryDisk;
  /** commits in `live` and not yet in `durable`, oldest first */
  readonly journal: (readonly StoreWrite[])[];
}

export function openCrashingStore(): CrashingStore {
  return openMedium({ live: createMemoryDisk(), durable: createMemoryDisk(), journal: [] });
}

function openMedium(medium: Medium): CrashingStore {
  let state: 'open' | 'closed' | 'crashed' = 'open';
  const reader = openMemoryStore(medium.live);

  function commit(writes: readonly StoreWrite[], durability: Durability): Promise<void> {
    if (state !== 'open') return Promise.reject(storeClosed());
    const entry = copyWrites(writes);
    applyWrites(medium.live, entry);
    // An empty commit is no flush: a browser need not touch the disk for it.
    if (entry.length > 0) medium.journal.push(entry);
    // Until its promise resolves a strict commit is as easily lost as a relaxed one.
    return Promise.resolve().then(() => {
      if (state === 'crashed') throw storeClosed();
      if (durability === 'strict') makeDurable(medium, medium.journal.indexOf(entry) + 1);
    });
  }

  function stop(next: 'closed' | 'crashed'): void {
    state = next;
    void reader.close();
  }

  return {
    getMany: reader.getMany,
    scan: reader.scan,
    size: reader.size,
    commit,
    close: () => {
      stop('closed');
      return Promise.resolve();
    },
    crash: (random) => {
      stop('crashed');
      makeDurable(medium, random(medium.journal.length + 1));
      return openMedium({ live: cloneDisk(medium.durable), durable: medium.durable, journal: [] });
    },
    reopen: () => openMedium(medium),
  };
}

/** Moves the `count` oldest commits of the journal to the durable disk. */
function makeDurable(medium: Medium, count: number): void {
  for (const writes of medium.journal.splice(0, count)) applyWrites(medium.durable, writes);
}

/** Values are shared: they are replaced and never changed. */
function cloneDisk(disk: MemoryDisk): MemoryDisk {
  return new Map([...disk].map(([table, rows]) => [table, new Map(rows)]));
}
