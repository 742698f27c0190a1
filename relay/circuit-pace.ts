// How long one direction of a relayed connection must rest: a bucket that may be overdrawn, because what has come has
// come; the rest pays the debt off. Pure, time is an argument.

export interface Pace {
  /** Ms to rest after `bytes` have come; 0 for none. */
  readonly spend: (bytes: number, nowMs: number) => number;
}

/** `burstBytes` at once, `bytesPerSecond` in the long run. */
export const createPace = (bytesPerSecond: number, burstBytes: number, startMs: number): Pace => {
  let level = burstBytes;
  let filledAtMs = startMs;
  return {
    spend: (bytes, nowMs) => {
      const elapsedMs = Math.max(0, nowMs - filledAtMs);
      level = Math.min(burstBytes, level + (elapsedMs * bytesPerSecond) / 1000) - bytes;
      filledAtMs = nowMs;
      return level >= 0 ? 0 : Math.ceil((-level * 1000) / bytesPerSecond);
    },
  };
};
