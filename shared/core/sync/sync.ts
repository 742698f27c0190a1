// Catching up: which headers and bodies to ask whom. Headers first, from the peer that claims the heaviest chain; bodies
// of the best header chain from all peers at once. Pure: `plan` looks at the chain and hands out requests; deadlines
// stand in the state. Bounds: one header request at a time, `bodyRequestsMax` body requests of `blocksMax` ids per peer,
// bodies at most `windowBlocks` ahead of the head.
//
// idle -> headers: a peer claims more weight than our best header · headers -> bodies: the chain of the best header
// lacks bodies · bodies -> following: it lacks none · any -> idle: no peers.

import type { BlockNode, Chain } from '../chain/index.ts';
import type { Hex32 } from '../model/index.ts';
import { type Message, wireLimits } from '../wire/index.ts';
import { locatorOf } from './locator.ts';

export interface PeerClaim {
  readonly head: Hex32;
  readonly height: number;
  readonly weight: bigint;
}

export type SyncState = 'idle' | 'headers' | 'bodies' | 'following';

export interface SyncRequest {
  readonly peer: string;
  readonly message: Message;
}

export interface HeadersAnswer {
  readonly count: number;
  readonly last: BlockNode | undefined;
  /** some of them were not in the tree before */
  readonly isNews: boolean;
}

export interface Sync {
  readonly addPeer: (peer: string) => void;
  readonly removePeer: (peer: string) => void;
  readonly claim: (peer: string, claim: PeerClaim) => void;
  /** A peer named a block that we do not know: it must have headers for us. */
  readonly hint: (peer: string) => void;
  /** Whether we asked this peer for it; a late answer is passed over. */
  readonly onHeaders: (peer: string, request: number) => boolean;
  /** What came of an answer: how many headers it had, and the last of them that is in the tree now. */
  readonly learned: (chain: Chain, peer: string, answer: HeadersAnswer, now: number) => void;
  /** The ids that were asked for, or `undefined` for an answer nobody asked for. */
  readonly onBlocks: (peer: string, request: number, received: readonly Hex32[]) => ReadonlySet<Hex32> | undefined;
  readonly plan: (chain: Chain, now: number) => readonly SyncRequest[];
  readonly state: (chain: Chain) => SyncState;
  /** Height that peers claim, for the screen. */
  readonly target: (chain: Chain) => number;
  readonly claimOf: (peer: string) => PeerClaim | undefined;
  /** the next time at which `plan` would do something by itself */
  readonly wakeAt: (now: number) => number | undefined;
}

const stallMinMs = 2000;
const stallMaxMs = 64_000;
/** After an answer without news, so that whoever keeps naming blocks that it cannot show gets one question a second. */
const restMs = 1000;
/** Full blocks of 1 MB each: 128 MB at worst between network and head. */
const windowBlocks = 128;
/** One on its way while the blocks of the other are executed. */
const bodyRequestsMax = 2;
/** Blocks that a peer did not have, so that it is not asked again at once: the window, and what it has just left. */
const lackingMax = 2 * windowBlocks;

interface SyncPeer {
  claim: PeerClaim | undefined;
  /** it has shown or named something that we lack */
  worthAsking: boolean;
  /** where its last answer ended, if there is more: its branch may not be our best yet */
  continueFrom: BlockNode | undefined;
  stallMs: number;
  mutedUntil: number;
  /** not asked for headers before */
  restsUntil: number;
  readonly lacking: Set<Hex32>;
}

interface Pending {
  readonly peer: string;
  readonly request: number;
  readonly deadline: number;
}

interface PendingBodies extends Pending {
  readonly ids: ReadonlySet<Hex32>;
}

interface Books {
  readonly peers: Map<string, SyncPeer>;
  headers: Pending | undefined;
  /** by the request's number */
  readonly bodies: Map<number, PendingBodies>;
  lastRequest: number;
}

const lacksBody = (node: BlockNode): boolean => node.status === 'header';

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

const nextRequest = (books: Books): number => {
  books.lastRequest = (books.lastRequest + 1) % 0x1_0000_0000;
  return books.lastRequest;
};

const isUsable = (peer: SyncPeer, now: number): boolean => peer.mutedUntil <= now;

/**
 * The peer with the heaviest claim above what we have; one that named an unknown block counts, whatever it claims. Who
 * has stalled before comes after all others, so that a liar cannot hold the one question there is.
 */
const headerSource = (books: Books, chain: Chain, now: number): string | undefined => {
  const best = chain.bestHeader().weight;
  let source: string | undefined;
  let heaviest = -1n;
  let shortestStall = Number.POSITIVE_INFINITY;
  for (const [id, peer] of books.peers) {
    if (!isUsable(peer, now) || peer.restsUntil > now) continue;
    const weight = peer.claim?.weight ?? 0n;
    const knowsMore = peer.claim !== undefined && weight > best && chain.tree.get(peer.claim.head) === undefined;
    if (!knowsMore && !peer.worthAsking) continue;
    if (peer.stallMs > shortestStall || (peer.stallMs === shortestStall && weight <= heaviest)) continue;
    shortestStall = peer.stallMs;
    heaviest = weight;
    source = id;
  }
  return source;
};

