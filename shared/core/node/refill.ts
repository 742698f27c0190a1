// What a peer may still ask for, as a level that rises again with time up to its greatest. Owns nothing: each peer's book has
// its levels, so that one peer cannot use up what the others may ask for.

export interface Level {
  left: number;
  /** ms since 1970, when it was counted */
  at: number;
}

/** Brings the level up to date; a clock that went back changes nothing. */
export const refill = (level: Level, max: number, perSecond: number, now: number): void => {
  const since = Math.max(0, now - level.at);
  level.left = Math.min(max, level.left + (since * perSecond) / 1000);
  level.at = now;
};
