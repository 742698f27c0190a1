// Decides whom to dial, through whom and when; libp2p dials nobody by itself. Pure: it is told what is known and what
// happened, with the time, and hands out one order at a time; the host performs them. How many links there are to be and
// which of them are given up is link-plan.ts, what is known of other nodes candidates.ts.
// Rules: at most two dials at once; the lower peer id dials, the other waits 1.5–3 s and then dials too; back-off
// doubles from 1 s to 60 s with jitter. WebRTC first; where it fails twice (or does not exist here) through a relay, and
// WebRTC again later. Anchors are dialled at once, through any relay.
// Bounds: those of candidates.ts and link-plan.ts.

import type { PeerId, PeerKind, PeerPath } from '../core/node/ports.ts';
import { type Candidate, type Candidates, createCandidates, isAlive, linksUnknown } from './candidates.ts';
import type { ExchangeEntry } from './exchange-codec.ts';
import {
  chooseAnchors,
  chooseDial,
  type DialChoice,
  firstLinkPlan,
  type LinkPlan,
  type LinkPlanState,
  oldLinksSought,
  planLinks,
  type PlannedLink,
} from './link-plan.ts';

const dialsAtOnceMax = 2;
const hopsTried = 3;
const graceMinMs = 1_500;
const graceSpanMs = 1_500;
const backoffMinMs = 1_000;
const backoffMaxMs = 60_000;
/** How long a peer is left alone after a loss, unless it is heard to have come back. */
const goneForMs = { left: 30_000, lost: 3_000, exchanged: 60_000, 'turned-away': 120_000 } as const;
const webrtcTriesBeforeRelay = 2;
/** Someone else's dial to us takes this long at most. */
const beingDialledForMs = 5_000;
/** A connection is there at once, the greeting on it a moment later; dialling meanwhile would return that connection. */
const greetedWithinMs = 3_000;
const dialMinMs = 5_000;
const dialMaxMs = 10_000;
/** A dial may take so many times what the last that succeeded took. */
const patience = 3;

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

export type LossReason = keyof typeof goneForMs;

/** A peer of the book: one that we reached before, or a terminal node that somebody told us of. */
export interface RememberedPeer {
  readonly peer: PeerId;
  readonly kind: PeerKind;
  readonly addresses: readonly string[];
  /** ms since 1970; `undefined` if we never reached it */
  readonly metAtMs: number | undefined;
  readonly isAnchor: boolean;
}

/** What is known of a peer when a link to it is there. */
export interface LinkFacts {
  readonly path: PeerPath;
  readonly isOutbound: boolean;
}

export interface DialManager {
  /** What the book holds from before. */
  readonly remember: (peers: readonly RememberedPeer[], nowMs: number) => void;
  /** `hop` (a relay, or a neighbour who is linked to them) told us of `entries`; a neighbour's list replaces its last. */
  readonly heard: (hop: PeerId, from: 'relay' | 'neighbour', entries: readonly ExchangeEntry[], nowMs: number) => void;
  /** These are alive right now, whatever happened before. */
  readonly joined: (hop: PeerId, entries: readonly ExchangeEntry[], nowMs: number) => void;
  readonly hopLost: (hop: PeerId) => void;
  readonly linked: (peer: PeerId, facts: LinkFacts, nowMs: number) => void;
  /** It says how many links it has. */
  readonly saysLinks: (peer: PeerId, links: number) => void;
  readonly unlinked: (peer: PeerId, reason: LossReason, nowMs: number) => void;
  /** It has opened a circuit to us: it is dialling. */
  readonly beingDialled: (peer: PeerId, nowMs: number) => void;
  readonly succeeded: (peer: PeerId, nowMs: number) => void;
  readonly failed: (peer: PeerId, nowMs: number) => void;
  /** The network came back: waiting is over. */
  readonly wake: (nowMs: number) => void;
  /** The next dial that should be made now; it counts as under way until `succeeded` or `failed`. */
  readonly next: (nowMs: number) => DialOrder | undefined;
  /** A link that should be given up now; it is told once. */
  readonly giveUp: (nowMs: number) => PeerId | undefined;
  /** Who is to be dialled first after a restart. */
  readonly anchors: () => readonly PeerId[];
  /** Who first told us of it; `undefined` when it came by itself. */
  readonly introducerOf: (peer: PeerId) => PeerId | undefined;
  /** Where it can be dialled without help, as others told; none where this host hides its own address. */
  readonly addressesOf: (peer: PeerId) => readonly string[];
  readonly known: (nowMs: number) => readonly ExchangeEntry[];
}

