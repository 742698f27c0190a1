// A memory Store that can lose power. Commits take effect at once, as in the core's memory store, and are also kept in a journal
// until a strict commit is done; at a crash a part of the journal, chosen by the caller's seeded random numbers, is
// lost. What a resolved strict commit covers is never lost. No clock, no I/O: equal calls and equal random numbers give
// equal stores. The journal is bounded by how often its user commits strictly (the node: at least every 64 blocks).

import {
  applyWrites,
  copyWrites,
  createMemoryDisk,
  type Durability,
  type MemoryDisk,
  openMemoryStore,
  type Store,
  storeClosed,
  type StoreWrite,
} from '../core/node/index.ts';

/** A seeded whole number ≥ 0 and < `below`. */
export type RandomBelow = (below: number) => number;

/**
 * What a crash leaves of the commits since the last strict one.
 * suffix: the first of them, each whole: all that the Store port allows, and what IndexedDB and LevelDB do, whose log
 *   ends at its first bad record, so that a torn commit shows as a lost one
 * scattered: any of them, each whole, so that a later one may be there without an earlier: a log read past a hole that
 *   the disk left by writing its pages in an order of its own
 * torn: any of their single writes: a store that breaks every promise about what is not flushed
 */
export type CrashLoss = 'suffix' | 'scattered' | 'torn';

export interface CrashingStore extends Store {
  /**
   * Power loss. This handle is dead: its calls reject with `store-closed`, those not yet resolved included. Returns the
   * store as found after the restart. Without a loss named it is a suffix, for which one random number is drawn.
   */
  readonly crash: (random: RandomBelow, loss?: CrashLoss) => CrashingStore;
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
    crash: (random, loss = 'suffix') => {
      stop('crashed');
      for (const writes of survivors(medium.journal.splice(0), random, loss)) applyWrites(medium.durable, writes);
      return openMedium({ live: cloneDisk(medium.durable), durable: medium.durable, journal: [] });
    },
    reopen: () => openMedium(medium),
  };
}

function survivors(
  journal: readonly (readonly StoreWrite[])[],
  random: RandomBelow,
  loss: CrashLoss,
): readonly (readonly StoreWrite[])[] {
  const isLucky = (): boolean => random(2) === 0;
  switch (loss) {
    case 'suffix':
      return journal.slice(0, random(journal.length + 1));
    case 'scattered':
      return journal.filter(isLucky);
    case 'torn':
      return journal.map((writes) => writes.filter(isLucky));
  }
}

/** Moves the `count` oldest commits of the journal to the durable disk. */
function makeDurable(medium: Medium, count: number): void {
  for (const writes of medium.journal.splice(0, count)) applyWrites(medium.durable, writes);
}

/** Values are shared: they are replaced and never changed. */
function cloneDisk(disk: MemoryDisk): MemoryDisk {
  return new Map([...disk].map(([table, rows]) => [table, new Map(rows)]));
}
