// When anybody was last heard to hold a file, for "waiting for a holder, last seen 3 min ago": one record on the shelf, so that
// it is known after a reload too. A file that is new in it is written within 250 ms, what is newer within 15 s.
// Owns the times, in memory and on the shelf, and one timer. Bound: 256 files; the one heard of longest ago goes first.

import type { BlockKey, BlockShelf } from './block-shelf.ts';

const filesMax = 256;
const recordName = 'last-seen';
const newWithinMs = 250;
const newerWithinMs = 15_000;
const keyForm = /^[0-9a-f]{64}$/;

export interface LastSeen {
  readonly note: (root: BlockKey, nowMs: number) => void;
  /** ms since 1970 */
  readonly of: (root: BlockKey) => number | undefined;
  readonly stop: () => void;
}

type Times = ReadonlyMap<BlockKey, number>;

/** Oldest first; the newest of what is written are taken. A damaged record counts as absent. */
export const decodeLastSeen = (bytes: Uint8Array): Times => {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!Array.isArray(value)) return new Map();
    const rows = value.map((row: unknown): readonly unknown[] => (Array.isArray(row) ? row : []));
    const told = rows.filter(
      (row): row is readonly [string, number] =>
        typeof row[0] === 'string' && keyForm.test(row[0]) && Number.isSafeInteger(row[1]) && Number(row[1]) >= 0,
    );
    return new Map(told.toSorted(([, a], [, b]) => a - b).slice(-filesMax));
  } catch {
    return new Map();
  }
};

export const encodeLastSeen = (times: Times): Uint8Array => new TextEncoder().encode(JSON.stringify([...times]));

export const openLastSeen = async ({ records }: Pick<BlockShelf, 'records'>): Promise<LastSeen> => {
  const record = await records.get(recordName);
  const times = new Map(record === undefined ? [] : decodeLastSeen(record));
  let saving: { readonly timer: ReturnType<typeof setTimeout>; readonly atMs: number } | undefined;
  const save = (): void => {
    saving = undefined;
    // What is not written is forgotten by a reload, and nothing else comes of it.
    records.put(recordName, encodeLastSeen(times)).catch(() => undefined);
  };
  const saveWithin = (ms: number): void => {
    const atMs = Date.now() + ms;
    if (saving !== undefined && saving.atMs <= atMs) return;
    clearTimeout(saving?.timer);
    saving = { timer: setTimeout(save, ms), atMs };
  };
  return {
    note: (root, nowMs) => {
      const isNew = !times.delete(root);
      times.set(root, nowMs);
      const [oldest] = times.keys();
      if (times.size > filesMax && oldest !== undefined) times.delete(oldest);
      saveWithin(isNew ? newWithinMs : newerWithinMs);
    },
    of: (root) => times.get(root),
    stop: () => clearTimeout(saving?.timer),
  };
};