export interface DialManagerOptions {
  readonly self: PeerId;
  readonly hasWebrtc: boolean;
  /** true when other nodes can dial our own address */
  readonly hasAddress: boolean;
  /** addresses that peers tell of are not dialled: whoever is there would learn ours */
  readonly hidesAddress?: boolean;
  readonly isRefused: (peer: PeerId) => boolean;
  /** dialled for ever by somebody else: never given up */
  readonly isKept?: (peer: PeerId) => boolean;
  /** ms since 1970 */
  readonly startMs?: number;
  /** uniform in [0, 1) */
  readonly random: () => number;
}

interface State {
  readonly options: DialManagerOptions;
  readonly candidates: Candidates;
  /** those that may carry us to anybody whom they know: relays that answered */
  readonly relays: Set<PeerId>;
  readonly linked: Map<PeerId, LinkFacts & { readonly sinceMs: number }>;
  readonly dialling: Map<PeerId, { readonly way: DialOrder['way']; readonly sinceMs: number }>;
  plan: LinkPlanState;
  /** how long a dial is given at first: more where those that succeed take long, as on a machine that starts twelve tabs */
  patienceMs: number;
}

const graceMs = ({ random }: DialManagerOptions): number => graceMinMs + random() * graceSpanMs;

const learn = (
  state: State,
  hop: PeerId,
  isRelay: boolean,
  entry: ExchangeEntry,
  nowMs: number,
): Candidate | undefined => {
  if (entry.peer === state.options.self || entry.peer === hop || entry.kind === 'relay') return undefined;
  return state.candidates.learn(hop, isRelay, entry, nowMs);
};

const linksNow = ({ candidates, linked, options }: State): readonly PlannedLink[] =>
  [...linked].map(([peer, { isOutbound, sinceMs }]) => {
    const known = candidates.get(peer);
    return {
      ...{ peer, isOutbound, sinceMs, metAtMs: known?.metAtMs ?? sinceMs },
      isKept: options.isKept?.(peer) === true,
      theirLinks: known?.links ?? linksUnknown,
      otherWays: known?.hops.size ?? 0,
    };
  });

/** Links that we dialled, or are dialling, to peers from before this session, beside anchors. */
const oldLinks = ({ candidates, linked, dialling }: State): number => {
  const own = [...linked].filter(([, { isOutbound }]) => isOutbound).map(([peer]) => peer);
  const isOld = (one: Candidate | undefined): boolean => one?.isOld === true && !one.isAnchor;
  return [...new Set([...own, ...dialling.keys()])].filter((peer) => isOld(candidates.get(peer))).length;
};

const plan = (state: State, hasOldChoice: boolean, nowMs: number): LinkPlan => {
  const { candidates, linked, dialling, options } = state;
  const alive = new Set(linked.keys());
  for (const one of candidates.all()) if (isAlive(one, nowMs)) alive.add(one.peer);
  const links = linksNow(state);
  const anchors = chooseAnchors(links);
  return planLinks(state.plan, {
    ...{ self: options.self, nodesAlive: 1 + alive.size, nowMs, random: options.random },
    ...{ oldLinks: oldLinks(state), hasOldChoice },
    links: links.map((link) => (anchors.includes(link.peer) ? { ...link, isKept: true } : link)),
    dialling: [...dialling.keys()].filter((peer) => !linked.has(peer)).length,
  });
};

/** Those who told of it, the last first; for one that is only remembered, any relay. */
const hopsOf = ({ relays }: State, candidate: Candidate, relaysOnly: boolean): readonly PeerId[] => {
  const told = [...candidate.hops]
    .filter(([, { isRelay }]) => isRelay || !relaysOnly)
    .sort(([, a], [, b]) => b.atMs - a.atMs)
    .map(([hop]) => hop);
  const hops = told.length === 0 && candidate.metAtMs !== undefined ? [...relays] : told;
  return hops.slice(0, hopsTried);
};

const dialledAddresses = ({ options }: State, { addresses }: Candidate): readonly string[] =>
  options.hidesAddress === true ? [] : addresses;

const orderFor = (state: State, candidate: Candidate): DialOrder | undefined => {
  const { peer, kind } = candidate;
  const addresses = dialledAddresses(state, candidate);
  const timeoutMs = Math.min(dialMaxMs, state.patienceMs * (1 + candidate.fails));
  const path = state.linked.get(peer)?.path;
  if (addresses.length > 0 && path === undefined) return { way: 'address', peer, addresses, timeoutMs };
  const { hasWebrtc } = state.options;
  const canRelay = path === undefined && hopsOf(state, candidate, true).length > 0;
  const tiredOfWebrtc = candidate.webrtcFails >= webrtcTriesBeforeRelay && candidate.fails % 2 === 0;
  if (canRelay && (!hasWebrtc || tiredOfWebrtc))
    return { way: 'relayed', peer, hops: hopsOf(state, candidate, true), timeoutMs };
  const hops = hopsOf(state, candidate, false);
  return hasWebrtc && kind === 'tab' && hops.length > 0 ? { way: 'webrtc', peer, hops, timeoutMs } : undefined;
};

