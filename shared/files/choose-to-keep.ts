// Which files of the network a node that helps takes next: those that the fewest hold, of equals the newest, as long as all
// of it stays below the person's limit. Pure.

import type { FileFacts } from '../core/node/index.ts';

export interface KeepCandidate {
  readonly facts: FileFacts;
  /** others that hold it */
  readonly holders: number;
}

/** In the order in which they are taken. `candidates` come newest first; `freeBytes` is what the limit leaves. */
export const chooseToKeep = (candidates: readonly KeepCandidate[], freeBytes: number): readonly FileFacts[] => {
  let left = freeBytes;
  const chosen: FileFacts[] = [];
  // What nobody is known to hold cannot be fetched now.
  const inOrder = candidates.filter(({ holders }) => holders > 0).toSorted((a, b) => a.holders - b.holders);
  for (const { facts } of inOrder) {
    if (facts.size > left) continue;
    left -= facts.size;
    chosen.push(facts);
  }
  return chosen;
};
