// The chain of a node: header tree, bodies at hand, the state at the head, and the import ladder. Owns all of them and
// hands out read access. `acceptHeader` and `acceptBody` judge what comes in; `advance` (advance.ts) moves the head to
// the heaviest chain within the reorg limit whose bodies are here; `archive` lets go of what no reorganisation may touch
// any more. What an outsider can grow is bounded in block-tree (headers, against seals), block-cache (bytes) and by the
// callers (what they ask for); what time can, by the base of the tree.

import { err, ok, type Result } from '../bytes/index.ts';
import type { ConsensusEngine } from '../consensus/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import type { Block, ChainSpec, Hex32, SealedHeader } from '../model/index.ts';
import type { MachinePort, State, StateChange } from '../state/index.ts';
import { adoptState } from './adopt-state.ts';
import { advance, type Advance } from './advance.ts';
import { advanceHeaders } from './advance-headers.ts';
import { archive, type Archived } from './archive.ts';
import { type ArchivedIds, createArchivedIds } from './archived-ids.ts';
import { createBlockCache } from './block-cache.ts';
import {
  type BlockNode,
  type BlockTree,
  createBlockTree,
  genesisBase,
  nodeBeside,
  sealedOf,
  type TreeBase,
} from './block-tree.ts';
import { bodyMatchesHeader, checkBody, type CheckedBlock } from './check-block.ts';
import { checkHeader } from './check-header.ts';
import { type Checkpoint, isCheckpointAtItsHeight } from './checkpoint.ts';
import { completeBlock } from './complete-block.ts';
import { type BlockFault, type HeaderFault, meaningOf } from './fault.ts';
import { isBetter } from './fork-choice.ts';
import type { Genesis } from './genesis.ts';
import { nodeAt } from './height-path.ts';
import {
  bestFrom,
  chooseAgain,
  floorOf,
  hasBody,
  isCanonical,
  isConnected,
  isReachable,
  lackingBodies,
  noteTooDeep,
  type Position,
  positionAt,
  setBestHeader,
  setHead,
} from './position.ts';
import { createSideBranches, type SideBranches } from './side-branches.ts';
import type { Stores } from './trial.ts';

/** full: every block is executed · light: headers alone are followed, and the state is never that of the head */
export type ChainMode = 'full' | 'light';

export interface ChainPorts {
  readonly spec: ChainSpec;
  /** full unless given */
  readonly mode?: ChainMode;
  readonly genesis: Genesis;
  readonly engine: ConsensusEngine;
  readonly signatureCheck: SignatureCheck;
  readonly isVerified: (signedHash: Hex32) => boolean;
  /** what executes contracts, once it is loaded; needed where the spec names a machine */
  readonly contracts?: MachinePort | undefined;
  /** memory for recent blocks, and as much for their state changes; a full block takes 3 MB of it */
  readonly cacheBytesMax?: number;
  /** where the tree begins; the genesis block unless given. Such a chain is of use once `restoreHead` was called. */
  readonly base?: ChainBase;
  /** see Chain; 0 unless given */
  readonly executedFrom?: number;
}

/** The lowest block of a chain that was archived up to it. */
export interface ChainBase extends TreeBase {
  /** as many as its height */
  readonly archived: ArchivedIds;
}

