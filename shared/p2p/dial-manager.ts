// Decides whom to dial, through whom and when; libp2p dials nobody by itself. Pure: it is told what is known and what
// happened, with the time, and hands out one order at a time; the host performs them.
// Rules: at most two dials at once; the lower peer id dials, the other waits 1.5–3 s and then dials too; back-off
// doubles from 1 s to 60 s with jitter; under 10 known nodes everybody links everybody, from there on 8 links are sought.
// WebRTC first; where it fails twice (or does not exist here) through a relay, and WebRTC again later.
// Bounds: 256 candidates, 8 hops each; an entry not heard of for 90 s is forgotten.

import type { PeerId, PeerKind, PeerPath } from '../core/node/ports.ts';
import type { ExchangeEntry } from './exchange-codec.ts';

const dialsAtOnceMax = 2;
const candidatesMax = 256;
const hopsMax = 8;
const hopsTried = 3;
const heardForMs = 90_000;
const graceMinMs = 1_500;
const graceSpanMs = 1_500;
const backoffMinMs = 1_000;
const backoffMaxMs = 60_000;
/** Half a minute after it said goodbye, or ten seconds after it fell silent, only its own return brings a peer back. */
const leftForMs = 30_000;
const lostForMs = 3_000;
const turnedAwayForMs = 120_000;
/** From ten nodes on a full mesh costs more than it gives. */
const fullMeshBelow = 10;
const linksSought = 8;
const webrtcTriesBeforeRelay = 2;
/** Someone else's dial to us takes this long at most. */
const beingDialledForMs = 5_000;
/** A connection is there at once, the greeting on it a moment later; dialling meanwhile would return that connection. */
const greetedWithinMs = 3_000;
const dialMinMs = 5_000;
const dialMaxMs = 10_000;

export type DialOrder =
  | {
      readonly way: 'webrtc' | 'relayed';
      readonly peer: PeerId;
      readonly hops: readonly PeerId[];
      readonly timeoutMs: number;
    }
  | {
      readonly way: 'address';
      readonly peer: PeerId;
      readonly addresses: readonly string[];
      readonly timeoutMs: number;
    };

export type LossReason = 'left' | 'lost' | 'turned-away';

export interface DialManager {
  /** `hop` (a relay, or a neighbour who is linked to them) told us of `entries`; a neighbour's list replaces its last. */
  readonly heard: (hop: PeerId, from: 'relay' | 'neighbour', entries: readonly ExchangeEntry[], nowMs: number) => void;
  /** These are alive right now, whatever happened before. */
  readonly joined: (hop: PeerId, entries: readonly ExchangeEntry[], nowMs: number) => void;
  readonly hopLost: (hop: PeerId) => void;
  readonly linked: (peer: PeerId, path: PeerPath) => void;
  readonly unlinked: (peer: PeerId, reason: LossReason, nowMs: number) => void;
  /** It has opened a circuit to us: it is dialling. */
  readonly beingDialled: (peer: PeerId, nowMs: number) => void;
  readonly succeeded: (peer: PeerId, nowMs: number) => void;
  readonly failed: (peer: PeerId, nowMs: number) => void;
  /** The network came back: waiting is over. */
  readonly wake: (nowMs: number) => void;
  /** The next dial that should be made now; it counts as under way until `succeeded` or `failed`. */
  readonly next: (nowMs: number) => DialOrder | undefined;
  readonly known: (nowMs: number) => readonly ExchangeEntry[];
}

export interface DialManagerOptions {
  readonly self: PeerId;
  readonly hasWebrtc: boolean;
  /** true when other nodes can dial our own address */
  readonly hasAddress: boolean;
  readonly isRefused: (peer: PeerId) => boolean;
  /** uniform in [0, 1) */
  readonly random: () => number;
}

interface Candidate {
  readonly peer: PeerId;
  kind: PeerKind;
  links: number;
  addresses: readonly string[];
  heardAtMs: number;
  /** hop → when it last told of this peer, and whether it is a relay */
  readonly hops: Map<PeerId, { readonly atMs: number; readonly isRelay: boolean }>;
  notBeforeMs: number;
  graceUntilMs: number;
  goneUntilMs: number;
  fails: number;
  webrtcFails: number;
}

interface State {
  readonly options: DialManagerOptions;
  readonly candidates: Map<PeerId, Candidate>;
  readonly linked: Map<PeerId, PeerPath>;
  readonly dialling: Map<PeerId, DialOrder['way']>;
}

const forgetOldest = (candidates: Map<PeerId, Candidate>): void => {
  let oldest: Candidate | undefined;
  for (const one of candidates.values()) if (oldest === undefined || one.heardAtMs < oldest.heardAtMs) oldest = one;
  if (oldest !== undefined) candidates.delete(oldest.peer);
};

