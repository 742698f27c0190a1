// Ids seen lately, oldest first, so that what comes twice on different paths is taken once.
// Bounds: `idsMax` ids, each for `rememberedForMs`; the oldest goes first.

export interface RecentIds {
  /** Notes the id; false when it was there already. */
  readonly add: (id: string, nowMs: number) => boolean;
}

export const createRecentIds = (idsMax: number, rememberedForMs: number): RecentIds => {
  const seenAtMs = new Map<string, number>();
  return {
    add: (id, nowMs) => {
      for (const [oldest, atMs] of seenAtMs) {
        if (seenAtMs.size < idsMax && nowMs - atMs < rememberedForMs) break;
        seenAtMs.delete(oldest);
      }
      if (seenAtMs.has(id)) return false;
      seenAtMs.set(id, nowMs);
      return true;
    },
  };
};
