// A reorganisation on trial: the blocks of our chain are undone and those of the other executed, on a state of its own, while
// the head stays where it is. Only when all of the other chain has held its promises does the head move, at once. So a
// branch may be as deep as the reorg limit: its records are loaded and handed out again in portions, and between two of them
// the node goes on.
// Bounds: one portion of records in memory, the records that the two states have differently, transactions that may return
// as `returnedMax` says, ids of included ones as `includedMax` says; nodes are the tree's.

import type { Result } from '../bytes/index.ts';
import type { ChainSpec, Hex32, Transaction } from '../model/index.ts';
import { type MachinePort, type State, type StateChange, type StateFork, undoOf } from '../state/index.ts';
import type { BlockCache } from './block-cache.ts';
import { type BlockNode, sealedOf } from './block-tree.ts';
import type { CheckedBlock } from './check-block.ts';
import { type AppliedBlock, executeBlock } from './execute-block.ts';
import type { BlockFault } from './fault.ts';
import { pathBetween, type Reorganisation } from './fork-choice.ts';

export interface Stores {
  readonly bodies: BlockCache<CheckedBlock>;
  readonly changes: BlockCache<readonly StateChange[]>;
  /** what executes contracts */
  readonly contracts: MachinePort | undefined;
}

/** Records that have to be supplied, and blocks whose records are wanted next, these among them. */
export interface Needs {
  readonly bodies: readonly Hex32[];
  readonly changes: readonly Hex32[];
  readonly awaited: ReadonlySet<Hex32>;
}

export interface Trial {
  readonly from: BlockNode;
  readonly to: BlockNode;
  readonly path: Reorganisation;
  readonly state: StateFork;
  /** how many of the path's blocks are undone, and how many executed */
  reverted: number;
  applied: number;
  /** how many of the undone blocks have left the caches */
  dropped: number;
  /** executed and not handed out yet, upwards */
  executed: AppliedBlock[];
  /** transactions of undone blocks, newest block first */
  readonly undone: { readonly node: BlockNode; readonly transactions: readonly Transaction[] }[];
  undoneCount: number;
  undoneBytes: number;
  /** ids of transactions in blocks that were handed out */
  readonly included: Set<Hex32>;
}

export type TrialStep =
  | { readonly type: 'won' }
  | { readonly type: 'waits'; readonly needs: Needs }
  /** a block that does not hold what it promises */
  | { readonly type: 'broken'; readonly node: BlockNode; readonly fault: BlockFault }
  /** a block of our chain whose kept changes do not lead back to the state before it */
  | { readonly type: 'damaged'; readonly node: BlockNode };

/** As much as a mempool holds. */
const returnedMax = { count: 5000, bytes: 16 * 1024 * 1024 };
/** Seven megabytes of ids; whoever waits for a transaction beyond them finds it in its block. */
const includedMax = 100_000;
/** Records of one load: 16 MiB where blocks are as large as they may be, and never more than 256. */
const portionBytes = 16 * 1024 * 1024;
const portionMax = 256;

export const portionOf = ({ blockBytesMax }: ChainSpec): number =>
  Math.max(1, Math.min(portionMax, Math.floor(portionBytes / blockBytesMax)));

export const startTrial = (state: State, from: BlockNode, to: BlockNode): Trial => ({
  from,
  to,
  path: pathBetween(from, to),
  state: state.fork(),
  reverted: 0,
  applied: 0,
  dropped: 0,
  executed: [],
  undone: [],
  undoneCount: 0,
  undoneBytes: 0,
  included: new Set(),
});

const wantsTransactions = ({ undoneCount, undoneBytes }: Trial): boolean =>
  undoneCount < returnedMax.count && undoneBytes < returnedMax.bytes;

/** Undoes the next block of ours; `undefined` where its records are not at hand. */
const revertNext = (trial: Trial, node: BlockNode, { bodies, changes }: Stores): boolean | undefined => {
  const { state } = trial;
  const kept = changes.get(node.id);
  const body = wantsTransactions(trial) ? bodies.get(node.id) : undefined;
  if (kept === undefined || node.parent === undefined) return undefined;
  if (body === undefined && wantsTransactions(trial)) return undefined;
  const before = state.preview(undoOf(kept));
  if (before.root !== sealedOf(node.parent).header.stateRoot) return false;
  state.adopt(before);
  if (body !== undefined) {
    const { transactions } = body.block;
    trial.undone.push({ node, transactions });
    trial.undoneCount += transactions.length;
    for (const { bytes } of transactions) trial.undoneBytes += bytes.length;
  }
  trial.reverted++;
  return true;
};

const applyNext = (
  trial: Trial,
  node: BlockNode,
  stores: Stores,
  spec: ChainSpec,
): Result<undefined, BlockFault> | undefined => {
  const body = stores.bodies.get(node.id);
  if (body === undefined) return undefined;
  const execution = executeBlock(trial.state, body, { spec, node, contracts: stores.contracts });
  if (!execution.ok) return execution;
  const { state, receipts } = execution.value;
  trial.state.adopt(state);
  stores.changes.put(node.id, state.changes);
  trial.executed.push({ node, block: body.block, changes: state.changes, receipts });
  trial.applied++;
  return { ok: true, value: undefined };
};

/** The records of the next blocks of the path, as many as one load has. */
const needsOf = (trial: Trial, { bodies, changes }: Stores, spec: ChainSpec): Needs => {
  const { path, reverted, applied } = trial;
  const count = portionOf(spec);
  const toRevert = path.revert.slice(reverted, reverted + count);
  const toApply = path.apply.slice(applied, applied + count - toRevert.length);
  const withBody = wantsTransactions(trial) ? [...toRevert, ...toApply] : toApply;
  const lacks = (cache: Pick<BlockCache<unknown>, 'has'>, nodes: readonly BlockNode[]): readonly Hex32[] =>
    nodes.filter(({ id }) => !cache.has(id)).map(({ id }) => id);
  return {
    bodies: lacks(bodies, withBody),
    changes: lacks(changes, toRevert),
    awaited: new Set([...toRevert, ...toApply].map(({ id }) => id)),
  };
};

/** Goes on as far as the records go. */
export const continueTrial = (trial: Trial, stores: Stores, spec: ChainSpec): TrialStep => {
  const { path } = trial;
  for (let node = path.revert[trial.reverted]; node !== undefined; node = path.revert[trial.reverted]) {
    const isUndone = revertNext(trial, node, stores);
    if (isUndone === undefined) return { type: 'waits', needs: needsOf(trial, stores, spec) };
    if (!isUndone) return { type: 'damaged', node };
  }
  for (let node = path.apply[trial.applied]; node !== undefined; node = path.apply[trial.applied]) {
    const applied = applyNext(trial, node, stores, spec);
    if (applied === undefined) return { type: 'waits', needs: needsOf(trial, stores, spec) };
    if (!applied.ok) return { type: 'broken', node, fault: applied.error };
  }
  return { type: 'won' };
};

/** The blocks executed since the last time, to be stored: from now on nothing here keeps them. */
export const handOut = (trial: Trial, { bodies, changes }: Stores): readonly AppliedBlock[] => {
  const { executed, path } = trial;
  trial.executed = [];
  for (const { block } of executed) {
    for (const { id } of block.transactions) if (trial.included.size < includedMax) trial.included.add(id);
  }
  const undone = path.revert.slice(trial.dropped, trial.reverted);
  trial.dropped = trial.reverted;
  for (const { id } of [...undone, ...executed.map(({ node }) => node)]) {
    bodies.drop(id);
    changes.drop(id);
  }
  return executed;
};
