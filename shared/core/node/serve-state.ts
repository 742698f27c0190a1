// Serves parts of the state after a settled block to who starts from it (docs/protocol/sync.md). The state of that block is the
// head's with the changes of the blocks above taken back: those that are not in memory are merged by the driver from the
// store (merge-undo.ts), for only the lowest change of each record counts. What comes of it is kept as the list of its records,
// which shares keys and values with the head's state, and its trie, so that the head may go on meanwhile.
// Bounds: one state at a time, made anew at most every `makeEveryMs`, dropped when nobody has asked for `keepMs`; questions
// that wait for it; bytes for each peer.

import { archiveStep, type BlockNode, sealedOf } from '../chain/index.ts';
import type { ChainSpec, Hex32 } from '../model/index.ts';
import { createStateParts, encodeStatePart, type StateChange } from '../state/index.ts';
import { encodeMessage } from '../wire/index.ts';
import { mergeUndo } from './merge-undo.ts';
import type { NodeParts, Outbox } from './parts.ts';
import { hasBudget, spend, type StateQuestion, type StateServing } from './state-serving.ts';

/**
 * A hundred thousand records take a second to sort, so nobody may have it done all the time. A higher block's state is made at
 * once: there are three in the window, and everybody chooses the highest.
 */
const makeEveryMs = 30_000;
const keepMs = 600_000;
/** Two of each of 30 peers. */
const waitingMax = 64;
/** Blocks may come while somebody who has chosen a block asks for its state. */
const slackBlocks = 64;

/**
 * The height whose state a node with such a best header starts from: where the base of a tree may stand, and settled; 0
 * for none.
 */
export const pivotHeight = (spec: ChainSpec, bestHeight: number): number => {
  const settled = Math.max(0, bestHeight - spec.settleDepth);
  return settled - (settled % archiveStep(spec));
};

/** So far below the head states are served: whoever has chosen one has the time of two steps to fetch it. */
const servedDepth = (spec: ChainSpec): number => 2 * archiveStep(spec) + spec.settleDepth + slackBlocks;

/** The block, if its state is one that is served. */
const servedBlock = ({ chain, spec }: NodeParts, id: Hex32): BlockNode | undefined => {
  const node = chain.tree.get(id);
  if (node === undefined || chain.mode === 'light' || !chain.isCanonical(node)) return undefined;
  const depth = chain.head().height - node.height;
  const isPivot = node.height > 0 && node.height % archiveStep(spec) === 0;
  return isPivot && depth <= servedDepth(spec) ? node : undefined;
};

const none = new Uint8Array(0);

/** The peer hears at once what there is for it, or that there is nothing. */
const answer = (parts: NodeParts, { peer, request, block, prefix }: StateQuestion, now: number, out: Outbox): void => {
  const { stateServing: serving } = parts;
  const { ready } = serving;
  const budget = parts.peers.get(peer)?.stateBudget;
  if (budget === undefined) return; // it has gone meanwhile
  const mayHave = ready?.block === block && hasBudget(budget, now);
  const part = mayHave ? ready.parts.partOf(prefix) : undefined;
  const bytes = part === undefined ? none : encodeStatePart(part);
  spend(budget, bytes.length);
  if (bytes.length > 0) serving.usedAt = now;
  out.effects.push({ type: 'send', peer, bytes: encodeMessage({ type: 'state', request, part: bytes }) });
};

/** The blocks above one up to another, upwards. */
const blocksAbove = (below: BlockNode, top: BlockNode): readonly BlockNode[] => {
  const path: BlockNode[] = [];
  for (let at: BlockNode | undefined = top; at !== undefined && at !== below; at = at.parent) path.push(at);
  return path.reverse();
};

/** The state after `block`, from the head's and the lowest changes of the blocks between. */
const makeReady = (parts: NodeParts, block: BlockNode, merged: Map<string, StateChange>, now: number): void => {
  const { chain, stateServing: serving } = parts;
  const fork = chain.state.fork();
  const undo = [...merged.values()].map(({ key, before }) => ({ key, before: fork.get(key), after: before }));
  const state = fork.preview(undo);
  if (state.root !== sealedOf(block).header.stateRoot) return; // records do not fit: a start mends them
  fork.adopt(state);
  serving.ready = { block: block.id, height: block.height, parts: createStateParts(fork.entries(), state.trie) };
  serving.usedAt = now;
};

const finish = (parts: NodeParts, now: number, out: Outbox): void => {
  const { stateServing: serving } = parts;
  const waiting = serving.making?.waiting ?? [];
  serving.making = undefined;
  for (const question of waiting) answer(parts, question, now, out);
};

/** The merged changes have come; blocks that joined the chain meanwhile are added from memory. */
export const onUndoMerged = (
  parts: NodeParts,
  block: Hex32,
  merged: Map<string, StateChange> | undefined,
  now: number,
  out: Outbox,
): void => {
  const { chain, stateServing: serving } = parts;
  const { making } = serving;
  if (making?.block.id !== block) return;
  if (merged !== undefined && chain.isCanonical(making.from) && chain.isCanonical(making.block)) {
    const since = blocksAbove(making.from, chain.head()).map(({ id }) => chain.changesOf(id));
    const known = since.filter((changes) => changes !== undefined);
    for (const changes of known) mergeUndo(merged, changes);
    if (known.length === since.length) makeReady(parts, making.block, merged, now);
  }
  finish(parts, now, out);
};

const make = (parts: NodeParts, block: BlockNode, first: StateQuestion, now: number, out: Outbox): void => {
  const { chain, stateServing: serving } = parts;
  const from = chain.head();
  serving.ready = undefined;
  serving.madeAt = now;
  serving.making = { block, from, waiting: [first] };
  const above = blocksAbove(block, from);
  const kept = above.map(({ id }) => chain.changesOf(id)).filter((changes) => changes !== undefined);
  if (kept.length < above.length) {
    out.effects.push({ type: 'merge-undo', block: block.id, ids: above.map(({ id }) => id) });
    return;
  }
  const merged = new Map<string, StateChange>();
  for (const changes of kept) mergeUndo(merged, changes);
  onUndoMerged(parts, block.id, merged, now, out);
};

const mayMake = ({ ready, madeAt, usedAt }: StateServing, block: BlockNode, now: number): boolean => {
  if (ready !== undefined && block.height > ready.height) return true;
  if (ready?.block === block.id || now < madeAt + makeEveryMs) return false;
  return ready === undefined || now >= usedAt + makeEveryMs;
};

/** A question for a part of a state. */
export const serveState = (parts: NodeParts, question: StateQuestion, now: number, out: Outbox): void => {
  const { stateServing: serving } = parts;
  const { making } = serving;
  const block = servedBlock(parts, question.block);
  if (making !== undefined && making.block === block && making.waiting.length < waitingMax) {
    making.waiting.push(question);
    return;
  }
  if (block === undefined || making !== undefined || !mayMake(serving, block, now)) {
    answer(parts, question, now, out);
  } else make(parts, block, question, now, out);
};

/** What nobody asks for any more, or is too old to be asked for, leaves memory. */
export const dropOldState = ({ chain, spec, stateServing: serving }: NodeParts, now: number): void => {
  const { ready } = serving;
  if (ready === undefined) return;
  const isTooDeep = chain.head().height - ready.height > servedDepth(spec);
  if (isTooDeep || chain.idAt(ready.height) !== ready.block || now > serving.usedAt + keepMs) serving.ready = undefined;
};
