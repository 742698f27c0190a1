// Catching up: which headers and bodies to ask whom. Headers first, from the peer that claims the heaviest chain; bodies
// of the best header chain from all peers at once. Pure: `plan` looks at the chain and hands out requests; deadlines
// stand in the state. Bounds: one header request at a time, `bodyRequestsMax` body requests of `blocksMax` ids per peer,
// bodies at most `windowBlocks` ahead of the head, each asked of two peers at most; headers that are not kept: presync.ts.
//
// idle -> headers: a peer claims more weight than our best header · headers -> bodies: the chain of the best header
// lacks bodies · bodies -> following: it lacks none · any -> idle: no peers.

import type { BlockNode, Chain } from '../chain/index.ts';
import type { Hex32, SealedHeader } from '../model/index.ts';
import { wireLimits } from '../wire/index.ts';
import { onBlocks, planBodies } from './body-questions.ts';
import { locatorOf } from './locator.ts';
import { type HeaderWalk, type WeighedHeaders, weighHeaders } from './presync.ts';
import {
  type Books,
  isUsable,
  nextRequest,
  type PeerClaim,
  stallMinMs,
  type SyncPeer,
  type SyncRequest,
} from './sync-books.ts';

export type SyncState = 'idle' | 'headers' | 'snapshot' | 'bodies' | 'following';

export interface HeadersAnswer {
  readonly count: number;
  readonly last: BlockNode | undefined;
  /** some of them were not in the tree before */
  readonly isNews: boolean;
  /** see `WeighedHeaders` */
  readonly walk?: HeaderWalk | undefined;
}

export interface SyncOptions {
  /** what the network's chain is known to weigh at least; 0 unless given */
  readonly minimumWeight?: bigint;
}

export interface Sync {
  /** see SyncOptions */
  readonly minimumWeight: bigint;
  readonly addPeer: (peer: string) => void;
  readonly removePeer: (peer: string) => void;
  readonly claim: (peer: string, claim: PeerClaim) => void;
  /** A peer named a block that we do not know: it must have headers for us. */
  readonly hint: (peer: string) => void;
  /** Whether we asked this peer for it; a late answer is passed over. */
  readonly onHeaders: (peer: string, request: number) => boolean;
  /** What of an answer is to be kept. */
  readonly weigh: (chain: Chain, peer: string, headers: readonly SealedHeader[], now: number) => WeighedHeaders;
  /** What came of an answer: how many headers it had, and the last of them that is in the tree now. */
  readonly learned: (chain: Chain, peer: string, answer: HeadersAnswer, now: number) => void;
  /** The ids that were asked for, or `undefined` for an answer nobody asked for. */
  readonly onBlocks: (peer: string, request: number, received: readonly Hex32[]) => ReadonlySet<Hex32> | undefined;
  /** Without bodies where the chain does not want any yet. */
  readonly plan: (chain: Chain, now: number, wantsBodies?: boolean) => readonly SyncRequest[];
  /**
   * How high the headers are said to go that somebody has still to bring who has missed one deadline at most; `undefined`
   * when all such have brought theirs.
   */
  readonly headersAhead: (chain: Chain) => number | undefined;
  readonly state: (chain: Chain) => SyncState;
  /** Height that peers claim, for the screen. */
  readonly target: (chain: Chain) => number;
  readonly claimOf: (peer: string) => PeerClaim | undefined;
  /** the next time at which `plan` would do something by itself */
  readonly wakeAt: (now: number) => number | undefined;
}

const stallMaxMs = 64_000;
/** After an answer without news, so that whoever keeps naming blocks that it cannot show gets one question a second. */
const restMs = 1000;
/** After a claim that was not shown: from one second on, twice as long each time. */
const pauseMaxMs = 64_000;
/** Between answers that are only weighed, where we have a chain of our own: two thousand headers take 50 ms to judge. */
const walkRestMs = 200;
const stalled = (books: Books, peer: string, now: number): void => {
  const known = books.peers.get(peer);
  if (known === undefined) return;
  known.mutedUntil = now + known.stallMs;
  known.stallMs = Math.min(2 * known.stallMs, stallMaxMs);
};

const expire = (books: Books, now: number): void => {
  if (books.headers !== undefined && books.headers.deadline <= now) {
    stalled(books, books.headers.peer, now);
    books.headers = undefined;
  }
  const pending = [...books.bodies.values()];
  const late = new Set(pending.filter(({ deadline }) => deadline <= now).map(({ peer }) => peer));
  // Who owes one answer for too long is not waited for with the other.
  for (const { peer, request } of pending) if (late.has(peer)) books.bodies.delete(request);
  for (const peer of late) stalled(books, peer, now);
};

/** Whether headers are weighed that may be worth nothing: we have a chain that is heavy enough to be the network's. */
const isSpeculative = ({ minimumWeight }: Books, chain: Chain, { walk }: SyncPeer): boolean =>
  walk?.stage === 'foreign' || (walk?.stage === 'weighing' && chain.bestHeader().weight >= minimumWeight);

/** Who has shown much that could not be kept comes after who has not; what is proven to be heavier waits for nobody. */
const effortOf = ({ walk, walked }: SyncPeer): number => (walk?.stage === 'fetching' ? 0 : walked);

