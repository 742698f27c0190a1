// Scores of peers: penalties add up, time heals, and at −100 a peer is refused for a while. Pure: time is an argument.
// Bound: 1,000 peers; the least guilty are forgotten first, so that nobody is cleared by a crowd of fresh identities
// unless a thousand of them are worse.

import type { PeerId } from '../core/node/ports.ts';

export const refusedAtScore = -100;

/** Ten minutes from −100 to 0: an honest peer's odd fault is forgotten, a stream of them is not. */
const healedPerMs = 100 / 600_000;
const refusedForMs = 600_000;
const peersMax = 1_000;

export interface ScoreTable {
  /** The new score; at or below −100 the peer is refused from now on. */
  readonly penalise: (peer: PeerId, points: number, nowMs: number) => number;
  /** 0 for a peer without faults. */
  readonly score: (peer: PeerId, nowMs: number) => number;
  readonly isRefused: (peer: PeerId, nowMs: number) => boolean;
}

interface Entry {
  readonly score: number;
  readonly atMs: number;
  readonly refusedUntilMs: number;
}

export const createScoreTable = (): ScoreTable => {
  const entries = new Map<PeerId, Entry>();

  const scoreOf = (entry: Entry | undefined, nowMs: number): number =>
    entry === undefined ? 0 : Math.min(0, entry.score + (nowMs - entry.atMs) * healedPerMs);

  const forgetLeastGuilty = (nowMs: number): void => {
    const isWorse = (a: Entry, b: Entry): boolean =>
      a.refusedUntilMs === b.refusedUntilMs
        ? scoreOf(a, nowMs) < scoreOf(b, nowMs)
        : a.refusedUntilMs > b.refusedUntilMs;
    const [first, ...rest] = entries;
    if (first === undefined) return;
    entries.delete(rest.reduce((least, one) => (isWorse(least[1], one[1]) ? one : least), first)[0]);
  };

  return {
    penalise: (peer, points, nowMs) => {
      const before = entries.get(peer);
      const score = scoreOf(before, nowMs) - Math.max(0, points);
      const refusedUntilMs = score <= refusedAtScore ? nowMs + refusedForMs : (before?.refusedUntilMs ?? 0);
      if (before === undefined && entries.size >= peersMax) forgetLeastGuilty(nowMs);
      entries.set(peer, { score, atMs: nowMs, refusedUntilMs });
      return score;
    },
    score: (peer, nowMs) => scoreOf(entries.get(peer), nowMs),
    isRefused: (peer, nowMs) => (entries.get(peer)?.refusedUntilMs ?? 0) > nowMs,
  };
};