export interface Chain {
  readonly spec: ChainSpec;
  readonly mode: ChainMode;
  readonly chainId: Hex32;
  readonly genesis: SealedHeader;
  readonly engine: ConsensusEngine;
  readonly contracts: MachinePort | undefined;
  readonly tree: BlockTree;
  readonly state: State;
  readonly head: () => BlockNode;
  /** From now on, until the head is as high, other blocks at this height are refused. */
  readonly insistOn: (checkpoint: Checkpoint) => void;
  /** the heaviest header within reach and not known to be wrong, with or without its body */
  readonly bestHeader: () => BlockNode;
  /** the block of the head's chain at a height, if it is in the tree: from its base upwards */
  readonly at: (height: number) => BlockNode | undefined;
  readonly isCanonical: (node: BlockNode) => boolean;
  /** the id of the head's chain at any height from the genesis block on */
  readonly idAt: (height: number) => Hex32 | undefined;
  /** the height of a block of the head's chain; `undefined` for every other block */
  readonly heightOf: (id: Hex32) => number | undefined;
  /** the blocks below the base of the tree */
  readonly archived: ArchivedIds;
  readonly bodyOf: (id: Hex32) => Block | undefined;
  readonly acceptHeader: (sealed: SealedHeader, now: number) => Result<BlockNode, HeaderFault>;
  /**
   * Judges a header as `acceptHeader` does and keeps nothing: the node stands beside the tree. `below` is its parent where
   * that is such a node too.
   */
  readonly judgeHeader: (sealed: SealedHeader, now: number, below?: BlockNode) => Result<BlockNode, HeaderFault>;
  /**
   * Takes in a node that `judgeHeader` gave, whose parent is in the tree. One that is proven to lead to a chain heavier
   * than ours finds room, however long that chain is.
   */
  readonly keepHeader: (judged: BlockNode, isProven: boolean) => Result<BlockNode, HeaderFault>;
  /** Whether the block is one of the best header's chain, and in the tree. */
  readonly leadsToBestHeader: (node: BlockNode) => boolean;
  readonly acceptBody: (node: BlockNode, block: Block) => Result<undefined, BlockFault>;
  /** A block on our head with who rules next, where its header carries that and it has come alone. */
  readonly complete: (block: Block) => Block;
  readonly advance: () => Advance;
  /** Blocks of the best header's chain without a body, from the lowest up to `highest`, at most `count`. */
  readonly lacking: (count: number, highest: number) => readonly BlockNode[];
  /** Hands back what `advance` missed. False: this is not the body of that block; `giveUp` it. */
  readonly supplyBody: (id: Hex32, block: Block) => boolean;
  readonly supplyChanges: (id: Hex32, changes: readonly StateChange[]) => void;
  /** What `advance` missed cannot be had: chains that need it are left aside, bodies have to be fetched from peers. */
  readonly giveUp: (id: Hex32) => void;
  /** Bounds what is cached; call it between inputs. Returns blocks that are nowhere else, for the caller to keep. */
  readonly trim: () => readonly Block[];
  /**
   * Lets go of the blocks up to a new base, if the head is far enough above it and `restart`, from which a start would
   * replay, stands on it. At most one step; call it between head changes. What left is to be stored before the head's
   * next commit is done.
   */
  readonly archive: (restart: BlockNode) => Archived | undefined;
  /** Places the head where the store left it; `node` and all its ancestors were applied before, or are headers of a light chain. */
  readonly restoreHead: (node: BlockNode, state: State) => void;
  /**
   * The lowest height whose block was executed here: 0, or the one above the block whose state was taken over. Of lower
   * blocks there may be no bodies.
   */
  readonly executedFrom: () => number;
  /** What a block that was executed changed in the state, if that is in memory. */
  readonly changesOf: (id: Hex32) => readonly StateChange[] | undefined;
  /**
   * Goes on from a block of the best header's chain above the head whose state somebody has proved: it becomes head and base of
   * the tree, all below it is archived, and `keep` gets it step by step. Its height is a multiple of `archiveStep`.
   */
  readonly adoptState: (node: BlockNode, state: State, keep: (step: Archived) => void) => void;
}

/** At least the last ten blocks. */
const cacheBytesMaxDefault = 32 * 1024 * 1024;
/**
 * Headers beside the best header's chain: 50 competing branches of 400 blocks, and where the reorg limit is higher, one
 * branch of that length with the headers of one message above it, for it must fit in before it can win.
 */
const sideHeadersMin = 20_000;
const headersOfMessage = 2000;
const sideHeadersMax = ({ reorgLimit }: ChainSpec): number => Math.max(sideHeadersMin, reorgLimit + headersOfMessage);

