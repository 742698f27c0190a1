// Executes one block on the state of its parent and holds it to what its header promised. Nothing is adopted: the caller
// does that with what comes back. Bounded by the limits of a block, which its body's check has enforced.

import { equalBytes, err, ok, type Result } from '../bytes/index.ts';
import type { Block, ChainSpec, Receipt } from '../model/index.ts';
import { applyBlock, type Execution, type MachinePort, type State, type StateChange } from '../state/index.ts';
import type { BlockNode } from './block-tree.ts';
import type { CheckedBlock } from './check-block.ts';
import type { BlockFault } from './fault.ts';

export interface AppliedBlock {
  readonly node: BlockNode;
  readonly block: Block;
  readonly changes: readonly StateChange[];
  /** what became of its transactions, in their order */
  readonly receipts: readonly Receipt[];
}

/** What a block promised in its header against what its execution gave. */
const promisesHold = (
  { header }: Block,
  execution: Execution,
  promised: Uint8Array | undefined,
): Result<Execution, BlockFault> => {
  if (header.gasUsed !== execution.gasUsed) {
    return err({ type: 'block-gas-used', expected: execution.gasUsed, gasUsed: header.gasUsed });
  }
  if (header.receiptRoot !== execution.receiptRoot) {
    return err({ type: 'block-receipt-root', expected: execution.receiptRoot });
  }
  if (header.stateRoot !== execution.state.root) {
    return err({ type: 'block-state-root', expected: execution.state.root });
  }
  const { validators } = execution;
  if (validators !== undefined && (promised === undefined || !equalBytes(validators, promised))) {
    return err({ type: 'block-validators' });
  }
  return ok(execution);
};

/** Where a block is executed, and what executes its contracts. */
interface ExecutionPlace {
  readonly spec: ChainSpec;
  readonly node: BlockNode;
  readonly contracts: MachinePort | undefined;
}

export const executeBlock = (
  state: State,
  { block, transactions }: CheckedBlock,
  { spec, node, contracts }: ExecutionPlace,
): Result<Execution, BlockFault> => {
  const { height, time, producer } = block.header;
  const execution = applyBlock(state, transactions, { spec, height, time, producer, contracts });
  return execution.ok ? promisesHold(block, execution.value, node.validators?.latest) : execution;
};
