// Lets go of blocks that no reorganisation may touch any more: the base of the tree moves up by one step, and of the blocks
// below it only the ids stay in memory (archived-ids.ts). What leaves is handed out once, for the store. So the tree has at most
// `reorgLimit` and some steps of blocks below the head, however long the chain is.

import type { MountainRange } from '../crypto/index.ts';
import { concatBytes } from '../bytes/index.ts';
import { bytesOf, type ChainSpec, type SealedHeader } from '../model/index.ts';
import type { ArchivedIds } from './archived-ids.ts';
import { ancestorAt, type BlockNode, type BlockTree, rangeOf } from './block-tree.ts';
import { nodeAt } from './height-path.ts';
import { bestReachable, floorOf, hasBody, type Position, standOnBase } from './position.ts';

/** One step, as it left. */
export interface Archived {
  /** height of the first of the headers */
  readonly first: number;
  /** of our chain, upwards to the one below the base */
  readonly headers: readonly SealedHeader[];
  /** blocks of branches that parted below the base: nothing will ask for them */
  readonly beside: readonly BlockNode[];
  readonly base: BlockNode;
  /** all blocks below the base: what the base's header has as its history root */
  readonly history: MountainRange;
}

/** Headers in one value of the store: 74 kB. */
const stepMax = 256;

/**
 * Blocks by which the base moves: 256, or where the reorg limit is so low that it would be little beside that, the largest
 * power of two that is at most half of it.
 */
export const archiveStep = ({ reorgLimit }: ChainSpec): number =>
  Math.min(stepMax, 2 ** Math.floor(Math.log2(Math.max(2, reorgLimit) / 2)));

interface Parts {
  readonly spec: ChainSpec;
  readonly tree: BlockTree;
  readonly position: Position;
  readonly archived: ArchivedIds;
}

/** The next base, when the head is a step more than the reorg limit above it and everything of use stands on it. */
const nextBase = ({ spec, tree, position }: Parts, restart: BlockNode): BlockNode | undefined => {
  const step = archiveStep(spec);
  const height = tree.base().height + step;
  if (position.head.height - spec.reorgLimit - step < height) return undefined;
  const node = nodeAt(position.canonical, height);
  if (nodeAt(position.headerChain, height) !== node || ancestorAt(restart, height) !== node) return undefined;
  return node;
};

/** `restart` is the block from whose state a start would replay: it must stand on the base. */
export const archive = (parts: Parts, restart: BlockNode): Archived | undefined => {
  const { spec, tree, position, archived } = parts;
  const base = nextBase(parts, restart);
  if (base?.parent === undefined) return undefined;
  const first = tree.base().height;
  const history = rangeOf(base.parent);
  const { below, beside } = tree.raiseBase(base);
  archived.append(concatBytes(...below.map(({ id }) => bytesOf(id))));
  // Whoever still holds one of them must not go on from there.
  for (const node of beside) node.status = 'invalid';
  standOnBase(position, base);
  if (tree.get(position.bestBody.id) !== position.bestBody) {
    position.bestBody = bestReachable(position, hasBody, floorOf(position, spec));
  }
  return { first, headers: below, beside, base, history };
};
