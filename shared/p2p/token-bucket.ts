// A token bucket: at most `capacity` at once and `perSecond` in the long run. Time is an argument, so that limits are
// tested without waiting. Bounds everything that another peer can make us do: bytes, messages, dials through us.

export interface TokenBucketLimits {
  readonly capacity: number;
  readonly perSecond: number;
}

export interface TokenBucket {
  /** Takes `amount` if it is there; false takes nothing. */
  readonly take: (amount: number, nowMs: number) => boolean;
  /** Milliseconds until `amount` (at most the capacity) can be taken; 0 when it can be taken now. */
  readonly waitMs: (amount: number, nowMs: number) => number;
}

export const createTokenBucket = ({ capacity, perSecond }: TokenBucketLimits, startMs: number): TokenBucket => {
  let level = capacity;
  let filledAtMs = startMs;
  const fill = (nowMs: number): void => {
    const elapsedMs = Math.max(0, nowMs - filledAtMs);
    level = Math.min(capacity, level + (elapsedMs * perSecond) / 1000);
    filledAtMs = nowMs;
  };
  return {
    take: (amount, nowMs) => {
      fill(nowMs);
      if (amount > level) return false;
      level -= amount;
      return true;
    },
    waitMs: (amount, nowMs) => {
      fill(nowMs);
      return amount <= level ? 0 : Math.ceil(((Math.min(amount, capacity) - level) * 1000) / perSecond);
    },
  };
};
