// The headers that a reorganisation may touch, as a tree from its base upwards, each with the weight of the chain up to it.
// The base is the genesis block at first and moves up with the head (archive.ts); what is below it, and what parted below
// it, leaves the tree. Recent blocks keep their decoded header and their mountain range; others are packed, and both are
// made again when somebody asks.
// Who can make it grow: whoever finds seals. Side branches are bounded by `sideHeadersMax` and by the reorg limit below
// which nothing is accepted; the branch of the head by the base.

import { appendToRange, emptyRange, type MountainRange, rangeRoot } from '../crypto/index.ts';
import { toHex } from '../bytes/index.ts';
import type { ValidatorContext } from '../consensus/index.ts';
import { bytesOf, type Hex32, type SealedHeader } from '../model/index.ts';
import { createHeaderPacker, type HeaderPage, unpackHeader } from './packed-headers.ts';

export interface BlockNode {
  readonly id: Hex32;
  readonly height: number;
  /** weights of all blocks from genesis to this one */
  readonly weight: bigint;
  /** `undefined` for the base of the tree, and for a block that has left it */
  readonly parent: BlockNode | undefined;
  /** of the blocks that stand on this one, the last that was added; the others follow from sibling to sibling */
  readonly lastChild: BlockNode | undefined;
  readonly sibling: BlockNode | undefined;
  /**
   * header: the body is missing · body: the body has been checked without state · applied: it was executed once and all
   * its promises held · invalid: no block with this id, nor any descendant, will be followed
   */
  status: 'header' | 'body' | 'applied' | 'invalid';
  /** the ids from genesis to this one, where they are kept; see `rangeOf` */
  readonly range: MountainRange | undefined;
  /** see `sealedOf` */
  readonly header: SealedHeader | HeaderPage;
  readonly headerAt: number;
  /** who may seal on it; blocks that leave them as they are share it */
  readonly validators: ValidatorContext | undefined;
  /** what its header carries of them (SealedHeader.validators) */
  readonly carried: Uint8Array | undefined;
}

/** The lowest block of a tree, with what is known of all below it. */
export interface TreeBase {
  readonly sealed: SealedHeader;
  readonly height: number;
  readonly weight: bigint;
  readonly range: MountainRange;
  readonly validators: ValidatorContext | undefined;
}

/** What is known of a header that was judged. */
export interface Judged {
  readonly weight: bigint;
  readonly validators: ValidatorContext | undefined;
}

export interface LeftTree {
  /** of the blocks that the new base stands on, upwards */
  readonly below: readonly SealedHeader[];
  /** of the branches that parted below it, in no order */
  readonly beside: readonly BlockNode[];
}

export interface BlockTree {
  readonly base: () => BlockNode;
  readonly get: (id: Hex32) => BlockNode | undefined;
  readonly add: (parent: BlockNode, sealed: SealedHeader, judged: Judged) => BlockNode;
  /** Marks a node and all that stands on it. */
  readonly condemn: (node: BlockNode) => void;
  /** Forgets nodes without children; the caller says which are of no use any more. */
  readonly prune: (isUseless: (node: BlockNode) => boolean) => void;
  /** Makes a block of the tree its base; all that does not stand on it leaves. */
  readonly raiseBase: (node: BlockNode) => LeftTree;
  readonly count: () => number;
  /** The blocks that were added last, at most so many; at most `recentMax`. */
  readonly newest: (count: number) => ReadonlySet<BlockNode>;
}

/** Nodes with a decoded header (1 kB) and a range of their own (1 kB), and how many are packed at once. */
const recentMax = 512;
const packAtOnce = 64;
/** So many blocks up from one that keeps its range, the next one does. */
const rangeEvery = 64;

/** The same object as the tree sees it: nobody else changes these. */
interface OwnNode extends BlockNode {
  parent: BlockNode | undefined;
  lastChild: BlockNode | undefined;
  sibling: BlockNode | undefined;
  range: MountainRange | undefined;
  header: SealedHeader | HeaderPage;
  headerAt: number;
}

const isPacked = (header: SealedHeader | HeaderPage): header is HeaderPage => 'used' in header;

/** The header of a block; decoded anew for one that is not recent. */
export const sealedOf = ({ header, headerAt, height, parent, id, carried }: BlockNode): SealedHeader => {
  if (!isPacked(header)) return header;
  if (parent === undefined) throw new Error(`the header of ${id} cannot be told without its parent`);
  const sealed = unpackHeader(header, headerAt, height, parent.id);
  return carried === undefined ? sealed : { ...sealed, validators: carried };
};

/** The ids from genesis to this block: its own, or those of an ancestor near by with the ids between appended. */
export const rangeOf = (node: BlockNode): MountainRange => {
  const above: BlockNode[] = [];
  let at = node;
  while (at.range === undefined) {
    above.push(at);
    if (at.parent === undefined) throw new Error(`no history of ${node.id}`);
    at = at.parent;
  }
  return above.reduceRight((range, { id }) => appendToRange(range, bytesOf(id)), at.range);
};

/** What the header of a child must have as its history root. */
export const historyRootAfter = (node: BlockNode): Hex32 => toHex(rangeRoot(rangeOf(node)));

export const childrenOf = (node: BlockNode): readonly BlockNode[] => {
  const children: BlockNode[] = [];
  for (let child = node.lastChild; child !== undefined; child = child.sibling) children.push(child);
  return children;
};

/** The block and all that stands on it; nothing is looked at that stands on one which `enter` refuses. */
export const withDescendants = function* (
  root: BlockNode,
  enter: (node: BlockNode) => boolean = () => true,
): Generator<BlockNode, undefined> {
  const pending = enter(root) ? [root] : [];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    for (let child = node.lastChild; child !== undefined; child = child.sibling) if (enter(child)) pending.push(child);
  }
};

