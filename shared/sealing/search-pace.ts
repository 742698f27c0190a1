// How a seal thread divides its time: how long it searches at a stretch, and how long it rests in between so that the
// share of searching is the one asked for. Pure; times are milliseconds of any monotonic clock.
// The share is kept over a window of some seconds and not slice by slice, so that late timers (a hidden tab, a busy
// machine) are made up for; but a sleep longer than the window is not followed by an hour's worth of searching.

/** Below 20 ms, with room for a busy machine: a thread hears of a new task between two slices. */
const sliceMsMax = 8;
/** Clocks in pages that are not isolated tick in steps of 0.1 ms to 1 ms; shorter slices could not be measured. */
const sliceMsMin = 1;
/** One slice and its rest, where the share allows it. */
const periodMs = 100;
const windowMs = 5_000;

/** 1 ms for the slowest engine seen, so that the first slice is short everywhere. */
export const firstBatch = 2_048;
/** 2^18 hashes take 15 ms where the kernel does 18 million a second: the bound where a clock is too coarse to tell. */
const batchMax = 2 ** 18;
const batchGrowthMax = 4;

/** The window's beginning, and what was searched in it. */
export interface SearchPace {
  readonly since: number;
  readonly searchedMs: number;
}

export const beginPace = (now: number): SearchPace => ({ since: now, searchedMs: 0 });

/** `pace` after a slice of `sliceMs` that ended `now`. */
export function afterSlice(pace: SearchPace, sliceMs: number, now: number): SearchPace {
  return { since: pace.since, searchedMs: pace.searchedMs + Math.max(0, Math.min(sliceMs, now - pace.since)) };
}

/** How long to rest before the next slice, ≤ 0 for not at all. */
export function restMs(pace: SearchPace, intensityPermille: number, now: number): number {
  return (pace.searchedMs * 1000) / intensityPermille - (now - pace.since);
}

/** Begins a new window when this one is over and its rest is paid. */
export function renewPace(pace: SearchPace, intensityPermille: number, now: number): SearchPace {
  return now - pace.since >= windowMs && restMs(pace, intensityPermille, now) <= 0 ? beginPace(now) : pace;
}

/** How many nonces the next slice tries, after one of `tried` nonces that took `sliceMs`. */
export function nextBatch(tried: number, sliceMs: number, intensityPermille: number): number {
  const wanted = Math.min(sliceMsMax, Math.max(sliceMsMin, (periodMs * intensityPermille) / 1000));
  const growth = sliceMs > 0 ? Math.min(wanted / sliceMs, batchGrowthMax) : batchGrowthMax;
  return Math.max(1, Math.min(Math.floor(tried * growth), batchMax));
}
