// The chain begins again at a settled block: its state came from peers and was proved against its header, so that nothing below
// it has to be executed. All that is below leaves memory as old headers do (archive.ts), one step after the other, so that
// the headers of one step are decoded at once; the block becomes base and head. Bounded by the tree.

import { concatBytes } from '../bytes/index.ts';
import { bytesOf, type ChainSpec } from '../model/index.ts';
import type { State } from '../state/index.ts';
import { type Archived, archiveStep } from './archive.ts';
import type { ArchivedIds } from './archived-ids.ts';
import { type BlockNode, type BlockTree, rangeOf, sealedOf } from './block-tree.ts';
import { cutBelow, nodeAt } from './height-path.ts';
import { bestReachable, floorOf, hasBody, type Position } from './position.ts';

interface Parts {
  readonly spec: ChainSpec;
  readonly tree: BlockTree;
  readonly position: Position;
  readonly archived: ArchivedIds;
}

/** What a state may be adopted for; anything else is a bug of the caller. */
const mustBeAdoptable = ({ spec, tree, position }: Parts, node: BlockNode, state: State): void => {
  if (nodeAt(position.headerChain, node.height) !== node) throw new Error('not a block of the best chain');
  if (node.height <= position.head.height || node.status === 'invalid') throw new Error('not above the head');
  if ((node.height - tree.base().height) % archiveStep(spec) !== 0) throw new Error('not where a base may stand');
  if (state.root() !== sealedOf(node).header.stateRoot) throw new Error('not the state of that block');
};

/** Raises the base by one step. */
const raise = ({ spec, tree, position, archived }: Parts): Archived => {
  const first = tree.base().height;
  const base = nodeAt(position.headerChain, first + archiveStep(spec));
  if (base?.parent === undefined) throw new Error('no block to be the next base');
  const history = rangeOf(base.parent);
  const { below, beside } = tree.raiseBase(base);
  archived.append(concatBytes(...below.map(({ id }) => bytesOf(id))));
  // Whoever still holds one of them must not go on from there.
  for (const node of beside) node.status = 'invalid';
  cutBelow(position.headerChain, base.height);
  return { first, headers: below, beside, base, history };
};

/** `keep` is told of each step, upwards. */
export const adoptState = (parts: Parts, node: BlockNode, state: State, keep: (step: Archived) => void): void => {
  mustBeAdoptable(parts, node, state);
  const { spec, tree, position } = parts;
  while (tree.base() !== node) keep(raise(parts));
  node.status = 'applied';
  Object.assign(position, { head: node, state, lackingFrom: node.height + 1, lostBelow: 0 });
  Object.assign(position, { trial: undefined, awaited: new Set(), tooDeep: undefined });
  Object.assign(position.canonical, { first: node.height, nodes: [node] });
  position.bestBody = bestReachable(position, hasBody, floorOf(position, spec));
};