const mayDial = (state: State, candidate: Candidate, nowMs: number): boolean => {
  const { peer } = candidate;
  const { self, hasAddress, hasWebrtc, isRefused } = state.options;
  if (state.dialling.has(peer) || isRefused(peer)) return false;
  if (candidate.goneUntilMs > nowMs || candidate.notBeforeMs > nowMs) return false;
  const path = state.linked.get(peer)?.path;
  if (path !== undefined && !(path === 'relayed' && hasWebrtc && candidate.kind === 'tab')) return false;
  // Who has an address is dialled by who has none, whatever their ids; else the lower id dials.
  const theyHaveAddress = dialledAddresses(state, candidate).length > 0;
  const mine = theyHaveAddress === hasAddress ? self < peer : theyHaveAddress;
  return mine || candidate.isAnchor || candidate.graceUntilMs <= nowMs;
};

const backoffMs = ({ random }: DialManagerOptions, fails: number): number => {
  const step = Math.min(backoffMaxMs, backoffMinMs * 2 ** Math.min(10, fails - 1));
  return step * (0.75 + random() * 0.5);
};

/** Where there are links enough, one that lives on a relay's bytes is not worth having. */
const choiceOf = (
  state: State,
  one: Candidate,
  noRelayed: boolean,
  nowMs: number,
): readonly (DialChoice & { readonly order: DialOrder })[] => {
  const order = mayDial(state, one, nowMs) ? orderFor(state, one) : undefined;
  if (order === undefined || (noRelayed && order.way === 'relayed')) return [];
  const { peer, isAnchor, isOld, links, fails } = one;
  const metAtMs = isOld ? one.metAtMs : undefined;
  return [{ peer, isAnchor, links, fails, metAtMs, introducers: [...one.hops.keys()], order }];
};

const choose = (state: State, nowMs: number): DialOrder | undefined => {
  const { candidates, linked, dialling, options } = state;
  if (dialling.size >= dialsAtOnceMax) return undefined;
  candidates.forgetStale((peer) => linked.has(peer) || dialling.has(peer), nowMs);
  const old = candidates.all().filter((one) => one.isOld && one.fails === 0 && mayDial(state, one, nowMs));
  const { dial } = plan(state, old.length > 0, nowMs);
  const upgrades = [...linked.values()].some(({ path }) => path === 'relayed');
  if (dial === 'none' && !upgrades) return undefined;
  const choices = candidates
    .all()
    .filter(({ peer, isOld }) => linked.has(peer) || (dial === 'old' ? isOld : dial !== 'none'))
    .flatMap((one) => choiceOf(state, one, dial === 'own' || dial === 'old', nowMs));
  // One old peer at a time, beside one that was told of: those who are gone for good must not keep us from those who are here.
  const oldUnderWay = [...dialling.keys()].some((peer) => candidates.get(peer)?.isOld === true);
  return chooseDial(choices, !oldUnderWay && oldLinks(state) < oldLinksSought, options.random)?.order;
};

/** It has just come: nothing that happened before counts, and the grace starts anew. */
const welcomeBack = (state: State, hop: PeerId, entry: ExchangeEntry, nowMs: number): void => {
  const candidate = learn(state, hop, true, entry, nowMs);
  if (candidate === undefined) return;
  Object.assign(candidate, { goneUntilMs: 0, notBeforeMs: 0, fails: 0, webrtcFails: 0 });
  candidate.graceUntilMs = nowMs + graceMs(state.options);
};

const remember = ({ candidates, options }: State, peers: readonly RememberedPeer[], nowMs: number): void => {
  for (const { peer, kind, addresses, metAtMs, isAnchor } of peers) {
    if (peer === options.self || kind === 'relay') continue;
    const isOld = metAtMs !== undefined;
    Object.assign(candidates.of(peer, kind, nowMs), { addresses, metAtMs, isOld, isAnchor, heardAtMs: -Infinity });
  }
};

