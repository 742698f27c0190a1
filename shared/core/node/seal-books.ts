// Which headers each key has sealed in each slot, so that two in one are noticed and a third is not taken in. Both may have to
// be judged again, on other chains, so two are kept; who seals more only fills memory. Told once for each key and slot.
// Bounded: the newest `slotsMax` pairs of key and slot.

import type { Hex32, SealedHeader } from '../model/index.ts';

interface Sealed {
  readonly first: SealedHeader;
  second: Hex32 | undefined;
}

export type SealBooks = Map<string, Sealed>;

/** 4 MB; of three producers with slots of 5 s, half an hour. */
const slotsMax = 1024;

export const createSealBooks = (): SealBooks => new Map();

/** What a header is of those that its producer sealed in this slot; the second is told once, both with the lower id first. */
export interface NotedSeal {
  readonly place: 'first' | 'second' | 'third';
  readonly equivocation?: readonly [first: SealedHeader, second: SealedHeader];
}

/** The header keeps all rules. */
export const noteSeal = (seals: SealBooks, sealed: SealedHeader, slot: number): NotedSeal => {
  const key = `${slot}-${sealed.header.producer}`;
  const known = seals.get(key);
  if (known === undefined) {
    seals.set(key, { first: sealed, second: undefined });
    for (const oldest of seals.keys()) if (seals.size > slotsMax) seals.delete(oldest);
    return { place: 'first' };
  }
  if (known.first.id === sealed.id) return { place: 'first' };
  if (known.second !== undefined) return { place: known.second === sealed.id ? 'second' : 'third' };
  known.second = sealed.id;
  const isLower = known.first.id < sealed.id;
  return { place: 'second', equivocation: isLower ? [known.first, sealed] : [sealed, known.first] };
};
