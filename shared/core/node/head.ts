// What follows when blocks can be executed: the head moves, the move is committed in one write, the mempool follows,
// peers hear of it. The order of effects: commit first, so that nothing is announced that a crash could take back.

import { decodeBlock, encodeBlock, type Hex32 } from '../model/index.ts';
import {
  type AppliedBlock,
  type BlockNode,
  type Chain,
  type ForeignBranch,
  type HeadChange,
  isForeignHeavier,
  staysApart,
  type TooDeepBranch,
} from '../chain/index.ts';
import { checkTransactionForm, decodeChanges } from '../state/index.ts';
import { encodeMessage } from '../wire/index.ts';
import { archiveWrites } from './archive-records.ts';
import { faultName, type LoadKey } from './input.ts';
import { commitHeaders } from './light-head.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';
import type { PeerId, StoreWrite } from './ports.ts';
import { blockWrites, headWrite, snapshotWrites } from './records.ts';

/** During the first sync every so many blocks one commit is strict. */
const strictEveryBlocks = 64;
/** A snapshot bounds how many changes a start has to replay. */
const snapshotEveryBlocks = 256;
/** In one commit: a thousand headers, where a node has fallen behind with it. */
const archiveStepsMax = 4;

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

/** Old headers leave memory, with all that branched off from them; the next start begins above them. */
const archiveIfDue = ({ chain, snapshot }: NodeParts): readonly StoreWrite[] => {
  const restart = snapshot === undefined ? undefined : chain.tree.get(snapshot.id);
  if (restart === undefined) return [];
  const writes: StoreWrite[] = [];
  for (let step = 0; step < archiveStepsMax; step++) {
    const archived = chain.archive(restart);
    if (archived === undefined) break;
    writes.push(...archiveWrites(archived, chain.archived));
  }
  return writes;
};

const commit = (parts: NodeParts, change: HeadChange, out: Outbox): void => {
  for (const block of change.blocks) parts.changedBytes += changedBytesOf(block);
  const blocks = change.blocks.flatMap(blockWrites);
  const writes = [...blocks, headWrite(change.to), ...snapshotIfDue(parts), ...archiveIfDue(parts)];
  const first = change.from.height;
  const passesMark = Math.floor(change.to.height / strictEveryBlocks) > Math.floor(first / strictEveryBlocks);
  const catchingUp = parts.sync.state(parts.chain) === 'bodies';
  out.effects.push({
    type: 'commit',
    writes,
    durability: catchingUp && !passesMark ? 'relaxed' : 'strict',
    move: { reverted: change.reverted.map(({ id }) => id), applied: change.applied.map(({ id }) => id) },
  });
};

/**
 * Blocks of a chain that has not won yet: without a head that names them they are only there, like those of a branch that
 * was left.
 */
const keepTried = (parts: NodeParts, tried: readonly AppliedBlock[], out: Outbox): void => {
  if (tried.length === 0) return;
  for (const block of tried) parts.changedBytes += changedBytesOf(block);
  out.effects.push({ type: 'commit', writes: tried.flatMap(blockWrites), durability: 'relaxed' });
};

/** Included transactions leave the mempool, those of reverted blocks come back. */
const followWithMempool = (parts: NodeParts, change: HeadChange, out: Outbox): void => {
  const { chain, mempool } = parts;
  const height = change.to.height;
  for (const { id, reason } of mempool.refresh(change.included, parts.accounts, height)) {
    say(out, { type: 'transaction', id, status: 'dropped', reason });
  }
  for (const transaction of change.returned) {
    const form = checkTransactionForm(transaction, chain);
    const back = form.ok ? mempool.add(form.value, parts.accounts, height) : form;
    if (back.ok) say(out, { type: 'transaction', id: transaction.id, status: 'pending' });
    else say(out, { type: 'transaction', id: transaction.id, status: 'dropped', reason: back.error.type });
    for (const dropped of back.ok ? back.value.dropped : []) {
      say(out, { type: 'transaction', status: 'dropped', ...dropped });
    }
  }
  for (const id of change.included) say(out, { type: 'transaction', id, status: 'included' });
  parts.mempoolVersion++;
};

