// A store whose power goes at a call that was chosen before: a read that never answers, a commit that the disk never saw,
// one that it saw and has not yet promised, or one that it has promised while nobody heard of it. The node is synchronous
// between two calls, so these are all the moments that its disk can tell apart. Keeps a record of what was committed, so
// that what is found afterwards can be judged.

import type { Durability, Store, StoreWrite } from '../../shared/core/node/index.ts';
import type { CrashingStore, CrashLoss } from '../../shared/testing/index.ts';
import type { SeededRandom } from '../../shared/testing/simulation/index.ts';

export interface Committed {
  readonly writes: readonly StoreWrite[];
  readonly durability: Durability;
  /** its promise was kept: with `strict`, no crash may take it or what came before it */
  isDone: boolean;
}

export interface PowerCut {
  readonly store: Store;
  /** The power goes at this call from now on, from 1; before it is said, never. */
  readonly cutAt: (call: number) => void;
  /** what is left after the cut; `undefined` while there is power */
  readonly remains: () => CrashingStore | undefined;
  /** oldest first; those that nobody can have lost are left out */
  readonly committed: () => readonly Committed[];
}

type Moment = 'before' | 'during' | 'after';
const moments: readonly Moment[] = ['before', 'during', 'after'];

/** What every call of a dead process ends with. */
export const isPowerLoss = (cause: unknown): boolean => cause instanceof Error && cause.message === powerLoss;
const powerLoss = 'the power is gone';

export const openWithPowerCut = (medium: CrashingStore, loss: CrashLoss, random: SeededRandom): PowerCut => {
  let callsLeft = Number.POSITIVE_INFINITY;
  let remains: CrashingStore | undefined;
  const committed: Committed[] = [];

  const cut = (): Error => {
    remains ??= medium.crash(random.below, loss);
    return new Error(powerLoss);
  };
  const isLast = (): boolean => --callsLeft === 0;
  const read = <T>(call: () => Promise<T>): Promise<T> =>
    remains !== undefined || isLast() ? Promise.reject(cut()) : call();

  const commit = async (writes: readonly StoreWrite[], durability: Durability): Promise<void> => {
    if (remains !== undefined) throw cut();
    const moment = isLast() ? random.pick(moments) : undefined;
    if (moment === 'before') throw cut();
    const entry: Committed = { writes, durability, isDone: false };
    committed.push(entry);
    const done = medium.commit(writes, durability);
    if (moment === 'during') {
      done.catch(() => undefined); // the medium says that it is closed; so is everything
      throw cut();
    }
    await done;
    entry.isDone = true;
    if (moment === 'after') throw cut();
  };
  return {
    cutAt: (call) => {
      callsLeft = call;
    },
    remains: () => remains,
    committed: () => committed,
    store: {
      getMany: (table, keys) => read(() => medium.getMany(table, keys)),
      scan: (table, from, count) => read(() => medium.scan(table, from, count)),
      size: () => read(medium.size),
      commit,
      close: medium.close,
    },
  };
};