/**
 * A chain that is not heavier, and so long that it may part from ours below the reorg limit: it is asked for once, so that
 * people on the heavier side hear of the other one too.
 */
const mayBeForeign = ({ claim, isLookedAt }: SyncPeer, { tree, archived, spec }: Chain): boolean =>
  !isLookedAt &&
  claim !== undefined &&
  claim.height > spec.reorgLimit &&
  tree.get(claim.head) === undefined &&
  archived.heightOf(claim.head) === undefined;

/**
 * The peer with the heaviest claim above what we have; one that named an unknown block counts, whatever it claims. Who
 * has stalled before comes after all others, and then who has had us weigh the most, so that a liar cannot hold the one
 * question there is.
 */
const headerSource = (books: Books, chain: Chain, now: number): string | undefined => {
  const best = chain.bestHeader().weight;
  let source: string | undefined;
  let heaviest = -1n;
  let shortestStall = Number.POSITIVE_INFINITY;
  let leastEffort = Number.POSITIVE_INFINITY;
  for (const [id, peer] of books.peers) {
    if (!isUsable(peer, now) || peer.restsUntil > now) continue;
    const weight = peer.claim?.weight ?? 0n;
    const knowsMore = peer.claim !== undefined && weight > best && chain.tree.get(peer.claim.head) === undefined;
    if (!knowsMore && !peer.worthAsking && !mayBeForeign(peer, chain)) continue;
    const order = peer.stallMs - shortestStall || effortOf(peer) - leastEffort || (weight > heaviest ? -1 : 1);
    if (source !== undefined && order > 0) continue;
    shortestStall = peer.stallMs;
    leastEffort = effortOf(peer);
    heaviest = weight;
    source = id;
  }
  return source;
};

/**
 * Two thousand headers take longer than the first deadline on a slow line; who has missed the second too is not waited for, nor
 * who shows a chain that may be worth nothing.
 */
const headersAhead = (books: Books, chain: Chain): number | undefined => {
  let ahead: number | undefined;
  for (const [id, peer] of books.peers) {
    const { claim, stallMs, worthAsking } = peer;
    if (stallMs > 2 * stallMinMs || peer.pauseMs > restMs || isSpeculative(books, chain, peer)) continue;
    const isAsked = books.headers?.peer === id || worthAsking;
    const knowsMore =
      claim !== undefined && claim.weight > chain.bestHeader().weight && chain.tree.get(claim.head) === undefined;
    if (isAsked || knowsMore) ahead = Math.max(ahead ?? chain.bestHeader().height, claim?.height ?? 0);
  }
  return ahead;
};

/** Where the next answer of a peer is to begin. */
const locatorFor = (chain: Chain, peer: SyncPeer): readonly Hex32[] => {
  const { walk, continueFrom } = peer;
  if (walk?.stage === 'foreign') return [walk.branch.last, ...locatorOf(chain, chain.bestHeader())];
  const start = walk === undefined ? undefined : chain.tree.get(walk.start);
  if (walk !== undefined && start !== undefined && start.status !== 'invalid') {
    const ids = locatorOf(chain, start);
    return walk.stage === 'weighing' ? [walk.last.id, ...ids] : ids;
  }
  peer.walk = undefined;
  const from = continueFrom === undefined || continueFrom.status === 'invalid' ? chain.bestHeader() : continueFrom;
  return locatorOf(chain, from);
};

const planHeaders = (books: Books, chain: Chain, now: number): readonly SyncRequest[] => {
  if (books.headers !== undefined) return [];
  const peer = headerSource(books, chain, now);
  const known = peer === undefined ? undefined : books.peers.get(peer);
  if (peer === undefined || known === undefined) return [];
  known.worthAsking = false;
  known.isLookedAt = true;
  const request = nextRequest(books);
  books.headers = { peer, request, deadline: now + known.stallMs };
  return [{ peer, message: { type: 'get-headers', request, locator: locatorFor(chain, known) } }];
};

/** What the peer claims counts for nothing until it claims again, and not at once then. */
const giveUp = (peer: SyncPeer, now: number): void => {
  Object.assign(peer, { walk: undefined, claim: undefined, continueFrom: undefined, worthAsking: false });
  peer.restsUntil = now + peer.pauseMs;
  peer.pauseMs = Math.min(2 * peer.pauseMs, pauseMaxMs);
};

/**
 * A chain that is weighed goes on while its peer claims a head that it has not come to, and more weight than we have; one that
 * is only to be told of, to its end.
 */
const goOnWalking = (
  books: Books,
  chain: Chain,
  peer: SyncPeer,
  walk: HeaderWalk,
  count: number,
  now: number,
): void => {
  Object.assign(peer, { walk, continueFrom: undefined, worthAsking: true });
  if (walk.stage === 'fetching') return;
  peer.walked++;
  const { claim } = peer;
  const last = walk.stage === 'foreign' ? walk.branch.last : walk.last.id;
  const isWorthIt = walk.stage === 'foreign' || (claim?.weight ?? 0n) > chain.bestHeader().weight;
  const goesOn = claim === undefined ? count >= wireLimits.headersMax : isWorthIt && claim.head !== last;
  if (!goesOn) giveUp(peer, now);
  else if (isSpeculative(books, chain, peer)) peer.restsUntil = now + walkRestMs;
};

