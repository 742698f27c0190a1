// Moves the head to the best reachable block whose bodies are here. Where our chain only grows, it is executed block by
// block; another chain is executed on trial first (trial.ts), so that the head never stands on one that fails further up.
// A block that breaks a promise is condemned with its descendants and the choice is made again, so that the head ends on
// the best valid tip. Bounded by what the caller has accepted and supplied.

import type { ChainSpec, Hex32, Transaction } from '../model/index.ts';
import { ancestorAt, type BlockNode, type BlockTree } from './block-tree.ts';
import { type AppliedBlock, executeBlock } from './execute-block.ts';
import type { BlockFault } from './fault.ts';
import { isBetter, pathBetween } from './fork-choice.ts';
import {
  bestReachable,
  chooseAgain,
  floorOf,
  hasBody,
  isCanonical,
  isReachable,
  keepBestHeaderInReach,
  type Position,
  setHead,
  type TooDeepBranch,
} from './position.ts';
import { continueTrial, handOut, type Needs, portionOf, startTrial, type Stores, type Trial } from './trial.ts';

export interface HeadChange {
  readonly from: BlockNode;
  readonly to: BlockNode;
  /** from the old head downwards */
  readonly reverted: readonly BlockNode[];
  /** upwards to the new head */
  readonly applied: readonly BlockNode[];
  /** of the applied blocks, upwards, those that no `Advance` has handed out before */
  readonly blocks: readonly AppliedBlock[];
  /** transactions of the applied blocks; of a deep reorganisation at least 100,000 */
  readonly included: readonly Hex32[];
  /** transactions of the reverted blocks that are in none of the applied, oldest first; of a deep one the newest 16 MiB */
  readonly returned: readonly Transaction[];
}

export interface CondemnedBlock {
  readonly id: Hex32;
  readonly fault: BlockFault;
}

export interface Advance {
  readonly change: HeadChange | undefined;
  /** executed on a chain that has not won yet; they are to be stored, for nothing here keeps them */
  readonly tried: readonly AppliedBlock[];
  /** blocks that broke a promise when they were executed */
  readonly condemned: readonly CondemnedBlock[];
  /** what must be supplied from the store before the head can move on: one portion */
  readonly missing: { readonly bodies: readonly Hex32[]; readonly changes: readonly Hex32[] } | undefined;
  /** a heavier branch that parts below the reorg limit; told once, never followed */
  readonly tooDeep: TooDeepBranch | undefined;
  /** blocks whose kept changes do not lead back to the state before them */
  readonly damaged: readonly Hex32[];
}

interface Run {
  readonly position: Position;
  readonly stores: Stores;
  readonly spec: ChainSpec;
  readonly tree: BlockTree;
  /** the height down to which this run may undo */
  readonly floor: number;
  readonly executed: Map<BlockNode, AppliedBlock>;
  /** executed for the first time in this run */
  readonly fresh: BlockNode[];
  readonly condemned: CondemnedBlock[];
  readonly damaged: Hex32[];
  tried: readonly AppliedBlock[];
  won: Trial | undefined;
}

const condemn = ({ tree, condemned, position, floor }: Run, node: BlockNode, fault: BlockFault): void => {
  tree.condemn(node);
  condemned.push({ id: node.id, fault });
  // The old branch may be the heaviest again: look at all within reach once more.
  chooseAgain(position, Math.max(floor, position.lostBelow));
};

/** The records of the next blocks of a path upwards. */
const bodiesFor = (next: readonly BlockNode[], { bodies }: Stores): Needs => ({
  bodies: next.filter(({ id }) => !bodies.has(id)).map(({ id }) => id),
  changes: [],
  awaited: new Set(next.map(({ id }) => id)),
});