const linked = (state: State, peer: PeerId, facts: LinkFacts, nowMs: number): void => {
  const { candidates } = state;
  const sinceMs = state.linked.get(peer)?.sinceMs ?? nowMs;
  state.linked.set(peer, { ...facts, sinceMs });
  const candidate = candidates.of(peer, 'tab', nowMs);
  candidate.goneUntilMs = 0;
  if (facts.isOutbound) candidate.metAtMs ??= sinceMs;
  if (facts.path !== 'relayed') Object.assign(candidate, { fails: 0, webrtcFails: 0, notBeforeMs: 0 });
};

const succeeded = (state: State, peer: PeerId, nowMs: number): void => {
  const sinceMs = state.dialling.get(peer)?.sinceMs ?? nowMs;
  state.patienceMs = Math.min(dialMaxMs, Math.max(dialMinMs, patience * (nowMs - sinceMs)));
  state.dialling.delete(peer);
  const candidate = state.candidates.get(peer);
  if (candidate !== undefined) candidate.notBeforeMs = nowMs + greetedWithinMs;
};

const failed = ({ candidates, dialling, options }: State, peer: PeerId, nowMs: number): void => {
  const way = dialling.get(peer)?.way;
  dialling.delete(peer);
  const candidate = candidates.get(peer);
  if (candidate === undefined || way === undefined) return;
  candidate.fails += 1;
  if (way === 'webrtc') candidate.webrtcFails += 1;
  candidate.notBeforeMs = nowMs + backoffMs(options, candidate.fails);
};

const wake = ({ candidates }: State, nowMs: number): void => {
  for (const one of candidates.all()) {
    Object.assign(one, { fails: 0, webrtcFails: 0, notBeforeMs: 0 });
    if (one.goneUntilMs - nowMs < goneForMs.left) one.goneUntilMs = 0;
  }
};

export const createDialManager = (options: DialManagerOptions): DialManager => {
  const links: State['linked'] = new Map();
  const dialling: State['dialling'] = new Map();
  const candidates = createCandidates(
    (peer) => links.has(peer) || dialling.has(peer),
    () => graceMs(options),
  );
  const state: State = {
    ...{ options, candidates, relays: new Set(), linked: links, dialling, patienceMs: dialMinMs },
    plan: firstLinkPlan(options.startMs ?? 0, options.random),
  };

  return {
    remember: (peers, nowMs) => remember(state, peers, nowMs),
    heard: (hop, from, entries, nowMs) => {
      if (from === 'neighbour') candidates.forgetHop(hop, new Set(entries.map((entry) => entry.peer)));
      else state.relays.add(hop);
      for (const entry of entries) learn(state, hop, from === 'relay', entry, nowMs);
    },
    joined: (hop, entries, nowMs) => {
      for (const entry of entries) welcomeBack(state, hop, entry, nowMs);
    },
    hopLost: (hop) => {
      state.relays.delete(hop);
      candidates.forgetHop(hop, new Set());
    },
    linked: (peer, facts, nowMs) => linked(state, peer, facts, nowMs),
    saysLinks: (peer, count) => {
      const candidate = candidates.get(peer);
      if (candidate !== undefined) candidate.links = count;
    },
    unlinked: (peer, reason, nowMs) => {
      links.delete(peer);
      const candidate = candidates.of(peer, 'tab', nowMs);
      candidate.goneUntilMs = nowMs + goneForMs[reason];
      candidate.graceUntilMs = candidate.goneUntilMs + graceMs(options);
    },
    beingDialled: (peer, nowMs) => {
      const candidate = candidates.get(peer);
      if (candidate !== undefined) candidate.notBeforeMs = Math.max(candidate.notBeforeMs, nowMs + beingDialledForMs);
    },
    succeeded: (peer, nowMs) => succeeded(state, peer, nowMs),
    failed: (peer, nowMs) => failed(state, peer, nowMs),
    wake: (nowMs) => wake(state, nowMs),
    next: (nowMs) => {
      const order = choose(state, nowMs);
      if (order !== undefined) dialling.set(order.peer, { way: order.way, sinceMs: nowMs });
      return order;
    },
    giveUp: (nowMs) => {
      const { state: next, drop } = plan(state, false, nowMs);
      state.plan = next;
      return drop;
    },
    anchors: () => chooseAnchors(linksNow(state)),
    introducerOf: (peer) => candidates.get(peer)?.introducer,
    addressesOf: (peer) => {
      const candidate = candidates.get(peer);
      return candidate === undefined ? [] : dialledAddresses(state, candidate);
    },
    known: (nowMs) =>
      candidates
        .all()
        .filter((one) => one.goneUntilMs <= nowMs)
        .map(({ peer, kind, links: count, addresses }) => ({ peer, kind, links: count, addresses })),
  };
};
