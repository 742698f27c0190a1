// Who belongs to which tag, as a relay knows it: it validates nothing and understands nothing, it only keeps what
// connected peers say of themselves for as long as they are connected, and answers with random ones.
// Bounds: `peersMax` peers in all, 4 tags each. A peer that says more is ignored.

import { toHex } from '../core/bytes/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import type { ExchangeEntry } from './exchange-codec.ts';

/** A tab is a node of one chain; a terminal node may serve a few. */
const tagsPerPeerMax = 4;

export interface PeerBuckets {
  /** `first` when the peer was not in this tag before; `full` when it was not taken. */
  readonly add: (tag: Uint8Array, entry: ExchangeEntry) => 'first' | 'again' | 'full';
  readonly remove: (peer: PeerId) => void;
  /** Up to `count` random entries of the tag other than `except`. */
  readonly pick: (tag: Uint8Array, count: number, except: PeerId) => readonly ExchangeEntry[];
  readonly size: () => number;
}

/** `randomBelow(n)` is a uniform integer in 0…n−1. */
export const createPeerBuckets = (peersMax: number, randomBelow: (n: number) => number): PeerBuckets => {
  const buckets = new Map<string, Map<PeerId, ExchangeEntry>>();
  const tagsOf = new Map<PeerId, Set<string>>();

  return {
    add: (tag, entry) => {
      const name = toHex(tag);
      const tags = tagsOf.get(entry.peer) ?? new Set();
      if (!tags.has(name) && tags.size >= tagsPerPeerMax) return 'full';
      if (tags.size === 0 && tagsOf.size >= peersMax) return 'full';
      const bucket = buckets.get(name) ?? new Map<PeerId, ExchangeEntry>();
      const outcome = bucket.has(entry.peer) ? 'again' : 'first';
      buckets.set(name, bucket.set(entry.peer, entry));
      tagsOf.set(entry.peer, tags.add(name));
      return outcome;
    },
    remove: (peer) => {
      for (const name of tagsOf.get(peer) ?? []) {
        const bucket = buckets.get(name);
        bucket?.delete(peer);
        if (bucket?.size === 0) buckets.delete(name);
      }
      tagsOf.delete(peer);
    },
    pick: (tag, count, except) => {
      const all = [...(buckets.get(toHex(tag))?.values() ?? [])].filter((entry) => entry.peer !== except);
      const picked: ExchangeEntry[] = [];
      while (picked.length < count && all.length > 0) picked.push(...all.splice(randomBelow(all.length), 1));
      return picked;
    },
    size: () => tagsOf.size,
  };
};