const changesSize = (changes: readonly StateChange[]): number => 64 + changes.length * 240;
const bodySize = (checked: CheckedBlock): number => 2000 + 3 * checked.block.size;

const knownInvalid = (id: Hex32): HeaderFault => ({
  type: 'header-known-invalid',
  id,
  reason: 'a promise of it did not hold',
});

/** The branch that is being taken in because it is shown to be heavier than ours, while it is not yet our best. */
interface ProvenBranch {
  tip: BlockNode | undefined;
  count: number;
}

interface Inside {
  readonly ports: ChainPorts;
  readonly tree: BlockTree;
  readonly position: Position;
  readonly stores: Stores;
  readonly archived: ArchivedIds;
  readonly proven: ProvenBranch;
  checkpoint: Checkpoint | undefined;
  readonly sides: SideBranches;
}

/** Headers that no chain in memory needs. */
const sideHeaders = ({ tree, position, proven }: Inside): number =>
  tree.count() - (position.bestHeader.height - tree.base().height) - proven.count;

/** The lowest height of a parent; on the base itself nothing can stand, for the rules look at a parent's parent. */
const lowestParent = ({ tree, position, ports }: Inside): number => {
  const base = tree.base().height;
  return Math.max(position.head.height - ports.spec.reorgLimit, base === 0 ? 0 : base + 1);
};

/** Whether there is room for a header beside the chains; what is lighter than the head goes first. */
const hasRoom = (inside: Inside, parent: BlockNode): boolean => {
  const { tree, position, ports, proven } = inside;
  if (parent === position.bestHeader) return true; // nothing comes beside the best chain
  const limit = sideHeadersMax(ports.spec);
  if (sideHeaders(inside) <= limit) return true;
  const isUseless = (node: BlockNode): boolean => !isCanonical(position, node) && isBetter(position.head, node);
  tree.prune((node) => node !== parent && node !== proven.tip && isUseless(node));
  return sideHeaders(inside) <= limit;
};

/** Header rules, the clock last: a header from the future is held by the caller, not refused. */
const judgeHeader = (
  inside: Inside,
  sealed: SealedHeader,
  now: number,
  below?: BlockNode,
): Result<BlockNode, HeaderFault> => {
  const { ports, tree, archived } = inside;
  const known = tree.get(sealed.id);
  if (known !== undefined) {
    return known.status === 'invalid' ? err(knownInvalid(sealed.id)) : ok(known);
  }
  const parent = tree.get(sealed.header.parent) ?? (below?.id === sealed.header.parent ? below : undefined);
  const parentHeight = parent?.height ?? archived.heightOf(sealed.header.parent);
  if (parentHeight === undefined) return err({ type: 'header-parent-unknown', parent: sealed.header.parent });
  if (parent?.status === 'invalid') return err({ type: 'header-parent-invalid', parent: parent.id });
  const lowest = lowestParent(inside);
  if (parent === undefined || parentHeight < lowest) {
    return err({ type: 'header-below-reorg-limit', height: parentHeight + 1, lowest });
  }
  const ahead = inside.position.head.height <= parentHeight ? inside.checkpoint : undefined;
  const atCheckpoint = isCheckpointAtItsHeight(sealed, parentHeight + 1, ahead);
  if (!atCheckpoint.ok) return atCheckpoint;
  const rules = checkHeader(sealed, parent, { chainId: ports.genesis.chainId, engine: ports.engine });
  if (!rules.ok) return rules;
  const believableFrom = ports.engine.believableFrom(sealed.header);
  if (now < believableFrom) return err({ type: 'header-from-future', believableFrom });
  return ok(nodeBeside(parent, sealed, { weight: ports.engine.weight(sealed.header), validators: rules.value }));
};

