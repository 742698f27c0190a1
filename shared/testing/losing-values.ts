// Values of a profile on a disk that can lose power: what was not flushed is gone after a crash, and whoever waited for
// it never hears of it. One change at a time, as a transaction of a database. Keeps one map on the disk and one in
// memory; bounded by what is put into it.

import type { AtomicValues } from '../signing/index.ts';

export interface LosingValues extends AtomicValues {
  /** Power is lost; what the disk had in its hands is on it or not, as `reached` says. */
  readonly crash: (reached: boolean) => void;
  /** A copy of what is on the disk, as a backup has it. */
  readonly backup: () => ReadonlyMap<string, Uint8Array>;
}

export interface LosingDisk {
  /** resolves when the disk has a write */
  readonly flush: () => Promise<void>;
  /** A disk that says so before it has it: a test of the test. */
  readonly lies?: boolean;
  readonly from?: ReadonlyMap<string, Uint8Array>;
}

const goneForEver = new Promise<never>(() => undefined);

export const createLosingValues = ({ flush, lies = false, from = new Map() }: LosingDisk): LosingValues => {
  const disk = new Map(from);
  let inHand: (() => void) | undefined;
  let life = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const ofMemory = new Map(disk);

  const change: AtomicValues['update'] = async (key, changed) => {
    const own = life;
    const current = ofMemory.get(key);
    const next = changed(current);
    if (next === current) return next;
    if (next === undefined) ofMemory.delete(key);
    else ofMemory.set(key, next);
    const image = new Map(ofMemory);
    inHand = () => {
      disk.clear();
      for (const [name, value] of image) disk.set(name, value);
    };
    if (lies) return next;
    await flush();
    if (own !== life) return goneForEver;
    inHand();
    inHand = undefined;
    return next;
  };

  return {
    update: (key, changed) => {
      const own = life;
      const mine = turn.then(() => (own === life ? change(key, changed) : goneForEver));
      turn = mine.catch(() => undefined);
      return mine;
    },
    crash: (reached) => {
      life++;
      turn = Promise.resolve();
      if (reached) inHand?.();
      inHand = undefined;
      ofMemory.clear();
      for (const [name, value] of disk) ofMemory.set(name, value);
    },
    backup: () => new Map(disk),
  };
};