const removeChild = (parent: OwnNode, gone: OwnNode): void => {
  if (parent.lastChild === gone) {
    parent.lastChild = gone.sibling;
    return;
  }
  let before: OwnNode | undefined = parent.lastChild;
  while (before !== undefined && before.sibling !== gone) before = before.sibling;
  if (before !== undefined) before.sibling = gone.sibling;
};

/** Without links, so that whoever still holds it holds nothing else. */
const detach = (node: OwnNode): void => {
  node.parent = undefined;
  node.lastChild = undefined;
  node.sibling = undefined;
};

/** Of a whole block, which is a header too, nothing else. */
const headerOf = ({ header, seal, sealDigest, id, bytes, validators }: SealedHeader): SealedHeader => {
  const alone = { header, seal, sealDigest, id, bytes };
  return validators === undefined ? alone : { ...alone, validators };
};

const nodeOf = (parent: BlockNode, sealed: SealedHeader, { weight, validators }: Judged): OwnNode => ({
  id: sealed.id,
  height: parent.height + 1,
  weight: parent.weight + weight,
  parent,
  lastChild: undefined,
  sibling: parent.lastChild,
  status: 'header',
  range: appendToRange(rangeOf(parent), bytesOf(sealed.id)),
  header: headerOf(sealed),
  headerAt: 0,
  validators,
  carried: sealed.validators,
});

/** As it would stand in the tree on `parent`, which may itself stand beside the tree; nothing there knows of it. */
export const nodeBeside = (parent: BlockNode, sealed: SealedHeader, judged: Judged): BlockNode => ({
  ...nodeOf(parent, sealed, judged),
  sibling: undefined,
});

/** A node beside the tree with its parent and nothing below, so that whoever keeps it keeps two headers. */
export const cutLoose = (node: BlockNode): BlockNode => {
  const { parent } = node;
  if (parent === undefined) return node;
  const loose = { header: sealedOf(parent), parent: undefined, lastChild: undefined, sibling: undefined };
  return { ...node, parent: { ...parent, ...loose, range: undefined } };
};

const baseNode = ({ sealed, height, weight, range, validators }: TreeBase): OwnNode => ({
  id: sealed.id,
  height,
  weight,
  parent: undefined,
  lastChild: undefined,
  sibling: undefined,
  status: 'applied',
  range,
  header: sealed,
  headerAt: 0,
  validators,
  carried: sealed.validators,
});

/** The base of a tree that begins with the genesis block. */
export const genesisBase = (sealed: SealedHeader, validators?: ValidatorContext): TreeBase => ({
  sealed,
  height: 0,
  weight: 0n,
  range: appendToRange(emptyRange, bytesOf(sealed.id)),
  validators,
});

interface Tree {
  readonly nodes: Map<Hex32, OwnNode>;
  base: OwnNode;
}

const raiseBase = (tree: Tree, node: OwnNode): LeftTree => {
  const sealed = sealedOf(node);
  const range = rangeOf(node);
  const below: BlockNode[] = [];
  for (let at = node.parent; at !== undefined; at = at.parent) below.push(at);
  below.reverse();
  const headers = below.map(sealedOf);
  const isBelow = new Set(below);
  const leaving: readonly OwnNode[] = [...withDescendants(tree.base, (other) => other !== node)];
  for (const gone of leaving) {
    tree.nodes.delete(gone.id);
    detach(gone);
  }
  Object.assign(node, { parent: undefined, sibling: undefined, range, header: sealed });
  tree.base = node;
  return { below: headers, beside: leaving.filter((gone) => !isBelow.has(gone)) };
};

/** `chainId` is the id of the genesis block. */
export const createBlockTree = (chainId: Hex32, lowest: TreeBase): BlockTree => {
  const base = baseNode(lowest);
  const tree: Tree = { nodes: new Map([[base.id, base]]), base };
  const { nodes } = tree;
  const packer = createHeaderPacker(chainId);
  /** in the order in which they were added */
  const recent: OwnNode[] = [];

  const packOldest = (): void => {
    for (const node of recent.splice(0, packAtOnce)) {
      if (isPacked(node.header) || node.parent === undefined) continue;
      [node.header, node.headerAt] = packer.pack(node.header);
      if (node.height % rangeEvery !== 0) node.range = undefined;
    }
  };

  return {
    base: () => tree.base,
    get: (id) => nodes.get(id),
    add: (parent, sealed, judged) => {
      const node = nodeOf(parent, sealed, judged);
      const below: OwnNode = parent;
      below.lastChild = node;
      nodes.set(node.id, node);
      recent.push(node);
      if (recent.length >= recentMax + packAtOnce) packOldest();
      return node;
    },
    condemn: (node) => {
      for (const each of withDescendants(node)) each.status = 'invalid';
    },
    prune: (isUseless) => {
      const leaves = [...nodes.values()].filter(({ lastChild }) => lastChild === undefined);
      for (let node = leaves.pop(); node !== undefined; node = leaves.pop()) {
        const parent: OwnNode | undefined = node.parent;
        if (parent === undefined || node.lastChild !== undefined || !isUseless(node)) continue;
        nodes.delete(node.id);
        removeChild(parent, node);
        detach(node);
        leaves.push(parent);
      }
    },
    raiseBase: (node) => raiseBase(tree, node),
    count: () => nodes.size,
    newest: (count) => new Set(recent.slice(-count)),
  };
};

/** The ancestor at a height, or `undefined` above the node. */
export const ancestorAt = (node: BlockNode, height: number): BlockNode | undefined => {
  let at: BlockNode | undefined = node;
  while (at !== undefined && at.height > height) at = at.parent;
  return at?.height === height ? at : undefined;
};
