// How a full node starts: from the genesis block, executing all, or from the proved state of a settled block, the *pivot*
// (docs/protocol/sync.md). It is asked once all headers are here that somebody promises; until then no bodies are fetched,
// because a head that has left the genesis block stays with its blocks. Bounded by what sync/state-fetch.ts bounds, and by `failuresMax` states that could not be had.

import { ancestorAt, type BlockNode, sealedOf } from '../chain/index.ts';
import { encodeMessage, type Message } from '../wire/index.ts';
import { adoptState } from './adopt-state.ts';
import { moveHead } from './head.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';
import type { PeerId } from './ports.ts';
import { pivotHeight } from './serve-state.ts';

/** Fewer blocks are executed in the time that the detour takes. */
const autoBlocksMin = 4096;
const failuresMax = 3;
const wrongPartPoints = 100;

/** The height to start from, if a best header so high makes it worth while. */
const worthwhilePivot = ({ chain, spec, stateStart }: NodeParts, bestHeight: number): number | undefined => {
  const height = pivotHeight(spec, bestHeight);
  const least = stateStart.mode === 'auto' ? autoBlocksMin : 1;
  return height >= chain.head().height + least ? height : undefined;
};

const mayStart = ({ chain, stateStart: { mode, failures } }: NodeParts): boolean =>
  mode !== 'blocks' && chain.mode === 'full' && failures < failuresMax && chain.head().height === 0;

const begin = (parts: NodeParts, height: number, now: number, out: Outbox): void => {
  const { chain, spec, stateStart } = parts;
  const pivot = ancestorAt(chain.bestHeader(), height);
  if (pivot === undefined) return;
  const { stateRoot } = sealedOf(pivot).header;
  stateStart.fetch.begin({ block: pivot.id, height, stateRoot, bytesMax: spec.stateBytesMax }, now);
  say(out, { type: 'log', level: 'info', what: `fetching the state at block ${height} (${pivot.id.slice(0, 12)})` });
};

/** The block whose state is being fetched, as long as it is one to start from. */
const pivotOf = ({ chain, stateStart }: NodeParts): BlockNode | undefined => {
  const target = stateStart.fetch.target();
  const node = target === undefined ? undefined : chain.tree.get(target.block);
  if (node === undefined || node.status === 'invalid' || !chain.leadsToBestHeader(node)) return undefined;
  return node.height > chain.head().height ? node : undefined;
};

const failed = (parts: NodeParts, why: string, out: Outbox): void => {
  const { stateStart } = parts;
  stateStart.fetch.stop();
  stateStart.failures++;
  const next =
    stateStart.failures < failuresMax ? 'that of another block is asked for' : 'all blocks are fetched instead';
  say(out, { type: 'log', level: 'warn', what: `the state of a settled block could not be had (${why}); ${next}` });
};

/** Who claims to be above the pivot. */
const sourcesOf = ({ peers, sync }: NodeParts, { height }: BlockNode): readonly PeerId[] =>
  [...peers.keys()].filter((peer) => (sync.claimOf(peer)?.height ?? 0) >= height);

const goOn = (parts: NodeParts, now: number, out: Outbox): void => {
  const { fetch } = parts.stateStart;
  const pivot = pivotOf(parts);
  const why = pivot === undefined ? undefined : fetch.failure(now);
  if (pivot === undefined || why !== undefined) {
    failed(parts, why ?? 'its block is not one to start from any more', out);
    return;
  }
  const entries = fetch.whole();
  if (entries !== undefined) {
    fetch.stop();
    adoptState(parts, pivot, entries, out);
    moveHead(parts, out); // bodies above it may be here
    return;
  }
  for (const { peer, message } of fetch.plan(sourcesOf(parts, pivot), now)) {
    out.effects.push({ type: 'send', peer, bytes: encodeMessage(message) });
  }
};

/** Begins, goes on or gives up, and says whether bodies have to wait for it. */
export const keepStateStart = (parts: NodeParts, now: number, out: Outbox): boolean => {
  const { chain, sync, stateStart } = parts;
  if (stateStart.fetch.target() !== undefined) goOn(parts, now, out);
  if (stateStart.fetch.target() !== undefined) return true;
  if (!mayStart(parts)) return false;
  const ahead = sync.headersAhead(chain);
  if (ahead !== undefined) return worthwhilePivot(parts, ahead) !== undefined;
  const height = worthwhilePivot(parts, chain.bestHeader().height);
  if (height === undefined) return false;
  begin(parts, height, now, out);
  goOn(parts, now, out);
  return stateStart.fetch.target() !== undefined;
};

/** What a peer has of the state that is being fetched. */
export const takeState = (
  parts: NodeParts,
  { request, part }: Extract<Message, { type: 'state' }>,
  { peer, now }: { readonly peer: PeerId; readonly now: number },
  out: Outbox,
): void => {
  if (parts.stateStart.fetch.onState(peer, request, part, now) !== 'wrong') return;
  const reason = 'a part of the state that does not hold';
  say(out, { type: 'log', level: 'warn', what: 'a peer sent a part of another state', peer, fault: reason });
  out.effects.push({ type: 'penalise', peer, points: wrongPartPoints, reason });
};

export const isFetchingState = ({ stateStart, peers }: NodeParts): boolean =>
  stateStart.fetch.target() !== undefined && peers.size > 0;
