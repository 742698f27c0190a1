// Which bodies to ask whom: the blocks of the best header chain from the lowest up, of all peers at once. Bounds: bodies at
// most `windowBlocks` ahead of the head, `bodyRequestsMax` questions of `blocksMax` ids per peer, each id of two peers at
// most, and of two only where one of them holds up the head.

import type { BlockNode, Chain } from '../chain/index.ts';
import type { Hex32 } from '../model/index.ts';
import { wireLimits } from '../wire/index.ts';
import { type Books, isUsable, nextRequest, stallMinMs, type SyncPeer, type SyncRequest } from './sync-books.ts';

/** Full blocks of 1 MB each: 128 MB at worst between network and head. */
const windowBlocks = 128;
/** One on its way while the blocks of the other are executed. */
const bodyRequestsMax = 2;
/** So many later questions answered by others, and a peer is taken to be slow. */
const overtakenMin = 4;
/** Blocks that a peer did not have, so that it is not asked again at once: the window, and what it has just left. */
const lackingMax = 2 * windowBlocks;

const lacksBody = (node: BlockNode): boolean => node.status === 'header';

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

interface BodyPlan {
  readonly books: Books;
  readonly now: number;
  readonly candidates: readonly BlockNode[];
  /** asked for already */
  readonly taken: Set<Hex32>;
  /** questions open to each peer */
  readonly openTo: Map<string, number>;
  readonly requests: SyncRequest[];
}

const askForBodies = (plan: BodyPlan, peer: string, ids: readonly Hex32[], isDoubled: boolean): void => {
  const { books, now, taken, openTo } = plan;
  for (const id of ids) taken.add(id);
  const open = (openTo.get(peer) ?? 0) + 1;
  openTo.set(peer, open);
  const request = nextRequest(books);
  const deadline = now + open * (books.peers.get(peer)?.stallMs ?? stallMinMs);
  books.bodies.set(request, { peer, request, ids: new Set(ids), deadline, overtaken: 0, isDoubled });
  plan.requests.push({ peer, message: { type: 'get-blocks', request, ids } });
};

/** Everybody gets a first question before anybody a second. */
const askInRounds = (plan: BodyPlan, peers: readonly (readonly [string, SyncPeer])[]): void => {
  for (let round = 1; round <= bodyRequestsMax; round++) {
    for (const [id, peer] of peers) {
      if ((plan.openTo.get(id) ?? 0) >= round || !isUsable(peer, plan.now)) continue;
      const ids = takeFor(peer, plan.candidates, plan.taken);
      if (ids.length > 0) askForBodies(plan, id, ids, false);
    }
  }
};

const hasStalled = ({ stallMs }: SyncPeer): boolean => stallMs > stallMinMs;

/**
 * Nothing is left to ask for, and some are idle: what slow peers owe, which holds up the head, is asked of them too. Slow
 * is who has stalled before, or whose question others overtake.
 */
const askAgain = (plan: BodyPlan, peers: readonly (readonly [string, SyncPeer])[]): void => {
  const { books, candidates, openTo, now } = plan;
  const slow = [...books.bodies.values()].filter(({ peer, overtaken, isDoubled }) => {
    const owner = books.peers.get(peer);
    return !isDoubled && (overtaken >= overtakenMin || (owner !== undefined && hasStalled(owner)));
  });
  for (const [id, peer] of peers) {
    if (slow.length === 0) return;
    if ((openTo.get(id) ?? 0) > 0 || hasStalled(peer) || !isUsable(peer, now)) continue;
    const first = candidates.find((node) => slow.some(({ ids }) => ids.has(node.id)));
    const at = slow.findIndex(({ ids }) => first !== undefined && ids.has(first.id));
    const [held] = slow.splice(at, 1);
    if (first === undefined || held === undefined) return;
    const owed = candidates.filter((node) => held.ids.has(node.id));
    const ids = takeFor(peer, owed, new Set());
    if (ids.length === 0) continue;
    held.isDoubled = true;
    askForBodies(plan, id, ids, true);
  }
};

export const planBodies = (books: Books, chain: Chain, now: number): readonly SyncRequest[] => {
  const candidates = chain.lacking(windowBlocks, chain.head().height + windowBlocks);
  if (candidates.length === 0) return [];
  const plan: BodyPlan = { books, now, candidates, taken: new Set(), openTo: new Map(), requests: [] };
  for (const { peer, ids } of books.bodies.values()) {
    for (const id of ids) plan.taken.add(id);
    plan.openTo.set(peer, (plan.openTo.get(peer) ?? 0) + 1);
  }
  const peers = [...books.peers].sort(([, a], [, b]) => a.stallMs - b.stallMs);
  const [steady, stalling] = [
    peers.filter(([, peer]) => !hasStalled(peer)),
    peers.filter(([, peer]) => hasStalled(peer)),
  ];
  askInRounds(plan, steady);
  askInRounds(plan, stalling); // what is left
  askAgain(plan, steady);
  return plan.requests;
};

/** The oldest is forgotten: it has left the window by now. */
const noteLacking = ({ lacking }: SyncPeer, id: Hex32): void => {
  lacking.add(id);
  if (lacking.size <= lackingMax) return;
  const oldest = lacking.values().next();
  if (oldest.done !== true) lacking.delete(oldest.value);
};

/** The ids that were asked for, or `undefined` for an answer nobody asked for. */
export const onBlocks = (
  books: Books,
  peer: string,
  request: number,
  received: readonly Hex32[],
): ReadonlySet<Hex32> | undefined => {
  const pending = books.bodies.get(request);
  if (pending?.peer !== peer) return undefined;
  books.bodies.delete(request);
  if (received.length > 0) {
    for (const other of books.bodies.values()) if (other.peer !== peer && other.request < request) other.overtaken++;
  }
  const known = books.peers.get(peer);
  if (known !== undefined) {
    if (received.length > 0) known.stallMs = stallMinMs;
    else for (const id of pending.ids) noteLacking(known, id);
  }
  return pending.ids;
};
