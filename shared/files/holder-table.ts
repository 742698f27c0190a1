// Who was heard to hold which file, and when: said by itself, or by having sent a block of it. For finding, and for people.
// Time is an argument. What outlives a reload is last-seen.ts.
// Bounds: 1,024 files, the one asked about longest ago is forgotten first; 32 holders a file, an hour each.

import type { PeerId } from '../core/node/ports.ts';

const rootsMax = 1_024;
const holdersMax = 32;
const rememberedMs = 3_600_000;

export interface Holder {
  readonly peerId: PeerId;
  /** ms since 1970 */
  readonly lastSeen: number;
}

export interface HolderTable {
  /** Told on to whoever made the table. */
  readonly note: (root: string, peer: PeerId, nowMs: number) => void;
  readonly lacks: (root: string, peer: PeerId) => void;
  readonly holdersOf: (root: string) => readonly PeerId[];
  /** Newest first. */
  readonly list: (root: string, nowMs: number) => readonly Holder[];
}

export const createHolderTable = (onNoted: (root: string, nowMs: number) => void): HolderTable => {
  const roots = new Map<string, Map<PeerId, number>>();
  return {
    note: (root, peer, nowMs) => {
      const holders = roots.get(root) ?? new Map<PeerId, number>();
      roots.delete(root);
      roots.set(root, holders);
      holders.delete(peer);
      holders.set(peer, nowMs);
      onNoted(root, nowMs);
      const [oldest] = holders.keys();
      if (holders.size > holdersMax && oldest !== undefined) holders.delete(oldest);
      const [longest] = roots.keys();
      if (roots.size > rootsMax && longest !== undefined) roots.delete(longest);
    },
    lacks: (root, peer) => void roots.get(root)?.delete(peer),
    holdersOf: (root) => [...(roots.get(root)?.keys() ?? [])],
    list: (root, nowMs) =>
      [...(roots.get(root) ?? [])]
        .filter(([, lastSeen]) => nowMs - lastSeen < rememberedMs)
        .map(([peerId, lastSeen]) => ({ peerId, lastSeen }))
        .reverse(),
  };
};
