// Where a node stands in its header tree: the head with its state, the best header, the best block whose bodies are
// here, and by height the two chains that lead to head and best header. Reachable is what the head may move to without
// undoing a block below the floor: the reorg limit, or the height of what the store has lost. Only reachable blocks are
// ever chosen. Bounded by the tree.

import type { ChainSpec, Hex32 } from '../model/index.ts';
import type { State } from '../state/index.ts';
import type { BlockNode } from './block-tree.ts';
import { isBetter } from './fork-choice.ts';

export interface Position {
  head: BlockNode;
  bestHeader: BlockNode;
  bestBody: BlockNode;
  state: State;
  /** the head's chain by height */
  readonly canonical: BlockNode[];
  /** the best header's chain by height */
  readonly headerChain: BlockNode[];
  /** no block of the best header's chain below this height lacks its body */
  lackingFrom: number;
  /** blocks up to this height cannot be undone, because what that takes is lost */
  lostBelow: number;
  /** history below this height was forgotten: nothing can stand on it any more */
  rangesFrom: number;
  /** a heavier branch that parts too far down, to be reported by the next `advance` */
  tooDeep: TooDeepBranch | undefined;
  readonly reportedBranches: Set<Hex32>;
}

export interface TooDeepBranch {
  /** the last block that both chains have */
  readonly common: BlockNode;
  readonly tip: BlockNode;
}

/** Branches remembered as reported; each costs somebody more work than the whole chain since it parted. */
const reportedMax = 64;

export const positionAt = (genesis: BlockNode, state: State): Position => ({
  head: genesis,
  bestHeader: genesis,
  bestBody: genesis,
  state,
  canonical: [genesis],
  headerChain: [genesis],
  lackingFrom: 1,
  lostBelow: 0,
  rangesFrom: 0,
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

/** Makes `path` the chain of `tip`; returns the lowest height that changed. */
const setPath = (path: BlockNode[], tip: BlockNode): number => {
  path.length = tip.height + 1;
  let lowest = path.length;
  for (let at: BlockNode | undefined = tip; at !== undefined && path[at.height] !== at; at = at.parent) {
    path[at.height] = at;
    lowest = at.height;
  }
  return lowest;
};

export const setHead = (position: Position, head: BlockNode): void => {
  setPath(position.canonical, head);
  position.head = head;
};

export const setBestHeader = (position: Position, best: BlockNode): void => {
  const lowest = setPath(position.headerChain, best);
  position.bestHeader = best;
  position.lackingFrom = Math.min(position.lackingFrom, lowest);
};

/** The height down to which blocks may be undone. */
export const floorOf = ({ head, lostBelow }: Position, { reorgLimit }: ChainSpec): number =>
  Math.max(0, head.height - reorgLimit, lostBelow);

/** The first block of the head's chain on the way down from `node`. */
const branchPoint = ({ canonical }: Position, node: BlockNode): BlockNode => {
  let at = node;
  while (canonical[at.height] !== at) {
    if (at.parent === undefined) throw new Error('a block that does not stand on the genesis block');
    at = at.parent;
  }
  return at;
};

export const isReachable = (position: Position, node: BlockNode, floor: number): boolean =>
  branchPoint(position, node).height >= floor;

/** The best among a node's descendants (itself included) that can be reached through nodes that `may` be used. */
export const bestFrom = (root: BlockNode, may: (node: BlockNode) => boolean, current: BlockNode): BlockNode => {
  let best = current;
  const pending = may(root) ? [root] : [];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isBetter(node, best)) best = node;
    for (const child of node.children) if (may(child)) pending.push(child);
  }
  return best;
};

export const bestReachable = (position: Position, may: (node: BlockNode) => boolean, floor: number): BlockNode => {
  const root = position.canonical[floor];
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
  position.tooDeep = { common, tip };
};

/** After the head has moved up: is the best header still in reach? If not, the best one that is takes its place. */
export const keepBestHeaderInReach = (position: Position, floor: number): void => {
  if (position.headerChain[floor] === position.canonical[floor]) return;
  noteTooDeep(position, position.bestHeader);
  setBestHeader(position, bestReachable(position, isNotInvalid, floor));
};

/** Forgets the mountain ranges of blocks on which no header may stand any more, those of side branches included. */
export const forgetRanges = (position: Position, below: number): void => {
  for (; position.rangesFrom < below; position.rangesFrom++) {
    const node = position.canonical[position.rangesFrom];
    const next = position.canonical[position.rangesFrom + 1];
    const pending = node === undefined ? [] : [node];
    for (let old = pending.pop(); old !== undefined; old = pending.pop()) {
      old.range = undefined;
      for (const child of old.children) if (child !== next && child.height < below) pending.push(child);
    }
  }
};

/** Blocks of the best header's chain that lack their bodies, from the lowest up to `highest`, at most `count`. */
export const lackingBodies = (position: Position, count: number, highest: number): readonly BlockNode[] => {
  const { headerChain } = position;
  const lacking: BlockNode[] = [];
  let firstLacking: number | undefined;
  let height = position.lackingFrom;
  for (; height < headerChain.length && height <= highest && lacking.length < count; height++) {
    const node = headerChain[height];
    if (node === undefined || hasBody(node)) continue;
    firstLacking ??= height;
    lacking.push(node);
  }
  position.lackingFrom = firstLacking ?? height;
  return lacking;
};
