// Where a node stands in its header tree: the head with its state, the best header, the best block whose bodies are
// here, and by height the two chains that lead to head and best header. Reachable is what the head may move to without
// undoing a block below the floor: the reorg limit, or the height of what the store has lost. Only reachable blocks are
// ever chosen. Bounded by the tree.

import type { ChainSpec, Hex32 } from '../model/index.ts';
import type { State } from '../state/index.ts';
import { type BlockNode, withDescendants } from './block-tree.ts';
import { isBetter } from './fork-choice.ts';
import { cutBelow, type HeightPath, leadTo, nodeAt, pathAt } from './height-path.ts';
import type { Trial } from './trial.ts';

export interface Position {
  head: BlockNode;
  bestHeader: BlockNode;
  bestBody: BlockNode;
  state: State;
  /** the head's chain */
  readonly canonical: HeightPath;
  /** the best header's chain */
  readonly headerChain: HeightPath;
  /** no block of the best header's chain below this height lacks its body */
  lackingFrom: number;
  /** blocks up to this height cannot be undone, because what that takes is lost */
  lostBelow: number;
  /** a branch that is being executed to see whether it holds what it promises */
  trial: Trial | undefined;
  /** blocks whose records are being loaded, or wait in the caches for those that are */
  awaited: ReadonlySet<Hex32>;
  /** a heavier branch that parts too far down, to be reported by the next `advance` */
  tooDeep: TooDeepBranch | undefined;
  readonly reportedBranches: Set<Hex32>;
}

export interface TooDeepBranch {
  /** the last block that both chains have */
  readonly common: BlockNode;
  /** the first block above it */
  readonly first: Hex32;
  readonly tip: BlockNode;
}

/** Branches remembered as reported; each costs somebody more work than the whole chain since it parted. */
const reportedMax = 64;

export const positionAt = (base: BlockNode, state: State): Position => ({
  head: base,
  bestHeader: base,
  bestBody: base,
  state,
  canonical: pathAt(base),
  headerChain: pathAt(base),
  lackingFrom: base.height + 1,
  lostBelow: 0,
  trial: undefined,
  awaited: new Set(),
  tooDeep: undefined,
  reportedBranches: new Set(),
});

export const hasBody = (node: BlockNode): boolean => node.status === 'body' || node.status === 'applied';
const isNotInvalid = (node: BlockNode): boolean => node.status !== 'invalid';

/** Whether this block and all below it down to one that was applied have their bodies. */
export const isConnected = (node: BlockNode): boolean => {
  let at: BlockNode | undefined = node;
  while (at?.status === 'body') at = at.parent;
  return at?.status === 'applied';
};

/** Whether the block is one of the head's chain, and in the tree. */
export const isCanonical = ({ canonical }: Position, node: BlockNode): boolean =>
  nodeAt(canonical, node.height) === node;

export const setHead = (position: Position, head: BlockNode): void => {
  leadTo(position.canonical, head);
  position.head = head;
};

export const setBestHeader = (position: Position, best: BlockNode): void => {
  const lowest = leadTo(position.headerChain, best);
  position.bestHeader = best;
  position.lackingFrom = Math.min(position.lackingFrom, lowest);
};

/** The height down to which blocks may be undone. */
export const floorOf = ({ head, lostBelow, canonical }: Position, { reorgLimit }: ChainSpec): number =>
  Math.max(canonical.first, head.height - reorgLimit, lostBelow);

/** The first block of the head's chain on the way down from `node`. */
const branchPoint = (position: Position, node: BlockNode): BlockNode => {
  let at = node;
  while (!isCanonical(position, at)) {
    if (at.parent === undefined) throw new Error('a block that does not stand on the base of the tree');
    at = at.parent;
  }
  return at;
};

export const isReachable = (position: Position, node: BlockNode, floor: number): boolean =>
  branchPoint(position, node).height >= floor;

/** The best among a node's descendants (itself included) that can be reached through nodes that `may` be used. */
export const bestFrom = (root: BlockNode, may: (node: BlockNode) => boolean, current: BlockNode): BlockNode => {
  let best = current;
  for (const node of withDescendants(root, may)) if (isBetter(node, best)) best = node;
  return best;
};

export const bestReachable = (position: Position, may: (node: BlockNode) => boolean, floor: number): BlockNode => {
  const root = nodeAt(position.canonical, floor);
  if (root === undefined) throw new Error('the floor is above the head');
  return bestFrom(root, may, position.head);
};

/** Chooses both bests anew, after blocks have lost their standing. */
export const chooseAgain = (position: Position, floor: number): void => {
  position.bestBody = bestReachable(position, hasBody, floor);
  setBestHeader(position, bestReachable(position, isNotInvalid, floor));
};

/** Keeps a heavier branch that is out of reach for the next report, if it was not reported before. */
export const noteTooDeep = (position: Position, tip: BlockNode): void => {
  const common = branchPoint(position, tip);
  // Where records were lost, that has been told already, and a start mends it.
  if (common.height < position.lostBelow) return;
  let first = tip;
  while (first.parent !== undefined && first.parent !== common) first = first.parent;
  const { reportedBranches } = position;
  if (reportedBranches.has(first.id)) return;
  if (reportedBranches.size >= reportedMax) reportedBranches.clear();
  reportedBranches.add(first.id);
  position.tooDeep = { common, first: first.id, tip };
};

/** After the head has moved up: is the best header still in reach? If not, the best one that is takes its place. */
export const keepBestHeaderInReach = (position: Position, floor: number): void => {
  if (nodeAt(position.headerChain, floor) === nodeAt(position.canonical, floor)) return;
  noteTooDeep(position, position.bestHeader);
  setBestHeader(position, bestReachable(position, isNotInvalid, floor));
};

/** Follows the tree, whose base has moved up. */
export const standOnBase = (position: Position, base: BlockNode): void => {
  cutBelow(position.canonical, base.height);
  cutBelow(position.headerChain, base.height);
};

/** Blocks of the best header's chain that lack their bodies, from the lowest up to `highest`, at most `count`. */
export const lackingBodies = (position: Position, count: number, highest: number): readonly BlockNode[] => {
  const { bestHeader, headerChain } = position;
  const lacking: BlockNode[] = [];
  let firstLacking: number | undefined;
  let height = position.lackingFrom;
  for (; height <= bestHeader.height && height <= highest && lacking.length < count; height++) {
    const node = nodeAt(headerChain, height);
    if (node === undefined || hasBody(node)) continue;
    firstLacking ??= height;
    lacking.push(node);
  }
  position.lackingFrom = firstLacking ?? height;
  return lacking;
};
