// Hashes per second over the last seconds, from reports that come now and then. Times are milliseconds of a monotonic
// clock, given by the caller.
// Bounds: counts that lie close together are kept as one, so there are never more than `windowMs` / `grainMs` + 2.

const windowMs = 3_000;
const grainMs = 100;

export interface HashMeter {
  /** Begins counting, unless hashes of the last seconds are known: a new task goes on with the rate of the old. */
  readonly begin: (now: number) => void;
  readonly add: (hashes: number, now: number) => void;
  /** 0 before the first report and after `end`. */
  readonly rate: (now: number) => number;
  readonly end: () => void;
}

interface Count {
  readonly at: number;
  hashes: number;
}

export function createHashMeter(): HashMeter {
  let beganAt: number | undefined;
  let counts: Count[] = [];

  const forget = (now: number): void => {
    counts = counts.filter(({ at }) => now - at < windowMs);
  };

  return {
    begin: (now) => {
      forget(now);
      if (counts.length === 0) beganAt = now;
    },
    add: (hashes, now) => {
      if (beganAt === undefined) return;
      forget(now);
      const last = counts.at(-1);
      if (last !== undefined && now - last.at < grainMs) last.hashes += hashes;
      else counts.push({ at: now, hashes });
    },
    rate: (now) => {
      forget(now);
      const seconds = beganAt === undefined ? 0 : Math.min(now - beganAt, windowMs) / 1000;
      const hashes = counts.reduce((sum, count) => sum + count.hashes, 0);
      return seconds > 0 ? hashes / seconds : 0;
    },
    end: () => {
      beganAt = undefined;
      counts = [];
    },
  };
}
