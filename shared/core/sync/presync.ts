// Headers of a chain that does not weigh enough: they are judged by all rules, weighed and forgotten, and only once the
// chain is shown to be heavier than ours it is asked for again and kept (after Bitcoin Core's headers presync, pull request
// 25717). What is kept then must lead to the ids at which the first answers ended, so it is the chain that was weighed.
// Enough is more than our best header's chain weighs, and `minimumWeight` at least. Short branches near our best header
// are kept at once where that weighs so much, because fork choice needs them before they win.
// Bounds, per peer: two headers and `marksMax` ids; the headers of one answer while it is looked at.

import {
  type BlockNode,
  type Chain,
  cutLoose,
  type ForeignBranch,
  type HeaderFault,
  lookAtForeign,
  sealedOf,
} from '../chain/index.ts';
import type { Hex32, SealedHeader } from '../model/index.ts';
import { wireLimits } from '../wire/index.ts';

/**
 * weighing: headers after `start`, a block of our tree, have been judged up to `last` · fetching: the chain is heavy enough,
 * and is being kept; `start` is as far as that has come · foreign: it parts below the reorg limit, and is looked at only to
 * tell people of it
 */
export type HeaderWalk =
  | {
      readonly stage: 'weighing';
      readonly start: Hex32;
      /** beside the tree, with its parent and nothing below */
      readonly last: BlockNode;
      /** where answers ended, upwards */
      readonly marks: readonly Hex32[];
    }
  | { readonly stage: 'fetching'; readonly start: Hex32; readonly marks: readonly Hex32[] }
  | { readonly stage: 'foreign'; readonly branch: ForeignBranch };

/** One answer, read upwards to its end or to the first header that is refused. */
interface JudgedHeaders {
  /** older than our tree */
  readonly archived: number;
  /** the last that we had */
  readonly known: BlockNode | undefined;
  /** the others, each on the one before, beside the tree */
  readonly fresh: readonly BlockNode[];
  readonly refused: { readonly fault: HeaderFault; readonly sealed: SealedHeader } | undefined;
}

export interface WeighedHeaders extends Omit<JudgedHeaders, 'fresh'> {
  /** to be taken in, upwards */
  readonly keep: readonly BlockNode[];
  /** these lead to a chain heavier than ours: see `Chain.keepHeader` */
  readonly isProven: boolean;
  /** a chain that will not be followed, as far as it was looked at */
  readonly foreign?: ForeignBranch;
  /** how the walk goes on; none where it has ended */
  readonly walk: HeaderWalk | undefined;
}

type Verdict = Pick<WeighedHeaders, 'keep' | 'isProven' | 'walk'>;

/** Ids of 80 bytes: 330 kB a peer, and four million headers where each answer is full. */
const marksMax = 4096;
/** Less than one full answer, on a block as near to our best header. */
const shortBranchMax = wireLimits.headersMax - 1;

const nothing: Verdict = { keep: [], isProven: false, walk: undefined };

const parentOf = (node: BlockNode): Hex32 => sealedOf(node).header.parent;

const judgeHeaders = (
  chain: Chain,
  headers: readonly SealedHeader[],
  walk: HeaderWalk | undefined,
  now: number,
): JudgedHeaders => {
  const fresh: BlockNode[] = [];
  let archived = 0;
  let known: BlockNode | undefined;
  let below = walk?.stage === 'weighing' ? walk.last : undefined;
  for (const sealed of headers) {
    // Ours, and so old that it is no node any more: the peer's chain goes on from there.
    if (chain.archived.heightOf(sealed.id) !== undefined) {
      archived++;
      continue;
    }
    const { parent } = sealed.header;
    if (fresh.length > 0 && parent !== below?.id) {
      return { archived, known, fresh, refused: { fault: { type: 'header-parent-unknown', parent }, sealed } };
    }
    const judged = chain.judgeHeader(sealed, now, below);
    if (!judged.ok) return { archived, known, fresh, refused: { fault: judged.error, sealed } };
    below = judged.value;
    if (chain.tree.get(below.id) === below) known = below;
    else fresh.push(below);
  }
  return { archived, known, fresh, refused: undefined };
};

const isShortBranch = (chain: Chain, tip: BlockNode): boolean => {
  let at: BlockNode | undefined = tip;
  for (let length = 0; length <= shortBranchMax && at !== undefined; length++, at = at.parent) {
    if (chain.leadsToBestHeader(at)) return at.height + shortBranchMax >= chain.bestHeader().height;
  }
  return false;
};