const countOurs = (parts: NodeParts, change: HeadChange): void => {
  const { production } = parts;
  for (const { id } of change.applied) if (production.ours.has(id)) production.produced++;
  for (const { id } of change.reverted) if (production.ours.has(id)) production.produced--;
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

/** Places warned of: bounded, because whoever has work or a key to seal with can make one. */
const deepForksMax = 16;

const nameOf = ({ id, height }: BlockNode): string => `block ${height} (${id.slice(0, 12)})`;

/** Why a chain is too far away. A node that began at a settled block has nothing to go back to below it. */
const whyNotFollowed = ({ chain, spec }: NodeParts): string => {
  const base = chain.tree.base().height;
  return base > 0 && base + 1 === chain.executedFrom()
    ? `below block ${base}, from whose state this node started, so it is not followed here; a start with an empty store may`
    : `further down than ${spec.reorgLimit} blocks, so it is not followed`;
};

/** A person has to choose between two chains that parted so long ago. */
const warnOfBranch = (parts: NodeParts, { common, first, tip }: TooDeepBranch, out: Outbox): void => {
  if (parts.deepForks.has(first)) return;
  if (parts.deepForks.size < deepForksMax) parts.deepForks.add(first);
  const what =
    `a heavier chain up to ${nameOf(tip)} parts from ours, which ends in ${nameOf(parts.chain.head())}, ` +
    `at ${nameOf(common)}: ${whyNotFollowed(parts)}`;
  say(out, { type: 'alarm', what, name: 'apart-lighter' });
};

/** Moves the head as far as bodies allow. Returns whether it moved. */
export const moveHead = (parts: NodeParts, out: Outbox): boolean => {
  const { change, tried, condemned, missing, tooDeep, damaged } = parts.chain.advance();
  if (tooDeep !== undefined) warnOfBranch(parts, tooDeep, out);
  for (const id of damaged) {
    // A start misses it then, and executes the blocks again.
    out.effects.push({ type: 'commit', writes: [['undo', id, undefined]], durability: 'strict' });
    const what = `what the store has for undoing block ${id.slice(0, 12)} is damaged; a reload mends it`;
    say(out, { type: 'alarm', what });
  }
  for (const { id, fault } of condemned) {
    say(out, {
      type: 'log',
      level: 'warn',
      what: `block ${id.slice(0, 12)} was refused on execution`,
      fault: faultName(fault),
    });
    const node = parts.chain.tree.get(id);
    if (node !== undefined) say(out, { type: 'block', id, height: node.height, fault: faultName(fault) });
  }
  keepTried(parts, tried, out);
  if (missing !== undefined) loadMissing(parts, missing, out);
  if (change === undefined) return false;
  if (parts.chain.mode === 'light') commitHeaders(parts, change, out);
  else {
    commit(parts, change, out);
    followWithMempool(parts, change, out);
    countOurs(parts, change);
    parts.statusDue = true;
  }
  if (change.reverted.length > 0) {
    const what = `a heavier chain: blocks taken back ${change.reverted.length}, blocks added ${change.applied.length}`;
    say(out, { type: 'log', level: 'info', what });
  }
  say(out, { type: 'head', height: change.to.height, id: change.to.id });
  return true;
};

/** What the store gave back for a reorganisation that reaches below the caches. */
export const onLoaded = (
  parts: NodeParts,
  entries: readonly (readonly [LoadKey, Uint8Array | undefined])[],
  out: Outbox,
): void => {
  parts.loading = false;
  const lost: string[] = [];
  for (const [[table, id], bytes] of entries) {
    const block = table === 'body' && bytes !== undefined ? decodeBlock(bytes, parts.spec.blockBytesMax) : undefined;
    const changes = table === 'undo' && bytes !== undefined ? decodeChanges(bytes) : undefined;
    if (block?.ok === true && parts.chain.supplyBody(id, block.value)) continue;
    if (changes?.ok === true) {
      parts.chain.supplyChanges(id, changes.value);
      continue;
    }
    parts.chain.giveUp(id);
    lost.push(`${table} ${id.slice(0, 12)}`);
  }
  if (lost.length > 0) {
    const what = `the store has lost ${lost.length} records that a reorganisation needs, the first of them ${lost[0] ?? ''}`;
    say(out, { type: 'alarm', what });
  }
  moveHead(parts, out);
};

/** Keeps memory within its bounds. Bodies that wait for their turn and find no room go to the store. */
export const trimCaches = (parts: NodeParts, out: Outbox): void => {
  const writes = parts.chain
    .trim()
    .map((block): StoreWrite => ['body', block.id, encodeBlock(block, block.transactions)]);
  if (writes.length > 0) out.effects.push({ type: 'commit', writes, durability: 'relaxed' });
};

/** What the two sides are to each other, as far as it was shown, or else as the other one says. */
const standing = ({ chain, sync }: NodeParts, peer: PeerId, branch: ForeignBranch) => {
  if (isForeignHeavier(chain, branch)) return { name: 'apart-lighter', words: 'the other one weighs more' } as const;
  return (sync.claimOf(peer)?.weight ?? 0n) > chain.head().weight
    ? ({ name: 'apart-lighter', words: 'the other one is said to weigh more' } as const)
    : ({
        name: 'apart-heavier',
        words: 'ours weighs more; what is paid on the other one does not count here',
      } as const);
};

/**
 * A person has to know of a chain that parts from ours so far down that neither side follows the other. Returns whether it has been
 * told, now or before.
 */
export const warnOfForeignBranch = (parts: NodeParts, peer: PeerId, branch: ForeignBranch, out: Outbox): boolean => {
  const { chain, deepForks } = parts;
  const { first, parting } = branch;
  if (first === undefined || !staysApart(chain, branch)) return false;
  if (deepForks.has(first) || deepForks.size >= deepForksMax) return true;
  deepForks.add(first);
  const { name, words } = standing(parts, peer, branch);
  const what =
    `another chain of this network goes on beside ours: up to its block ${branch.height} (${branch.last.slice(0, 12)}) it parts from ` +
    `ours, which ends in ${nameOf(chain.head())}, above block ${parting}: ${whyNotFollowed(parts)}; ${words}`;
  say(out, { type: 'alarm', what, name });
  return true;
};

/** Once: a peer serves a chain that does not have the checkpoint. The checkpoint may be the one that is wrong. */
export const warnOfOtherChain = (
  { deepForks }: NodeParts,
  { height, expected }: { readonly height: number; readonly expected: Hex32 },
  out: Outbox,
): void => {
  if (deepForks.has(expected) || deepForks.size >= deepForksMax) return;
  deepForks.add(expected);
  const what =
    `a peer shows a chain with another block ${height} than the link to this network names (${expected.slice(0, 12)}), so ` +
    `it is not followed; if no other chain comes, ask for a new link`;
  say(out, { type: 'alarm', what });
};

/** Tells all peers where we stand, at most once in `statusEveryMs`, and not while what moved us there may still be on its way to them. */
export const broadcastStatus = (parts: NodeParts, now: number, out: Outbox): void => {
  if (!parts.statusDue) return;
  parts.statusAt ??= Math.max(now + statusAfterMs, parts.lastStatusAt + statusEveryMs);
  if (now < parts.statusAt) return;
  parts.statusDue = false;
  parts.statusAt = undefined;
  parts.lastStatusAt = now;
  const bytes = statusMessage(parts.chain);
  for (const peer of parts.peers.keys()) out.effects.push({ type: 'send', peer, bytes });
};

const statusEveryMs = 2000;
const statusAfterMs = 500;

/** A light node has no blocks to give: it stands at the genesis block. */
export const statusMessage = (chain: Chain): Uint8Array => {
  if (chain.mode === 'light') return encodeMessage({ type: 'status', head: chain.chainId, height: 0, weight: 0n });
  const head = chain.head();
  return encodeMessage({ type: 'status', head: head.id, height: head.height, weight: head.weight });
};