const planHeaders = (books: Books, chain: Chain, now: number): readonly SyncRequest[] => {
  if (books.headers !== undefined) return [];
  const peer = headerSource(books, chain, now);
  const known = peer === undefined ? undefined : books.peers.get(peer);
  if (peer === undefined || known === undefined) return [];
  known.worthAsking = false;
  const request = nextRequest(books);
  books.headers = { peer, request, deadline: now + known.stallMs };
  const { continueFrom } = known;
  const from = continueFrom === undefined || continueFrom.status === 'invalid' ? chain.bestHeader() : continueFrom;
  return [{ peer, message: { type: 'get-headers', request, locator: locatorOf(chain, from) } }];
};

const takeFor = (peer: SyncPeer, candidates: readonly BlockNode[], taken: ReadonlySet<Hex32>): readonly Hex32[] => {
  const ids: Hex32[] = [];
  for (const node of candidates) {
    if (ids.length === wireLimits.blocksMax) break;
    if (!lacksBody(node) || taken.has(node.id) || peer.lacking.has(node.id)) continue;
    if (peer.claim !== undefined && peer.claim.height < node.height) break;
    ids.push(node.id);
  }
  return ids;
};

const planBodies = (books: Books, chain: Chain, now: number): readonly SyncRequest[] => {
  const candidates = chain.lacking(windowBlocks, chain.head().height + windowBlocks);
  if (candidates.length === 0) return [];
  const taken = new Set<Hex32>();
  const openTo = new Map<string, number>();
  for (const { peer, ids } of books.bodies.values()) {
    for (const id of ids) taken.add(id);
    openTo.set(peer, (openTo.get(peer) ?? 0) + 1);
  }
  const requests: SyncRequest[] = [];
  // Who has stalled before gets what is left; everybody gets a first question before anybody a second.
  const peers = [...books.peers].sort(([, a], [, b]) => a.stallMs - b.stallMs);
  for (let round = 1; round <= bodyRequestsMax; round++) {
    for (const [id, peer] of peers) {
      if ((openTo.get(id) ?? 0) >= round || !isUsable(peer, now)) continue;
      const ids = takeFor(peer, candidates, taken);
      if (ids.length === 0) continue;
      for (const blockId of ids) taken.add(blockId);
      openTo.set(id, (openTo.get(id) ?? 0) + 1);
      const request = nextRequest(books);
      books.bodies.set(request, { peer: id, request, ids: new Set(ids), deadline: now + round * peer.stallMs });
      requests.push({ peer: id, message: { type: 'get-blocks', request, ids } });
    }
  }
  return requests;
};

/** The oldest is forgotten: it has left the window by now. */
const noteLacking = ({ lacking }: SyncPeer, id: Hex32): void => {
  lacking.add(id);
  if (lacking.size <= lackingMax) return;
  const oldest = lacking.values().next();
  if (oldest.done !== true) lacking.delete(oldest.value);
};

/** More is asked for only while answers lead on; what is still unknown then is not believed until claimed again. */
const learned = (books: Books, chain: Chain, peer: string, answer: HeadersAnswer, now: number): void => {
  const known = books.peers.get(peer);
  if (known === undefined) return;
  const { count, last, isNews } = answer;
  const leadsOn = last !== undefined && last.height > (known.continueFrom?.height ?? -1);
  known.worthAsking = count >= wireLimits.headersMax && leadsOn;
  known.continueFrom = known.worthAsking ? last : undefined;
  if (!isNews && !known.worthAsking) known.restsUntil = now + restMs;
  if (known.worthAsking || known.claim === undefined) return;
  if (chain.tree.get(known.claim.head) === undefined) known.claim = undefined;
};

const onBlocks = (books: Books, peer: string, request: number, received: readonly Hex32[]) => {
  const pending = books.bodies.get(request);
  if (pending?.peer !== peer) return undefined;
  books.bodies.delete(request);
  const known = books.peers.get(peer);
  if (known !== undefined) {
    if (received.length > 0) known.stallMs = stallMinMs;
    else for (const id of pending.ids) noteLacking(known, id);
  }
  return pending.ids;
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
  if (books.headers !== undefined && chain.lacking(1, Number.MAX_SAFE_INTEGER).length === 0) return 'headers';
  // One body on its way at the tip is the normal life of a follower.
  return ahead > 1 ? 'bodies' : 'following';
};

export const createSync = (): Sync => {
  const books: Books = {
    peers: new Map(),
    headers: undefined,
    bodies: new Map(),
    lastRequest: 0,
  };
  return {
    addPeer: (peer) => {
      const fresh = {
        claim: undefined,
        worthAsking: false,
        continueFrom: undefined,
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
      known.lacking.clear();
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
    learned: (chain, peer, answer, now) => {
      learned(books, chain, peer, answer, now);
    },
    onBlocks: (peer, request, received) => onBlocks(books, peer, request, received),
    plan: (chain, now) => {
      expire(books, now);
      return [...planHeaders(books, chain, now), ...planBodies(books, chain, now)];
    },
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
