// A chain of this network that parts from ours too far down for either side to follow the other. Its headers are linked,
// weighed and forgotten: nothing of them gets into the tree, and only what their seals have cost by themselves counts, because
// who ruled down there is not known any more. Bounded: what is kept is one value of fixed size.

import { type Hex32, protocolVersion, type SealedHeader } from '../model/index.ts';
import type { BlockNode } from './block-tree.ts';
import type { Chain } from './chain.ts';

/** As far as its headers have been looked at. */
export interface ForeignBranch {
  /** height of the last block that both chains have */
  readonly parting: number;
  /** its first block above that, by which it is known; none where all that came is ours */
  readonly first: Hex32 | undefined;
  readonly last: Hex32;
  readonly height: number;
  /** of the last header */
  readonly time: number;
  /** of its own blocks */
  readonly weight: bigint;
}

/** Of the weight that our chain has above the parting: what costs less is not worth a person's attention. */
const leastShare = 16n;

/** Where a chain parts whose next header stands on this block, which is ours or in the tree beside it. */
const beginOn = (chain: Chain, parent: Hex32): ForeignBranch | undefined => {
  const node = chain.tree.get(parent);
  if (node === undefined) {
    const height = chain.archived.heightOf(parent);
    return height === undefined
      ? undefined
      : { parting: height, first: undefined, last: parent, height, time: 0, weight: 0n };
  }
  if (node.status === 'invalid') return undefined;
  let first: Hex32 | undefined;
  let at: BlockNode = node;
  while (!chain.isCanonical(at)) {
    first = at.id;
    if (at.parent === undefined) return undefined;
    at = at.parent;
  }
  return { parting: at.height, first, last: parent, height: node.height, time: 0, weight: node.weight - at.weight };
};

/** The block of our chain that is nearest to where they part, and in the tree. */
const nearest = (chain: Chain, parting: number): BlockNode => chain.at(parting) ?? chain.tree.base();

const follows = (chain: Chain, { last, height, time }: ForeignBranch, { header }: SealedHeader, now: number): boolean =>
  header.parent === last &&
  header.height === height + 1 &&
  header.time > time &&
  header.version === protocolVersion &&
  header.chainId === chain.chainId &&
  chain.engine.believableFrom(header) <= now;

/**
 * Goes on with `before`, or begins with headers that stand on a block of ours. `undefined` where they lead nowhere: they are
 * none of this chain, or one of them has no seal.
 */
export const lookAtForeign = (
  chain: Chain,
  before: ForeignBranch | undefined,
  headers: readonly SealedHeader[],
  now: number,
): ForeignBranch | undefined => {
  const [next] = headers;
  if (next === undefined) return undefined;
  // What is ours and older than the tree is passed over: their chain goes on from there.
  const ours = headers.findLastIndex(({ id }) => chain.archived.heightOf(id) !== undefined);
  const from = headers[ours]?.id ?? next.header.parent;
  let branch = before?.last === from ? before : beginOn(chain, from);
  if (branch === undefined) return undefined;
  const known = nearest(chain, branch.parting).validators;
  for (const sealed of headers.slice(ours + 1)) {
    if (!follows(chain, branch, sealed, now) || !chain.engine.isSealedByItself(sealed, known)) return undefined;
    const { id, header } = sealed;
    branch = {
      ...{ parting: branch.parting, first: branch.first ?? id, last: id },
      ...{ height: header.height, time: header.time, weight: branch.weight + chain.engine.weight(header) },
    };
  }
  return branch;
};

/** What our own chain weighs above the parting; of one below the base of the tree at least. */
const ownWeight = (chain: Chain, { parting }: ForeignBranch): bigint =>
  chain.head().weight - nearest(chain, parting).weight;

/** It is shown to be heavier than ours. */
export const isForeignHeavier = (chain: Chain, branch: ForeignBranch): boolean =>
  chain.at(branch.parting) !== undefined && branch.weight > ownWeight(chain, branch);

/**
 * Neither side will follow the other: it is heavier than ours, which does not reach so far back, or too long to be undone by
 * those who are on it, and has cost enough to be more than one person's mischief.
 */
export const staysApart = (chain: Chain, branch: ForeignBranch): boolean => {
  if (branch.first === undefined || chain.head().height - branch.parting <= chain.spec.reorgLimit) return false;
  if (isForeignHeavier(chain, branch)) return true;
  const isOutOfReach = branch.height - branch.parting > chain.spec.reorgLimit;
  return isOutOfReach && leastShare * branch.weight >= ownWeight(chain, branch);
};
