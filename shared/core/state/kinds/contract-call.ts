// What deploy and invoke have in common: the sender pays everything in advance, the machine runs over a journal, and the
// outcome decides what is written. A call that failed has cost its fee and changed nothing else; unused gas comes back.
// The growth of the state in a call (bytes of contracts, new accounts) is paid by the sender, and what a call frees of it
// comes back to the sender. docs/protocol/contracts.md.

import { err, ok, type Result } from '../../bytes/index.ts';
import {
  type Amount,
  type ContractOutcome,
  type ContractRunner,
  contractMachineHash,
  decodeContractValue,
  type Hex32,
  type Receipt,
  type ChainSpec,
} from '../../model/index.ts';
import { type ContractStage, createContractStage, depositPerByte } from '../contract-state.ts';
import { readAccount, writeAccount } from '../state-view.ts';
import type { TransactionFault } from '../transaction-fault.ts';
import type { PayloadRules, Turn } from './kind-rules.ts';

/** A network has contracts when its spec names the machine; its arguments are the bytes of a list. */
export const contractRulesHold = (
  spec: ChainSpec,
  kind: 'deploy' | 'invoke',
  args: Uint8Array,
): Result<undefined, TransactionFault> => {
  if (spec.protocol.vmHash !== contractMachineHash) return err({ type: 'kind-not-active', kind });
  const value = decodeContractValue(args);
  return value.ok && Array.isArray(value.value) ? ok(undefined) : err({ type: 'arguments-malformed' });
};

/** What a transaction does between paying and settling: `undefined` for done, or a failure. */
export interface ContractTask {
  readonly contract: Hex32;
  readonly function: string;
  readonly args: Uint8Array;
  readonly amount: Amount;
  /** puts there what has to be there before the call */
  readonly prepare: (stage: ContractStage) => void;
}

const machineOf = ({ facts }: Turn): ContractRunner => {
  const machine = facts.contracts?.();
  if (machine === undefined) throw new Error('a contract is called before the machine is loaded');
  return machine;
};

/** gas that the machine may use: what the limit leaves, and no more than one execution may take */
const executionGas = ({ transaction, gas }: Turn, machine: ContractRunner): number =>
  Math.min(transaction.gasLimit - gas, machine.gasMax);

const runTask = (turn: Turn, task: ContractTask, stage: ContractStage): ContractOutcome => {
  const { transaction, facts } = turn;
  const machine = machineOf(turn);
  task.prepare(stage);
  const refusal = stage.credit(task.contract, task.amount);
  if (refusal !== undefined) return { ok: false, reason: refusal, gasUsed: 0 };
  const origin = { kind: 'account', id: transaction.sender } as const;
  const { contract, function: name, args, amount } = task;
  const call = { contract, function: name, args, amount, sender: origin, origin, gas: executionGas(turn, machine) };
  const block = { chainId: transaction.chainId, height: facts.height, time: facts.time };
  return machine.run(call, stage, block, facts.observe);
};

/** What the sender owes for the growth of the state; negative when it gets something back. */
const growthPrice = (stage: ContractStage, spec: ChainSpec): Amount =>
  BigInt(stage.grown()) * depositPerByte(spec) + BigInt(stage.created()) * spec.accountDeposit;

/** Takes growth and gives back unused gas; false when the sender cannot pay the growth. */
const settle = (turn: Turn, stage: ContractStage, fee: Amount): boolean => {
  const { transaction, facts } = turn;
  const payer = readAccount(stage.records, transaction.sender);
  if (payer === undefined) throw new Error('the sender of a call has no account');
  const left = payer.balance - growthPrice(stage, facts.spec);
  if (left < 0n) return false;
  const unused = BigInt(transaction.gasLimit) * transaction.gasPrice - fee;
  writeAccount(stage.records, transaction.sender, { ...payer, balance: left + unused });
  return true;
};

const receiptOf = (outcome: ContractOutcome, gasUsed: number, fee: Amount, stage?: ContractStage): Receipt =>
  outcome.ok
    ? { status: 'ok', reason: '', gasUsed, fee, events: stage?.events ?? [], value: outcome.value }
    : { status: 'failed', reason: outcome.reason, gasUsed, fee, events: [], value: new Uint8Array(0) };

/** The sender's part of a call that failed. */
const failCall = (turn: Turn, outcome: ContractOutcome): Receipt => {
  const { transaction, sender, layer, gas } = turn;
  const gasUsed = gas + outcome.gasUsed;
  const fee = BigInt(gasUsed) * transaction.gasPrice;
  writeAccount(layer, transaction.sender, { balance: sender.balance - fee, nonce: sender.nonce + 1 });
  return receiptOf(outcome, gasUsed, fee);
};

const applyTask = (turn: Turn, task: ContractTask): Receipt => {
  const { transaction, sender, gas, layer } = turn;
  const stage = createContractStage(layer);
  const reserved = BigInt(transaction.gasLimit) * transaction.gasPrice + task.amount;
  const paid = { balance: sender.balance - reserved, nonce: sender.nonce + 1 };
  writeAccount(stage.records, transaction.sender, paid);
  const outcome = runTask(turn, task, stage);
  if (!outcome.ok) return failCall(turn, outcome);
  const gasUsed = gas + outcome.gasUsed;
  const fee = BigInt(gasUsed) * transaction.gasPrice;
  if (!settle(turn, stage, fee)) {
    return failCall(turn, { ok: false, reason: 'the sender cannot pay the deposit', gasUsed: outcome.gasUsed });
  }
  stage.commit();
  return receiptOf(outcome, gasUsed, fee, stage);
};

/** Most gas that a contract's transaction may use of a block, which the block must have left when its turn comes. */
export const contractRules = (
  rules: Pick<PayloadRules, 'amount' | 'check' | 'deposit'>,
  taskOf: (turn: Turn) => ContractTask,
): PayloadRules => ({ ...rules, reservesGas: true, apply: (turn) => ok(applyTask(turn, taskOf(turn))) });
