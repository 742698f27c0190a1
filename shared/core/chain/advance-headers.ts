// Moves the head of a light chain: it keeps no bodies and executes nothing, so its head is its best header. What the seals
// alone can show is what it follows; a header whose body was seen to break a rule is left with all that stands on it.

import type { ChainSpec } from '../model/index.ts';
import type { Advance } from './advance.ts';
import { isBetter, pathBetween } from './fork-choice.ts';
import { chooseAgain, floorOf, type Position, setHead } from './position.ts';

/** Down from a head that was condemned to what still stands. */
const leaveCondemned = (position: Position, spec: ChainSpec): void => {
  let standing = position.head;
  while (standing.status === 'invalid' && standing.parent !== undefined) standing = standing.parent;
  if (standing === position.head) return;
  setHead(position, standing);
  chooseAgain(position, floorOf(position, spec));
};

export const advanceHeaders = (position: Position, spec: ChainSpec): Advance => {
  const from = position.head;
  leaveCondemned(position, spec);
  if (isBetter(position.bestHeader, position.head)) setHead(position, position.bestHeader);
  const to = position.head;
  const { tooDeep } = position;
  position.tooDeep = undefined;
  const { revert, apply } = pathBetween(from, to);
  const change = { from, to, reverted: revert, applied: apply, blocks: [], included: [], returned: [] };
  return {
    change: from === to ? undefined : change,
    tried: [],
    condemned: [],
    missing: undefined,
    tooDeep,
    damaged: [],
  };
};
