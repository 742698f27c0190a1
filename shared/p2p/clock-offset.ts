// How far our clock is from those of our peers, as pings measure it: a block from a wrong clock is refused or waits, and
// its owner should know why. Pure. Peers may lie, so the median counts, of three peers at least, and it is only ever told
// to the person: no clock is ever set by it.

/** Blocks may come from 30 s in the future; a third of that is time to say something. */
const tellAboveMs = 10_000;
const peersMin = 3;

/** Half of a round trip is taken for the way back (Cristian, "Probabilistic clock synchronization", 1989). */
export const offsetOf = (theirTimeMs: number, sentAtMs: number, roundTripMs: number): number =>
  Math.round(theirTimeMs - (sentAtMs + roundTripMs / 2));

export interface ClockOffset {
  /** peers' clocks minus ours, the median, ms; `undefined` with fewer than three peers */
  readonly medianMs: number | undefined;
  /** too far for blocks to be taken without trouble */
  readonly isWrong: boolean;
}

/** `offsetsMs` holds one figure a peer. */
export const clockOffset = (offsetsMs: readonly number[]): ClockOffset => {
  const sorted = [...offsetsMs].sort((a, b) => a - b);
  const medianMs = sorted.length < peersMin ? undefined : sorted[Math.floor(sorted.length / 2)];
  return { medianMs, isWrong: medianMs !== undefined && Math.abs(medianMs) > tellAboveMs };
};