/** Executes blocks on the head, up to one that fails or lacks its body. */
const extend = (run: Run, path: readonly BlockNode[]): Needs | undefined => {
  const { position, stores, spec } = run;
  for (const [index, node] of path.entries()) {
    const body = stores.bodies.get(node.id);
    if (body === undefined) return bodiesFor(path.slice(index, index + portionOf(spec)), stores);
    const execution = executeBlock(position.state, body, { spec, node, contracts: stores.contracts });
    if (!execution.ok) {
      condemn(run, node, execution.error);
      return undefined;
    }
    const { state, receipts } = execution.value;
    position.state.adopt(state);
    stores.changes.put(node.id, state.changes);
    run.executed.set(node, { node, block: body.block, changes: state.changes, receipts });
    if (node.status !== 'applied') run.fresh.push(node);
    node.status = 'applied';
    setHead(position, node);
  }
  return undefined;
};

/** The trial that is under way, if it is still of use: it may lead to the best block or to one below it. */
const trialFor = ({ position }: Run, best: BlockNode): Trial => {
  const { trial, head } = position;
  if (trial?.from === head && ancestorAt(best, trial.to.height) === trial.to) return trial;
  return startTrial(position.state, head, best);
};

const win = (run: Run, trial: Trial): void => {
  const { position } = run;
  for (const block of trial.executed) run.executed.set(block.node, block);
  position.state.adopt(trial.state.outcome());
  for (const node of trial.path.apply) node.status = 'applied';
  setHead(position, trial.to);
  run.won = trial;
};

/** One try of another chain; what it needs, if it has to wait. */
const reorganise = (run: Run, best: BlockNode): Needs | undefined => {
  const { position, stores, spec } = run;
  const trial = trialFor(run, best);
  position.trial = undefined;
  const step = continueTrial(trial, stores, spec);
  switch (step.type) {
    case 'won':
      win(run, trial);
      return undefined;
    case 'waits':
      position.trial = trial;
      run.tried = handOut(trial, stores);
      return step.needs;
    case 'broken':
      condemn(run, step.node, step.fault);
      return undefined;
    case 'damaged':
      run.damaged.push(step.node.id);
      position.lostBelow = step.node.height;
      chooseAgain(position, Math.max(run.floor, position.lostBelow));
      return undefined;
  }
};

const headChange = ({ executed, won }: Run, from: BlockNode, to: BlockNode): HeadChange | undefined => {
  if (from === to) return undefined;
  const { revert, apply } = pathBetween(from, to);
  const blocks = apply.map((node) => executed.get(node)).filter((block) => block !== undefined);
  const included = new Set(won?.included);
  for (const { block } of blocks) for (const { id } of block.transactions) included.add(id);
  const isReverted = new Set(revert);
  const returned = (won?.undone ?? [])
    .filter(({ node }) => isReverted.has(node))
    .reverse()
    .flatMap(({ transactions }) => transactions)
    .filter(({ id }) => !included.has(id));
  return { from, to, reverted: revert, applied: apply, blocks, included: [...included], returned };
};

/** What became of the blocks around the head now that it has moved. */
const settleAround = ({ position, spec, fresh }: Run): void => {
  // Executed on a branch that failed further up and left again: they are in no commit, so they count as never applied.
  for (const node of fresh) if (!isCanonical(position, node) && hasBody(node)) node.status = 'body';
  keepBestHeaderInReach(position, floorOf(position, spec));
};

export const advance = (position: Position, stores: Stores, spec: ChainSpec, tree: BlockTree): Advance => {
  const floor = floorOf(position, spec);
  const run: Run = {
    ...{ position, stores, spec, tree, floor, executed: new Map(), fresh: [], condemned: [], damaged: [] },
    ...{ tried: [], won: undefined },
  };
  const from = position.head;
  if (!isReachable(position, position.bestBody, floor)) position.bestBody = bestReachable(position, hasBody, floor);
  let needs: Needs | undefined;
  while (needs === undefined && isBetter(position.bestBody, position.head)) {
    const best = position.bestBody;
    const isAbove = ancestorAt(best, position.head.height) === position.head;
    needs = isAbove ? extend(run, pathBetween(position.head, best).apply) : reorganise(run, best);
  }
  position.awaited = needs?.awaited ?? new Set();
  if (needs === undefined) position.trial = undefined;
  settleAround(run);
  const { tooDeep } = position;
  position.tooDeep = undefined;
  const { condemned, damaged, tried } = run;
  return { change: headChange(run, from, position.head), tried, condemned, missing: needs, tooDeep, damaged };
};