const keepHeader = (inside: Inside, judged: BlockNode, isProven: boolean): Result<BlockNode, HeaderFault> => {
  const { ports, tree, position, proven } = inside;
  const known = tree.get(judged.id);
  if (known !== undefined) return ok(known);
  const sealed = sealedOf(judged);
  const parent = tree.get(sealed.header.parent);
  if (parent === undefined) return err({ type: 'header-parent-unknown', parent: sealed.header.parent });
  if (!isProven && !hasRoom(inside, parent)) {
    return err({ type: 'header-tree-full', limit: sideHeadersMax(ports.spec) });
  }
  const weight = ports.engine.weight(sealed.header);
  const node = tree.add(parent, sealed, { weight, validators: judged.validators });
  const isBest = isBetter(node, position.bestHeader);
  if (isBest) Object.assign(proven, { tip: undefined, count: 0 });
  else if (isProven) Object.assign(proven, { tip: node, count: parent === proven.tip ? proven.count + 1 : 1 });
  if (!isBest) return ok(node);
  const inReach = parent === position.bestHeader || isReachable(position, node, floorOf(position, ports.spec));
  if (inReach) setBestHeader(position, node);
  else noteTooDeep(position, node);
  return ok(node);
};

const acceptHeader = (inside: Inside, sealed: SealedHeader, now: number): Result<BlockNode, HeaderFault> => {
  const judged = judgeHeader(inside, sealed, now);
  return judged.ok ? keepHeader(inside, judged.value, false) : judged;
};

const bodyRulesOf = ({ ports }: Inside) => ({ ...ports, chainId: ports.genesis.chainId });

const acceptBody = (inside: Inside, node: BlockNode, block: Block): Result<undefined, BlockFault> => {
  if (hasBody(node)) return ok(undefined);
  if (node.status === 'invalid') return err(knownInvalid(node.id));
  const matches = bodyMatchesHeader(block);
  if (!matches.ok) return matches;
  const checked = checkBody(block, bodyRulesOf(inside));
  if (!checked.ok) {
    if (meaningOf(checked.error).concerns === 'id') {
      inside.tree.condemn(node);
      chooseAgain(inside.position, floorOf(inside.position, inside.ports.spec));
    }
    return checked;
  }
  if (inside.ports.mode === 'light') return ok(undefined); // it was looked at to be passed on
  inside.stores.bodies.put(node.id, checked.value);
  node.status = 'body';
  // Whether it is in reach is asked by `advance`, which sees where the head is by then.
  const { position } = inside;
  if (isConnected(node)) position.bestBody = bestFrom(node, hasBody, position.bestBody);
  return ok(undefined);
};

const supplyBody = (inside: Inside, id: Hex32, block: Block): boolean => {
  if (block.id !== id || !bodyMatchesHeader(block).ok) return false;
  const checked = checkBody(block, { ...bodyRulesOf(inside), isVerified: () => true });
  if (checked.ok) inside.stores.bodies.put(id, checked.value);
  return checked.ok;
};

const giveUp = ({ tree, position, ports }: Inside, id: Hex32): void => {
  const node = tree.get(id);
  if (node === undefined) return;
  position.trial = undefined;
  if (isCanonical(position, node)) {
    position.lostBelow = Math.max(position.lostBelow, node.height);
  } else {
    node.status = 'header';
    position.lackingFrom = Math.min(position.lackingFrom, node.height);
  }
  chooseAgain(position, floorOf(position, ports.spec));
};

const trim = ({ stores, tree, position, sides, proven }: Inside): readonly Block[] => {
  sides.letGo(proven.tip);
  const isNeeded = (id: Hex32): boolean => position.awaited.has(id);
  stores.changes.trim(isNeeded);
  // A body that was applied is in the store; one that waits for its turn is nowhere else.
  return stores.bodies.trim(isNeeded).flatMap(([id, { block }]) => (tree.get(id)?.status === 'body' ? [block] : []));
};

const restoreHead = ({ position, ports }: Inside, node: BlockNode, state: State): void => {
  if (ports.mode !== 'light') {
    for (let at: BlockNode | undefined = node; at !== undefined; at = at.parent) at.status = 'applied';
    position.state = state;
  }
  setHead(position, node);
  chooseAgain(position, floorOf(position, ports.spec));
};

