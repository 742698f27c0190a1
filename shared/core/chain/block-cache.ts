// Blocks and state changes kept in memory so that a short reorganisation and a neighbour's question need no disk. Oldest
// use goes first. Bounded by `bytesMax`, by `countMax` and by what a reorganisation needs next, which `trim` leaves.

import type { Hex32 } from '../model/index.ts';

export interface BlockCache<T> {
  readonly get: (id: Hex32) => T | undefined;
  readonly has: (id: Hex32) => boolean;
  readonly put: (id: Hex32, value: T) => void;
  readonly drop: (id: Hex32) => void;
  /** Drops the least recently used above the bound, but for those that are needed; returns what went. */
  readonly trim: (isNeeded: (id: Hex32) => boolean) => readonly (readonly [id: Hex32, value: T])[];
}

/** Small blocks cost more beside their bytes than in them; a reorganisation of this depth still needs no disk. */
const countMax = 256;

export const createBlockCache = <T>(bytesMax: number, sizeOf: (value: T) => number): BlockCache<T> => {
  const values = new Map<Hex32, T>(); // in order of use: a Map iterates in order of insertion
  let bytes = 0;
  const drop = (id: Hex32): void => {
    const value = values.get(id);
    if (value === undefined) return;
    values.delete(id);
    bytes -= sizeOf(value);
  };
  return {
    has: (id) => values.has(id),
    get: (id) => {
      const value = values.get(id);
      if (value !== undefined) {
        values.delete(id);
        values.set(id, value);
      }
      return value;
    },
    put: (id, value) => {
      drop(id);
      values.set(id, value);
      bytes += sizeOf(value);
    },
    drop,
    trim: (isNeeded) => {
      const gone: (readonly [Hex32, T])[] = [];
      for (const entry of values) {
        if (bytes <= bytesMax && values.size <= countMax) break;
        if (isNeeded(entry[0])) continue;
        drop(entry[0]);
        gone.push(entry);
      }
      return gone;
    },
  };
};
