// Blocks and state changes kept in memory so that a short reorganisation and a neighbour's question need no disk. Oldest
// use goes first. Bounded by `bytesMax`; `trim` is called between head changes only, so that what a reorganisation has
// loaded stays until it is done.

import type { Hex32 } from '../model/index.ts';

export interface BlockCache<T> {
  readonly get: (id: Hex32) => T | undefined;
  readonly has: (id: Hex32) => boolean;
  readonly put: (id: Hex32, value: T) => void;
  /** Drops the least recently used above the bound; returns what went. */
  readonly trim: () => readonly (readonly [id: Hex32, value: T])[];
}

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
    trim: () => {
      const gone: (readonly [Hex32, T])[] = [];
      for (const entry of values) {
        if (bytes <= bytesMax) break;
        drop(entry[0]);
        gone.push(entry);
      }
      return gone;
    },
  };
};
