// Executes the transactions of a block on top of a state and gives what the header must say about the result: state
// root, receipt root, gas. Nothing is adopted here; the chain adopts when all of the header holds.

import { err, ok, type Result } from '../bytes/index.ts';
import {
  addAmounts,
  type Amount,
  type ChainSpec,
  encodeValidators,
  type Hex32,
  type Receipt,
  receiptRootOf,
} from '../model/index.ts';
import { applyTransaction } from './apply-transaction.ts';
import { type CheckedTransaction, gasReserve } from './check-transaction.ts';
import type { MachinePort } from './kinds/kind-rules.ts';
import { changesOf, type PreviewedState, type State } from './state.ts';
import { createLayer, readAccount, type StateLayer, type StateView, writeAccount } from './state-view.ts';
import type { TransactionFault } from './transaction-fault.ts';
import { applyDue } from './validators/due.ts';
import { validatorsOf } from './validators/validators-of.ts';

export interface BlockFacts {
  readonly spec: ChainSpec;
  readonly height: number;
  /** ms since 1970 */
  readonly time: number;
  readonly producer: Hex32;
  readonly contracts?: MachinePort | undefined;
}

export type ExecutionFault =
  | { readonly type: 'block-transaction'; readonly index: number; readonly fault: TransactionFault }
  | { readonly type: 'block-supply-overflow' }
  | { readonly type: 'block-state-full'; readonly size: number; readonly limit: number };

export interface Execution {
  readonly state: PreviewedState;
  readonly receipts: readonly Receipt[];
  readonly receiptRoot: Hex32;
  readonly gasUsed: number;
  /** who may seal the next block, as headers carry it; `undefined` where anybody may */
  readonly validators: Uint8Array | undefined;
}

/** The layer that a block's transactions are applied to: what is due at its height is done. */
export const beginBlock = (state: StateView, { spec, height }: Pick<BlockFacts, 'spec' | 'height'>): StateLayer => {
  const layer = createLayer(state);
  applyDue(layer, spec, height);
  return layer;
};

/** Credits fees and reward after the last transaction. A producer's account is created free: one a block at most. */
const payProducer = (layer: StateLayer, facts: BlockFacts, fees: Amount): boolean => {
  const producer = readAccount(layer, facts.producer) ?? { balance: 0n, nonce: 0 };
  const income = addAmounts(fees, facts.spec.reward);
  const balance = income === undefined ? undefined : addAmounts(producer.balance, income);
  if (balance === undefined) return false;
  writeAccount(layer, facts.producer, { ...producer, balance });
  return true;
};

/** Pays the producer and computes roots over what a layer has become. */
export const finishExecution = (
  state: State,
  layer: StateLayer,
  facts: BlockFacts,
  receipts: readonly Receipt[],
): Result<Execution, ExecutionFault> => {
  const fees = receipts.reduce((sum, receipt) => sum + receipt.fee, 0n);
  if (!payProducer(layer, facts, fees)) return err({ type: 'block-supply-overflow' });
  const preview = state.preview(changesOf(layer, state));
  const limit = facts.spec.stateBytesMax;
  if (preview.size > limit) return err({ type: 'block-state-full', size: preview.size, limit });
  const gasUsed = receipts.reduce((sum, receipt) => sum + receipt.gasUsed, 0);
  const next = validatorsOf(layer, facts.spec, facts.height + 1);
  const validators = next === undefined ? undefined : encodeValidators(next);
  return ok({ state: preview, receipts, receiptRoot: receiptRootOf(receipts), gasUsed, validators });
};

export const applyBlock = (
  state: State,
  transactions: readonly CheckedTransaction[],
  facts: BlockFacts,
): Result<Execution, ExecutionFault> => {
  const layer = beginBlock(state, facts);
  const receipts: Receipt[] = [];
  let gasUsed = 0;
  for (const [index, transaction] of transactions.entries()) {
    const limit = facts.spec.blockGasMax - gasUsed;
    const gasLimit = gasReserve(transaction);
    if (gasLimit > limit)
      return err({ type: 'block-transaction', index, fault: { type: 'gas-over-block', gasLimit, limit } });
    const receipt = applyTransaction(transaction, layer, facts);
    if (!receipt.ok) return err({ type: 'block-transaction', index, fault: receipt.error });
    receipts.push(receipt.value);
    gasUsed += receipt.value.gasUsed;
  }
  return finishExecution(state, layer, facts, receipts);
};
