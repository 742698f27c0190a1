// The nodes of our chain that we have heard of or remember, and through whom each could be reached: what the dial
// manager chooses from. Pure: time is an argument.
// Bounds: 256 candidates, 8 hops each. When there is no room, the introducer who told of most loses the one it spoke of
// longest ago, so that one who tells of hundreds only pushes out its own; peers from before this session are not pushed
// out at all (the book has no more than 66). A candidate not heard of for 90 s is
// forgotten, one that nobody lists any more within 10 s, a remembered one after three failures.

import type { PeerId, PeerKind } from '../core/node/ports.ts';
import type { ExchangeEntry } from './exchange-codec.ts';

const candidatesMax = 256;
const hopsMax = 8;
const heardForMs = 90_000;
/** A hop may come back at once, and its failures should not be forgotten with it. */
const unlistedForMs = 10_000;
const rememberedFailsMax = 3;

export const linksUnknown = 255;

export interface Hop {
  readonly atMs: number;
  readonly isRelay: boolean;
}

export interface Candidate {
  readonly peer: PeerId;
  kind: PeerKind;
  links: number;
  addresses: readonly string[];
  /** ms since 1970, like every time here; −∞ for one that is only remembered */
  heardAtMs: number;
  /** hop → when it last told of this peer */
  readonly hops: Map<PeerId, Hop>;
  /** who told of it first; `undefined` for the book and for those who came by themselves */
  introducer: PeerId | undefined;
  /** when we first reached it ourselves, in this session or before; `undefined` if never */
  metAtMs: number | undefined;
  /** we reached it before this session */
  isOld: boolean;
  isAnchor: boolean;
  notBeforeMs: number;
  graceUntilMs: number;
  goneUntilMs: number;
  fails: number;
  webrtcFails: number;
}

export interface Candidates {
  readonly get: (peer: PeerId) => Candidate | undefined;
  readonly all: () => readonly Candidate[];
  /** The candidate with this id, made if there is none. */
  readonly of: (peer: PeerId, kind: PeerKind, nowMs: number) => Candidate;
  /** `hop` told of it. */
  readonly learn: (hop: PeerId, isRelay: boolean, entry: ExchangeEntry, nowMs: number) => Candidate;
  /** `hop` is no way to anybody any more but to those of `keep`. */
  readonly forgetHop: (hop: PeerId, keep: ReadonlySet<PeerId>) => void;
  /** Forgets whom nobody speaks of; never one of those who are needed. */
  readonly forgetStale: (isNeeded: (peer: PeerId) => boolean, nowMs: number) => void;
}

const isStale = (one: Candidate, nowMs: number): boolean => {
  if (one.goneUntilMs > nowMs) return false;
  if (one.heardAtMs === -Infinity) return one.fails >= rememberedFailsMax;
  const unlisted = one.hops.size === 0 && one.addresses.length === 0;
  return one.heardAtMs <= nowMs - (unlisted ? unlistedForMs : heardForMs);
};

/** Of the introducer with most candidates the one heard of longest ago. */
const leastMissed = (
  candidates: ReadonlyMap<PeerId, Candidate>,
  mayGo: (one: Candidate) => boolean,
): Candidate | undefined => {
  const told = new Map<PeerId | undefined, number>();
  for (const { introducer } of candidates.values()) told.set(introducer, (told.get(introducer) ?? 0) + 1);
  let least: Candidate | undefined;
  let leastTold = 0;
  for (const one of candidates.values()) {
    const count = told.get(one.introducer) ?? 0;
    const isLess = least === undefined || count > leastTold || (count === leastTold && one.heardAtMs < least.heardAtMs);
    if (!isLess || !mayGo(one)) continue;
    least = one;
    leastTold = count;
  }
  return least;
};

/** `graceMs` is how long the other side is given to dial us first. */
export const createCandidates = (isNeeded: (peer: PeerId) => boolean, graceMs: () => number): Candidates => {
  const candidates = new Map<PeerId, Candidate>();

  const makeRoom = (): void => {
    const gone = leastMissed(candidates, ({ peer, isOld, isAnchor }) => !isOld && !isAnchor && !isNeeded(peer));
    if (gone !== undefined) candidates.delete(gone.peer);
  };

  const of = (peer: PeerId, kind: PeerKind, nowMs: number): Candidate => {
    const known = candidates.get(peer);
    if (known !== undefined) return known;
    if (candidates.size >= candidatesMax) makeRoom();
    const fresh: Candidate = {
      ...{ peer, kind, links: linksUnknown, addresses: [], heardAtMs: nowMs, hops: new Map() },
      ...{ introducer: undefined, metAtMs: undefined, isOld: false, isAnchor: false },
      ...{ notBeforeMs: 0, graceUntilMs: nowMs + graceMs(), goneUntilMs: 0, fails: 0, webrtcFails: 0 },
    };
    candidates.set(peer, fresh);
    return fresh;
  };

  return {
    get: (peer) => candidates.get(peer),
    all: () => [...candidates.values()],
    of,
    learn: (hop, isRelay, entry, nowMs) => {
      const candidate = of(entry.peer, entry.kind, nowMs);
      candidate.kind = entry.kind;
      candidate.links = entry.links;
      // others may be wrong about one that we reached ourselves
      const isOurs = candidate.metAtMs !== undefined && candidate.addresses.length > 0;
      if (entry.addresses.length > 0 && !isOurs) candidate.addresses = entry.addresses;
      candidate.heardAtMs = nowMs;
      candidate.introducer ??= hop;
      candidate.hops.delete(hop);
      candidate.hops.set(hop, { atMs: nowMs, isRelay });
      const [first] = candidate.hops.keys();
      if (candidate.hops.size > hopsMax && first !== undefined) candidate.hops.delete(first);
      return candidate;
    },
    forgetHop: (hop, keep) => {
      for (const one of candidates.values()) if (!keep.has(one.peer)) one.hops.delete(hop);
    },
    forgetStale: (isUsed, nowMs) => {
      for (const one of candidates.values()) {
        if (!isUsed(one.peer) && isStale(one, nowMs)) candidates.delete(one.peer);
      }
    },
  };
};

/** Whether it counts as a node that is there now; a terminal node that somebody named gets one chance to prove it. */
export const isAlive = (one: Candidate, nowMs: number): boolean =>
  one.goneUntilMs <= nowMs &&
  (one.heardAtMs > nowMs - heardForMs || (one.heardAtMs === -Infinity && !one.isOld && one.fails === 0));
