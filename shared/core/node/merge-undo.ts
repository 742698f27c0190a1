// The driver's part in making an older state: reads what the blocks above it changed, from the lowest up, and keeps of each
// record the lowest change, whose `before` is what stood there. Bounds: `recordsAtOnce` records in memory at once, and
// `bytesMax` read in all, beyond which the state is not to be had; what is kept is one change for each record.

import type { StateChange } from '../state/index.ts';
import { decodeChanges } from '../state/index.ts';
import type { Effect, Input } from './input.ts';
import type { Store } from './ports.ts';

const recordsAtOnce = 16;
/** A few hundred blocks with a thousand payments each; who has fuller ones leaves it to others. */
const bytesMax = 256 * 1024 * 1024;

/** Adds a block's changes to those of the blocks below it: what stood before the lowest of them stays. */
export const mergeUndo = (merged: Map<string, StateChange>, changes: readonly StateChange[]): void => {
  for (const change of changes) if (!merged.has(change.key)) merged.set(change.key, change);
};

/** A record that is missing or damaged: `undefined` instead of the changes. */
export const mergeStoredUndo = async (
  fromStore: <T>(call: (store: Store) => Promise<T>) => Promise<T>,
  { block, ids }: Extract<Effect, { type: 'merge-undo' }>,
): Promise<Extract<Input, { type: 'undo-merged' }>> => {
  const merged = new Map<string, StateChange>();
  let size = 0;
  for (let start = 0; start < ids.length; start += recordsAtOnce) {
    const some = ids.slice(start, start + recordsAtOnce);
    for (const bytes of await fromStore((store) => store.getMany('undo', some))) {
      const changes = bytes === undefined ? undefined : decodeChanges(bytes);
      size += bytes?.length ?? 0;
      if (changes?.ok !== true || size > bytesMax) return { type: 'undo-merged', block, merged: undefined };
      mergeUndo(merged, changes.value);
    }
  }
  return { type: 'undo-merged', block, merged };
};
