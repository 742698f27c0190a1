// What follows when blocks can be executed: the head moves, the move is committed in one write, the mempool follows,
// peers hear of it. The order of effects: commit first, so that nothing is announced that a crash could take back.

import { decodeBlock } from '../model/index.ts';
import type { AppliedBlock, Chain, HeadChange } from '../chain/index.ts';
import { checkTransactionForm, decodeChanges } from '../state/index.ts';
import { encodeMessage } from '../wire/index.ts';
import { faultName, type LoadKey } from './input.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';
import type { StoreWrite } from './ports.ts';
import { blockWrites, headWrite, snapshotWrites } from './records.ts';

/** During the first sync every so many blocks one commit is strict. */
const strictEveryBlocks = 64;
/** A snapshot bounds how many changes a start has to replay. */
const snapshotEveryBlocks = 256;

const changedBytesOf = ({ changes }: AppliedBlock): number =>
  changes.reduce((sum, { key, after }) => sum + key.length + (after?.length ?? 0), 0);

/** A snapshot when enough blocks have passed and writing it costs no more than what was written since the last. */
const snapshotIfDue = (parts: NodeParts): readonly StoreWrite[] => {
  const head = parts.chain.head();
  const since = head.height - (parts.snapshot?.height ?? 0);
  if (since < snapshotEveryBlocks || parts.changedBytes < parts.chain.state.size()) {
    if (since < parts.spec.reorgLimit / 2) return [];
  }
  const { writes, pointer } = snapshotWrites(parts.chain.state, head, parts.snapshot);
  parts.snapshot = pointer;
  parts.changedBytes = 0;
  return writes;
};

const commit = (parts: NodeParts, change: HeadChange, out: Outbox): void => {
  for (const block of change.applied) parts.changedBytes += changedBytesOf(block);
  const writes = [...change.applied.flatMap(blockWrites), headWrite(change.to), ...snapshotIfDue(parts)];
  const first = change.from.height;
  const passesMark = Math.floor(change.to.height / strictEveryBlocks) > Math.floor(first / strictEveryBlocks);
  const catchingUp = parts.sync.state(parts.chain) === 'bodies';
  out.effects.push({
    type: 'commit',
    writes,
    durability: catchingUp && !passesMark ? 'relaxed' : 'strict',
    move: { reverted: change.reverted.map(({ node }) => node.id), applied: change.applied.map(({ node }) => node.id) },
  });
};

/** Included transactions leave the mempool, those of reverted blocks come back. */
const followWithMempool = (parts: NodeParts, change: HeadChange, out: Outbox): void => {
  const { chain, mempool } = parts;
  const height = change.to.height;
  const included = change.applied.flatMap(({ block }) => block.transactions.map(({ id }) => id));
  const stillIn = new Set(included);
  for (const { block } of [...change.reverted].reverse()) {
    for (const transaction of block.transactions) {
      if (stillIn.has(transaction.id)) continue;
      const form = checkTransactionForm(transaction, chain);
      const back = form.ok ? mempool.add(form.value, chain.state, height) : form;
      if (back.ok) say(out, { type: 'transaction', id: transaction.id, status: 'pending' });
      else say(out, { type: 'transaction', id: transaction.id, status: 'dropped', reason: back.error.type });
    }
  }
  for (const { id, reason } of mempool.refresh(included, chain.state, height)) {
    say(out, { type: 'transaction', id, status: 'dropped', reason });
  }
  for (const id of included) say(out, { type: 'transaction', id, status: 'included' });
  parts.mempoolVersion++;
};

const countOurs = (parts: NodeParts, change: HeadChange): void => {
  const { production } = parts;
  for (const { node } of change.applied) if (production.ours.has(node.id)) production.produced++;
  for (const { node } of change.reverted) if (production.ours.has(node.id)) production.produced--;
};

const loadMissing = (
  parts: NodeParts,
  missing: NonNullable<ReturnType<Chain['advance']>['missing']>,
  out: Outbox,
): void => {
  if (parts.loading) return;
  parts.loading = true;
  const bodies = missing.bodies.map((id): LoadKey => ['body', id]);
  const changes = missing.changes.map((id): LoadKey => ['undo', id]);
  out.effects.push({ type: 'load', keys: [...bodies, ...changes] });
};

/** Moves the head as far as bodies allow. Returns whether it moved. */
export const moveHead = (parts: NodeParts, out: Outbox): boolean => {
  const { change, condemned, missing } = parts.chain.advance();
  for (const { id, fault } of condemned) {
    say(out, {
      type: 'log',
      level: 'warn',
      what: `block ${id.slice(0, 12)} was refused on execution`,
      fault: faultName(fault),
    });
  }
  if (missing !== undefined) loadMissing(parts, missing, out);
  if (change === undefined) return false;
  commit(parts, change, out);
  followWithMempool(parts, change, out);
  countOurs(parts, change);
  if (change.reverted.length > 0) {
    const what = `${change.reverted.length} blocks gave way to ${change.applied.length} of a heavier chain`;
    say(out, { type: 'log', level: 'info', what });
  }
  say(out, { type: 'head', height: change.to.height, id: change.to.id });
  parts.statusDue = true;
  return true;
};

/** What the store gave back for a reorganisation that reaches below the caches. */
export const onLoaded = (
  parts: NodeParts,
  entries: readonly (readonly [LoadKey, Uint8Array | undefined])[],
  out: Outbox,
): void => {
  parts.loading = false;
  for (const [[table, id], bytes] of entries) {
    const block = table === 'body' && bytes !== undefined ? decodeBlock(bytes, parts.spec.blockBytesMax) : undefined;
    const changes = table === 'undo' && bytes !== undefined ? decodeChanges(bytes) : undefined;
    if (block?.ok === true) parts.chain.supplyBody(id, block.value);
    else if (changes?.ok === true) parts.chain.supplyChanges(id, changes.value);
    else {
      say(out, { type: 'alarm', what: `the store has lost ${table} ${id.slice(0, 12)}, which a reorganisation needs` });
      return; // the head stays where it is; asking again would get the same answer
    }
  }
  moveHead(parts, out);
};

/** Tells all peers where we stand, at most once in `statusEveryMs`. */
export const broadcastStatus = (parts: NodeParts, now: number, out: Outbox): void => {
  if (!parts.statusDue || now < parts.lastStatusAt + statusEveryMs) return;
  parts.statusDue = false;
  parts.lastStatusAt = now;
  const bytes = statusMessage(parts.chain);
  for (const peer of parts.peers.keys()) out.effects.push({ type: 'send', peer, bytes });
};

export const statusEveryMs = 2000;

export const statusMessage = (chain: Chain): Uint8Array => {
  const head = chain.head();
  return encodeMessage({ type: 'status', head: head.id, height: head.height, weight: head.weight });
};