const graceFrom = (state: State, nowMs: number): number => nowMs + graceMinMs + state.options.random() * graceSpanMs;

const candidateFor = (state: State, peer: PeerId, kind: PeerKind, nowMs: number): Candidate => {
  const known = state.candidates.get(peer);
  if (known !== undefined) return known;
  if (state.candidates.size >= candidatesMax) forgetOldest(state.candidates);
  const fresh: Candidate = {
    ...{ peer, kind, links: 255, addresses: [], heardAtMs: nowMs, hops: new Map() },
    ...{ notBeforeMs: 0, graceUntilMs: graceFrom(state, nowMs), goneUntilMs: 0, fails: 0, webrtcFails: 0 },
  };
  state.candidates.set(peer, fresh);
  return fresh;
};

const learn = (
  state: State,
  hop: PeerId,
  isRelay: boolean,
  entry: ExchangeEntry,
  nowMs: number,
): Candidate | undefined => {
  if (entry.peer === state.options.self || entry.peer === hop || entry.kind === 'relay') return undefined;
  const candidate = candidateFor(state, entry.peer, entry.kind, nowMs);
  candidate.kind = entry.kind;
  candidate.links = entry.links;
  if (entry.addresses.length > 0) candidate.addresses = entry.addresses;
  candidate.heardAtMs = nowMs;
  candidate.hops.delete(hop);
  candidate.hops.set(hop, { atMs: nowMs, isRelay });
  const [first] = candidate.hops.keys();
  if (candidate.hops.size > hopsMax && first !== undefined) candidate.hops.delete(first);
  return candidate;
};

const forgetHop = (state: State, hop: PeerId, keep: ReadonlySet<PeerId>): void => {
  for (const candidate of state.candidates.values()) if (!keep.has(candidate.peer)) candidate.hops.delete(hop);
};

/** How many peers a node should be linked to, given how many there are. */
const linksWanted = (state: State, nowMs: number): number => {
  const alive = new Set(state.linked.keys());
  for (const one of state.candidates.values()) {
    if (one.goneUntilMs <= nowMs && one.heardAtMs > nowMs - heardForMs) alive.add(one.peer);
  }
  return alive.size < fullMeshBelow ? alive.size : linksSought;
};

const hopsOf = (candidate: Candidate, relaysOnly: boolean): readonly PeerId[] =>
  [...candidate.hops]
    .filter(([, { isRelay }]) => isRelay || !relaysOnly)
    .sort(([, a], [, b]) => b.atMs - a.atMs)
    .slice(0, hopsTried)
    .map(([hop]) => hop);

const orderFor = (state: State, candidate: Candidate): DialOrder | undefined => {
  const { peer, addresses, kind } = candidate;
  const timeoutMs = Math.min(dialMaxMs, dialMinMs * (1 + candidate.fails));
  const path = state.linked.get(peer);
  if (addresses.length > 0 && path === undefined) return { way: 'address', peer, addresses, timeoutMs };
  const { hasWebrtc } = state.options;
  const canRelay = path === undefined && hopsOf(candidate, true).length > 0;
  const tiredOfWebrtc = candidate.webrtcFails >= webrtcTriesBeforeRelay && candidate.fails % 2 === 0;
  if (canRelay && (!hasWebrtc || tiredOfWebrtc))
    return { way: 'relayed', peer, hops: hopsOf(candidate, true), timeoutMs };
  const hops = hopsOf(candidate, false);
  return hasWebrtc && kind === 'tab' && hops.length > 0 ? { way: 'webrtc', peer, hops, timeoutMs } : undefined;
};

const mayDial = (state: State, candidate: Candidate, nowMs: number): boolean => {
  const { peer } = candidate;
  const { self, hasAddress, hasWebrtc, isRefused } = state.options;
  if (state.dialling.has(peer) || isRefused(peer)) return false;
  if (candidate.goneUntilMs > nowMs || candidate.notBeforeMs > nowMs) return false;
  const path = state.linked.get(peer);
  if (path !== undefined && !(path === 'relayed' && hasWebrtc && candidate.kind === 'tab')) return false;
  // Who has an address is dialled by who has none, whatever their ids; else the lower id dials.
  const theyHaveAddress = candidate.addresses.length > 0;
  const mine = theyHaveAddress === hasAddress ? self < peer : theyHaveAddress;
  return mine || candidate.graceUntilMs <= nowMs;
};

const backoffMs = (state: State, fails: number): number => {
  const step = Math.min(backoffMaxMs, backoffMinMs * 2 ** Math.min(10, fails - 1));
  return step * (0.75 + state.options.random() * 0.5);
};

