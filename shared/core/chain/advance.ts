// Moves the head to the best reachable block whose bodies are here: undoes down to where the chains part, then executes
// upwards, block by block. A block that breaks a promise is condemned with its descendants and the choice is made
// again, so that the head ends on the best valid tip. Bounded by what the caller has accepted and supplied.

import { err, ok, type Result } from '../bytes/index.ts';
import type { Block, ChainSpec, Hex32 } from '../model/index.ts';
import { applyBlock, type Execution, type StateChange, undoOf } from '../state/index.ts';
import type { BlockCache } from './block-cache.ts';
import type { BlockNode, BlockTree } from './block-tree.ts';
import type { CheckedBlock } from './check-block.ts';
import type { BlockFault } from './fault.ts';
import { isBetter, pathBetween, type Reorganisation } from './fork-choice.ts';
import {
  bestReachable,
  chooseAgain,
  floorOf,
  forgetRanges,
  hasBody,
  isReachable,
  keepBestHeaderInReach,
  type Position,
  setHead,
  type TooDeepBranch,
} from './position.ts';

export interface AppliedBlock {
  readonly node: BlockNode;
  readonly block: Block;
  readonly changes: readonly StateChange[];
}

export interface HeadChange {
  readonly from: BlockNode;
  readonly to: BlockNode;
  /** from the old head downwards */
  readonly reverted: readonly AppliedBlock[];
  /** upwards to the new head */
  readonly applied: readonly AppliedBlock[];
}

export interface CondemnedBlock {
  readonly id: Hex32;
  readonly fault: BlockFault;
}

export interface Advance {
  readonly change: HeadChange | undefined;
  /** blocks that broke a promise when they were executed */
  readonly condemned: readonly CondemnedBlock[];
  /** what must be supplied from the store before the head can move on */
  readonly missing: { readonly bodies: readonly Hex32[]; readonly changes: readonly Hex32[] } | undefined;
  /** a heavier branch that parts below the reorg limit; told once, never followed */
  readonly tooDeep: TooDeepBranch | undefined;
  /** blocks whose kept changes do not lead back to the state before them */
  readonly damaged: readonly Hex32[];
}

export interface Stores {
  readonly bodies: BlockCache<CheckedBlock>;
  readonly changes: BlockCache<readonly StateChange[]>;
}

interface Run {
  readonly position: Position;
  readonly stores: Stores;
  readonly spec: ChainSpec;
  readonly tree: BlockTree;
  /** executed for the first time in this run */
  readonly fresh: BlockNode[];
  readonly condemned: CondemnedBlock[];
  readonly damaged: Hex32[];
}

/** What a block promised in its header against what its execution gave. */
const promisesHold = (block: Block, execution: Execution): Result<undefined, BlockFault> => {
  const { header } = block;
  if (header.gasUsed !== execution.gasUsed) {
    return err({ type: 'block-gas-used', expected: execution.gasUsed, gasUsed: header.gasUsed });
  }
  if (header.receiptRoot !== execution.receiptRoot) {
    return err({ type: 'block-receipt-root', expected: execution.receiptRoot });
  }
  if (header.stateRoot !== execution.state.root) {
    return err({ type: 'block-state-root', expected: execution.state.root });
  }
  return ok(undefined);
};

/** Executes one block on the head; on success the head is that block. */
const applyNode = ({ position, stores, spec, fresh }: Run, node: BlockNode): Result<undefined, BlockFault> => {
  const body = stores.bodies.get(node.id);
  if (body === undefined) throw new Error('a body vanished between the check and its use');
  const facts = { spec, height: node.height, producer: node.sealed.header.producer };
  const execution = applyBlock(position.state, body.transactions, facts);
  if (!execution.ok) return execution;
  const promises = promisesHold(body.block, execution.value);
  if (!promises.ok) return promises;
  position.state.adopt(execution.value.state);
  stores.changes.put(node.id, execution.value.state.changes);
  if (node.status !== 'applied') fresh.push(node);
  node.status = 'applied';
  setHead(position, node);
  return ok(undefined);
};