/** More is asked for only while answers lead on; what is still unknown then is not believed until claimed again. */
const learned = (books: Books, chain: Chain, peer: string, answer: HeadersAnswer, now: number): void => {
  const known = books.peers.get(peer);
  if (known === undefined) return;
  const { count, last, isNews, walk } = answer;
  if (walk !== undefined) {
    goOnWalking(books, chain, known, walk, count, now);
    return;
  }
  if (known.walk !== undefined && !isNews) {
    giveUp(known, now);
    return;
  }
  known.walk = undefined;
  if (isNews) Object.assign(known, { walked: 0, pauseMs: restMs });
  const leadsOn = last !== undefined && last.height > (known.continueFrom?.height ?? -1);
  const { claim } = known;
  const isClaimOpen = claim !== undefined && chain.tree.get(claim.head) === undefined;
  // An answer may be short because its headers are long.
  known.worthAsking = leadsOn && (claim === undefined ? count >= wireLimits.headersMax : isClaimOpen);
  known.continueFrom = known.worthAsking ? last : undefined;
  if (!isNews && !known.worthAsking) known.restsUntil = now + restMs;
  if (known.worthAsking || !isClaimOpen) return;
  if (isNews) known.claim = undefined;
  else giveUp(known, now);
};

const wakeTime = (books: Books, now: number): number | undefined => {
  const times: number[] = [];
  if (books.headers !== undefined) times.push(books.headers.deadline);
  for (const { deadline } of books.bodies.values()) times.push(deadline);
  for (const { mutedUntil, restsUntil } of books.peers.values()) {
    if (mutedUntil > now) times.push(mutedUntil);
    if (restsUntil > now) times.push(restsUntil);
  }
  return times.length === 0 ? undefined : Math.min(...times);
};

const stateOf = (books: Books, chain: Chain): SyncState => {
  if (books.peers.size === 0) return 'idle';
  const ahead = chain.bestHeader().height - chain.head().height;
  const asked = books.headers === undefined ? undefined : books.peers.get(books.headers.peer);
  const isAsking = asked !== undefined && !isSpeculative(books, chain, asked);
  if (isAsking && chain.lacking(1, Number.MAX_SAFE_INTEGER).length === 0) return 'headers';
  // One body on its way at the tip is the normal life of a follower.
  return ahead > 1 ? 'bodies' : 'following';
};

export const createSync = ({ minimumWeight = 0n }: SyncOptions = {}): Sync => {
  const books: Books = {
    minimumWeight,
    peers: new Map(),
    headers: undefined,
    bodies: new Map(),
    lastRequest: 0,
  };
  return {
    minimumWeight,
    addPeer: (peer) => {
      const fresh = {
        claim: undefined,
        worthAsking: false,
        continueFrom: undefined,
        walk: undefined,
        isLookedAt: false,
        walked: 0,
        pauseMs: restMs,
        stallMs: stallMinMs,
        mutedUntil: 0,
        restsUntil: 0,
        lacking: new Set<Hex32>(),
      };
      books.peers.set(peer, fresh);
    },
    removePeer: (peer) => {
      books.peers.delete(peer);
      for (const [request, pending] of books.bodies) if (pending.peer === peer) books.bodies.delete(request);
      if (books.headers?.peer === peer) books.headers = undefined;
    },
    claim: (peer, claim) => {
      const known = books.peers.get(peer);
      if (known === undefined) return;
      known.claim = claim;
      if (known.lacking.size > 0) known.lacking.clear(); // a set that is cleared is made anew
    },
    hint: (peer) => {
      const known = books.peers.get(peer);
      if (known !== undefined) known.worthAsking = true;
    },
    onHeaders: (peer, request) => {
      if (books.headers?.peer !== peer || books.headers.request !== request) return false;
      books.headers = undefined;
      const known = books.peers.get(peer);
      if (known !== undefined) known.stallMs = stallMinMs;
      return known !== undefined;
    },
    weigh: (chain, peer, headers, now) =>
      weighHeaders(chain, headers, books.peers.get(peer)?.walk, { now, minimumWeight }),
    learned: (chain, peer, answer, now) => {
      learned(books, chain, peer, answer, now);
    },
    onBlocks: (peer, request, received) => onBlocks(books, peer, request, received),
    plan: (chain, now, wantsBodies = true) => {
      expire(books, now);
      return [...planHeaders(books, chain, now), ...(wantsBodies ? planBodies(books, chain, now) : [])];
    },
    headersAhead: (chain) => headersAhead(books, chain),
    state: (chain) => stateOf(books, chain),
    target: (chain) => {
      let target = chain.bestHeader().height;
      for (const { claim } of books.peers.values()) if (claim !== undefined) target = Math.max(target, claim.height);
      return target;
    },
    claimOf: (peer) => books.peers.get(peer)?.claim,
    wakeAt: (now) => wakeTime(books, now),
  };
};
