// Notices that this machine, or this page's timers, stood still: a timer that comes late by more than three of its
// intervals says more about us than about our peers. Pure: time is an argument.

export interface StallWatch {
  /** Call it from a timer; how long that timer was late, in ms, when that is more than three intervals, else 0. */
  readonly tick: (nowMs: number) => number;
}

const lateIntervals = 3;

export const createStallWatch = (intervalMs: number, nowMs: number): StallWatch => {
  let tickedAtMs = nowMs;
  return {
    tick: (atMs) => {
      const lateMs = atMs - tickedAtMs - intervalMs;
      tickedAtMs = atMs;
      return lateMs > lateIntervals * intervalMs ? lateMs : 0;
    },
  };
};