const idAt = ({ archived, position }: Inside, height: number): Hex32 | undefined =>
  archived.idAt(height) ?? nodeAt(position.canonical, height)?.id;

const heightOf = ({ archived, position, tree }: Inside, id: Hex32): number | undefined => {
  const node = tree.get(id);
  if (node === undefined) return archived.heightOf(id);
  return isCanonical(position, node) ? node.height : undefined;
};

/** The state at the head, whichever value that is after a restart. */
const headState = (position: Position): State => ({
  get: (key) => position.state.get(key),
  root: () => position.state.root(),
  size: () => position.state.size(),
  preview: (changes) => position.state.preview(changes),
  adopt: (preview) => {
    position.state.adopt(preview);
  },
  entries: () => position.state.entries(),
  prove: (key) => position.state.prove(key),
  fork: () => position.state.fork(),
});

export const createChain = (ports: ChainPorts): Chain => {
  const { chainId, block } = ports.genesis;
  const first = ports.engine.firstValidators(chainId, ports.genesis.validators);
  const tree = createBlockTree(chainId, ports.base ?? genesisBase(block, first));
  const cacheBytesMax = ports.cacheBytesMax ?? cacheBytesMaxDefault;
  const stores: Stores = {
    bodies: createBlockCache(cacheBytesMax, bodySize),
    changes: createBlockCache(cacheBytesMax, changesSize),
    contracts: ports.contracts,
  };
  const position = positionAt(tree.base(), ports.genesis.state);
  const archived = ports.base?.archived ?? createArchivedIds();
  const proven = { tip: undefined, count: 0 };
  const sides = createSideBranches(tree, position);
  const inside: Inside = { ports, tree, position, stores, archived, proven, checkpoint: undefined, sides };
  let executedFrom = ports.executedFrom ?? 0;
  return {
    spec: ports.spec,
    mode: ports.mode ?? 'full',
    chainId,
    genesis: block,
    engine: ports.engine,
    contracts: ports.contracts,
    tree,
    archived,
    state: headState(position),
    head: () => position.head,
    insistOn: (checkpoint) => {
      inside.checkpoint = checkpoint;
    },
    bestHeader: () => position.bestHeader,
    at: (height) => nodeAt(position.canonical, height),
    isCanonical: (node) => isCanonical(position, node),
    idAt: (height) => idAt(inside, height),
    heightOf: (id) => heightOf(inside, id),
    bodyOf: (id) => stores.bodies.get(id)?.block,
    acceptHeader: (sealed, now) => acceptHeader(inside, sealed, now),
    judgeHeader: (sealed, now, below) => judgeHeader(inside, sealed, now, below),
    keepHeader: (judged, isProven) => keepHeader(inside, judged, isProven),
    leadsToBestHeader: (node) => nodeAt(position.headerChain, node.height) === node,
    acceptBody: (node, body) => acceptBody(inside, node, body),
    complete: (alone) => completeBlock(alone, position, { ...bodyRulesOf(inside), contracts: ports.contracts }),
    advance: () =>
      ports.mode === 'light' ? advanceHeaders(position, ports.spec) : advance(position, stores, ports.spec, tree),
    lacking: (count, highest) => (ports.mode === 'light' ? [] : lackingBodies(position, count, highest)),
    supplyBody: (id, body) => supplyBody(inside, id, body),
    supplyChanges: (id, changes) => {
      stores.changes.put(id, changes);
    },
    giveUp: (id) => {
      giveUp(inside, id);
    },
    trim: () => trim(inside),
    archive: (restart) => archive({ spec: ports.spec, tree, position, archived }, restart),
    restoreHead: (node, state) => {
      restoreHead(inside, node, state);
    },
    executedFrom: () => executedFrom,
    changesOf: (id) => stores.changes.get(id),
    adoptState: (node, state, keep) => {
      adoptState({ spec: ports.spec, tree, position, archived }, node, state, keep);
      executedFrom = node.height + 1;
    },
  };
};