/** Keeps what leads to a mark; the rest of the answer is asked for again, unless it is above the last mark. */
const fetch = (fresh: readonly BlockNode[], marks: readonly Hex32[]): Verdict => {
  const open = new Set(marks);
  const end = fresh.findLastIndex(({ id }) => open.has(id));
  const reached = fresh[end];
  if (reached === undefined) return nothing; // another chain than the one that was weighed
  const left = marks.slice(marks.indexOf(reached.id) + 1);
  if (left.length === 0) return { keep: fresh, isProven: true, walk: undefined };
  const walk: HeaderWalk = { stage: 'fetching', start: reached.id, marks: left };
  return { keep: fresh.slice(0, end + 1), isProven: true, walk };
};

const weigh = (
  chain: Chain,
  fresh: readonly BlockNode[],
  walk: HeaderWalk | undefined,
  minimumWeight: bigint,
): Verdict => {
  const [first] = fresh;
  const tip = fresh.at(-1);
  if (first === undefined || tip === undefined) return nothing;
  const from = parentOf(first);
  const walked = walk?.stage === 'weighing' && walk.last.id === from ? walk : undefined;
  const { start, marks } = walked ?? { start: from, marks: [] };
  const best = chain.bestHeader().weight;
  const isEnough = tip.weight > best && tip.weight >= minimumWeight;
  if (walked === undefined) {
    // Before we have the network's chain, one short answer on another would be a long chain.
    const isBranch = best >= minimumWeight && isShortBranch(chain, tip);
    if (isEnough || isBranch) return { keep: fresh, isProven: isEnough, walk: undefined };
    if (walk?.stage === 'weighing' && tip.height <= walk.last.height) return nothing; // begun again, and no further
  }
  if (marks.length === marksMax) return nothing;
  const further = [...marks, tip.id];
  if (isEnough) return { keep: [], isProven: false, walk: { stage: 'fetching', start, marks: further } };
  return { keep: [], isProven: false, walk: { stage: 'weighing', start, last: cutLoose(tip), marks: further } };
};

/**
 * What parts from ours below the reorg limit: from its first header on it is looked at apart from the tree, and so is an answer
 * that is all ours and older than the tree, for who serves that does not know the base, which every locator names.
 */
const lookApart = (
  chain: Chain,
  headers: readonly SealedHeader[],
  { refused, fresh, archived }: Pick<JudgedHeaders, 'refused' | 'fresh' | 'archived'>,
  now: number,
): ForeignBranch | undefined => {
  if (archived > 0 && archived === headers.length) return lookAtForeign(chain, undefined, headers, now);
  if (refused?.fault.type !== 'header-below-reorg-limit' || fresh.length > 0) return undefined;
  return lookAtForeign(chain, undefined, headers.slice(headers.indexOf(refused.sealed)), now);
};

const walkOf = (foreign: ForeignBranch): Pick<WeighedHeaders, 'foreign' | 'walk'> => ({
  foreign,
  walk: { stage: 'foreign', branch: foreign },
});

/** What an answer brings: what of it is to be kept, and how the walk of this peer's chain goes on. */
export const weighHeaders = (
  chain: Chain,
  headers: readonly SealedHeader[],
  walk: HeaderWalk | undefined,
  { now, minimumWeight }: { readonly now: number; readonly minimumWeight: bigint },
): WeighedHeaders => {
  if (walk?.stage === 'foreign' && headers[0]?.header.parent === walk.branch.last) {
    const further = lookAtForeign(chain, walk.branch, headers, now);
    const rest = { ...nothing, archived: 0, known: undefined, refused: undefined };
    return further === undefined ? rest : { ...rest, ...walkOf(further) };
  }
  const { fresh, ...judged } = judgeHeaders(chain, headers, walk, now);
  const foreign = lookApart(chain, headers, { ...judged, fresh }, now);
  if (foreign !== undefined) return { ...judged, ...nothing, refused: undefined, ...walkOf(foreign) };
  // What came another way meanwhile has not to come again.
  const marks = walk?.stage === 'fetching' ? walk.marks.filter((id) => chain.tree.get(id) === undefined) : [];
  if (marks.length > 0) return { ...judged, ...fetch(fresh, marks) };
  return { ...judged, ...weigh(chain, fresh, walk, minimumWeight) };
};
