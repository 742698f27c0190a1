// A block that comes alone, from a file or a store, does not say who rules next where that changes. Whoever has its parent as
// head finds it out by executing the block; that is then judged like what a header carries. Owns nothing.

import type { ConsensusEngine } from '../consensus/index.ts';
import type { Block } from '../model/index.ts';
import { applyBlock, type MachinePort } from '../state/index.ts';
import { type BodyRules, checkBody } from './check-block.ts';
import { ancestryOf } from './check-header.ts';
import type { Position } from './position.ts';

const isIncomplete = (block: Block, { head }: Position, engine: ConsensusEngine): boolean => {
  if (block.validators !== undefined || block.header.parent !== head.id) return false;
  const after = engine.validatorsAfter(block, ancestryOf(head));
  return !after.ok && after.error.type === 'header-validators-missing';
};

interface CompletionRules extends BodyRules {
  readonly contracts?: MachinePort | undefined;
}

/** The same block where it says what it has to, or where it cannot be told here. */
export const completeBlock = (block: Block, position: Position, rules: CompletionRules): Block => {
  if (!isIncomplete(block, position, rules.engine)) return block;
  const checked = checkBody(block, rules);
  if (!checked.ok) return block;
  const { spec, contracts } = rules;
  const { height, time, producer } = block.header;
  const facts = { spec, height, time, producer, contracts };
  const execution = applyBlock(position.state, checked.value.transactions, facts);
  const validators = execution.ok ? execution.value.validators : undefined;
  return validators === undefined ? block : { ...block, validators };
};