/** Whether the head could be undone: its changes must lead back to the state that its parent promised. */
const revertHead = ({ position, stores }: Run): boolean => {
  const { head } = position;
  const changes = stores.changes.get(head.id);
  if (changes === undefined || head.parent === undefined)
    throw new Error('a head without its changes cannot be undone');
  const before = position.state.preview(undoOf(changes));
  if (before.root !== head.parent.sealed.header.stateRoot) return false;
  position.state.adopt(before);
  setHead(position, head.parent);
  return true;
};

/** What the way to the best body needs and the caches do not have. */
const missingFor = (stores: Stores, { revert, apply }: Reorganisation): Advance['missing'] => {
  const changes = revert.filter(({ id }) => !stores.changes.has(id)).map(({ id }) => id);
  const bodies = [...apply, ...revert].filter(({ id }) => !stores.bodies.has(id)).map(({ id }) => id);
  return changes.length + bodies.length === 0 ? undefined : { bodies, changes };
};

/** Follows the path as far as it holds; where it does not, the choice of the best is made again. */
const follow = (run: Run, path: Reorganisation, floor: number): void => {
  const { position } = run;
  for (let i = 0; i < path.revert.length; i++) {
    if (revertHead(run)) continue;
    run.damaged.push(position.head.id);
    position.lostBelow = position.head.height;
    chooseAgain(position, position.head.height);
    return;
  }
  for (const node of path.apply) {
    const applied = applyNode(run, node);
    if (applied.ok) continue;
    run.tree.condemn(node);
    run.condemned.push({ id: node.id, fault: applied.error });
    // The old branch may be the heaviest again: look at all within reach once more.
    chooseAgain(position, floor);
    return;
  }
};

const appliedBlock = (stores: Stores, node: BlockNode): AppliedBlock => {
  const body = stores.bodies.get(node.id);
  const changes = stores.changes.get(node.id);
  if (body === undefined || changes === undefined) throw new Error('a block of a head change is not in the caches');
  return { node, block: body.block, changes };
};

const headChange = (stores: Stores, from: BlockNode, to: BlockNode): HeadChange | undefined => {
  if (from === to) return undefined;
  const { revert, apply } = pathBetween(from, to);
  return {
    from,
    to,
    reverted: revert.map((node) => appliedBlock(stores, node)),
    applied: apply.map((node) => appliedBlock(stores, node)),
  };
};

/** What became of the blocks around the head now that it has moved. */
const settleAround = ({ position, spec, fresh }: Run): void => {
  // Executed on a branch that failed further up: they are in no commit, so they count as never applied.
  for (const node of fresh) if (position.canonical[node.height] !== node && hasBody(node)) node.status = 'body';
  const floor = floorOf(position, spec);
  keepBestHeaderInReach(position, floor);
  forgetRanges(position, position.head.height - spec.reorgLimit);
};

export const advance = (position: Position, stores: Stores, spec: ChainSpec, tree: BlockTree): Advance => {
  const run: Run = { position, stores, spec, tree, fresh: [], condemned: [], damaged: [] };
  const from = position.head;
  const floor = floorOf(position, spec);
  if (!isReachable(position, position.bestBody, floor)) position.bestBody = bestReachable(position, hasBody, floor);
  let missing: Advance['missing'];
  while (isBetter(position.bestBody, position.head)) {
    const path = pathBetween(position.head, position.bestBody);
    missing = missingFor(stores, path);
    if (missing !== undefined) break;
    follow(run, path, floor);
  }
  settleAround(run);
  const { tooDeep } = position;
  position.tooDeep = undefined;
  const change = headChange(stores, from, position.head);
  return { change, condemned: run.condemned, missing, tooDeep, damaged: run.damaged };
};