const forgetStale = (state: State, nowMs: number): void => {
  for (const [peer, one] of state.candidates) {
    const needed = state.linked.has(peer) || state.dialling.has(peer) || one.goneUntilMs > nowMs;
    if (!needed && one.heardAtMs <= nowMs - heardForMs) state.candidates.delete(peer);
  }
};

const choose = (state: State, nowMs: number): DialOrder | undefined => {
  if (state.dialling.size >= dialsAtOnceMax) return undefined;
  forgetStale(state, nowMs);
  const links = [...state.dialling.keys()].filter((peer) => !state.linked.has(peer)).length + state.linked.size;
  const wantsMore = links < linksWanted(state, nowMs);
  const orders = [...state.candidates.values()]
    .filter((one) => (wantsMore || state.linked.has(one.peer)) && mayDial(state, one, nowMs))
    // few failures first; then those with few links, with some chance, so that the graph does not cluster
    .map((one) => ({ order: orderFor(state, one), rank: 10 * one.fails + one.links / 8 + state.options.random() * 4 }))
    .sort((a, b) => a.rank - b.rank);
  return orders.find(({ order }) => order !== undefined)?.order;
};

/** It has just come: nothing that happened before counts, and the grace starts anew. */
const welcomeBack = (state: State, hop: PeerId, entry: ExchangeEntry, nowMs: number): void => {
  const candidate = learn(state, hop, true, entry, nowMs);
  if (candidate === undefined) return;
  Object.assign(candidate, { goneUntilMs: 0, notBeforeMs: 0, fails: 0, webrtcFails: 0 });
  candidate.graceUntilMs = graceFrom(state, nowMs);
};

export const createDialManager = (options: DialManagerOptions): DialManager => {
  const state: State = { options, candidates: new Map(), linked: new Map(), dialling: new Map() };
  const goneForMs: Readonly<Record<LossReason, number>> = {
    left: leftForMs,
    lost: lostForMs,
    'turned-away': turnedAwayForMs,
  };

  return {
    heard: (hop, from, entries, nowMs) => {
      if (from === 'neighbour') forgetHop(state, hop, new Set(entries.map((entry) => entry.peer)));
      for (const entry of entries) learn(state, hop, from === 'relay', entry, nowMs);
    },
    joined: (hop, entries, nowMs) => {
      for (const entry of entries) welcomeBack(state, hop, entry, nowMs);
    },
    hopLost: (hop) => {
      forgetHop(state, hop, new Set());
    },
    linked: (peer, path) => {
      state.linked.set(peer, path);
      const candidate = state.candidates.get(peer);
      if (candidate === undefined) return;
      candidate.goneUntilMs = 0;
      if (path !== 'relayed') Object.assign(candidate, { fails: 0, webrtcFails: 0, notBeforeMs: 0 });
    },
    unlinked: (peer, reason, nowMs) => {
      state.linked.delete(peer);
      const candidate = candidateFor(state, peer, 'tab', nowMs);
      candidate.goneUntilMs = nowMs + goneForMs[reason];
      candidate.graceUntilMs = candidate.goneUntilMs + graceFrom(state, 0);
    },
    beingDialled: (peer, nowMs) => {
      const candidate = state.candidates.get(peer);
      if (candidate !== undefined) candidate.notBeforeMs = Math.max(candidate.notBeforeMs, nowMs + beingDialledForMs);
    },
    succeeded: (peer, nowMs) => {
      state.dialling.delete(peer);
      const candidate = state.candidates.get(peer);
      if (candidate !== undefined) candidate.notBeforeMs = nowMs + greetedWithinMs;
    },
    failed: (peer, nowMs) => {
      const way = state.dialling.get(peer);
      state.dialling.delete(peer);
      const candidate = state.candidates.get(peer);
      if (candidate === undefined || way === undefined) return;
      candidate.fails += 1;
      if (way === 'webrtc') candidate.webrtcFails += 1;
      candidate.notBeforeMs = nowMs + backoffMs(state, candidate.fails);
    },
    wake: (nowMs) => {
      for (const one of state.candidates.values()) {
        Object.assign(one, { fails: 0, webrtcFails: 0, notBeforeMs: 0 });
        if (one.goneUntilMs - nowMs < leftForMs) one.goneUntilMs = 0;
      }
    },
    next: (nowMs) => {
      const order = choose(state, nowMs);
      if (order !== undefined) state.dialling.set(order.peer, order.way);
      return order;
    },
    known: (nowMs) =>
      [...state.candidates.values()]
        .filter((one) => one.goneUntilMs <= nowMs)
        .map(({ peer, kind, links, addresses }) => ({ peer, kind, links, addresses })),
  };
};
