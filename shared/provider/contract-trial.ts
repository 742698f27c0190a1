// A call of a contract tried on the state at the head: what it would give, use and store, with nothing written. Views,
// traces and the gas of a transaction come from it. It runs in the node's own thread, which the gas of one execution
// bounds to a quarter of a second; the machine is loaded when the first is asked for.

import { sealedOf } from '../core/chain/index.ts';
import {
  type Address,
  type ContractOutcome,
  type ContractRunner,
  type ContractStep,
  contractMachineHash,
  type FunctionGas,
  type Hex32,
  type Payload,
  type TracedOutcome,
} from '../core/model/index.ts';
import {
  type ContractStage,
  contractIdOf,
  createContractStage,
  createLayer,
  depositPerByte,
  readContract,
  type StateLayer,
} from '../core/state/index.ts';
import { ruleRefused, type ThrownApiError } from './api-error.ts';
import { lineIn } from './contract-json.ts';
import { needFull } from './light-answers.ts';
import type { Live } from './open-network.ts';

export type CallPayload = Extract<Payload, { readonly kind: 'deploy' | 'invoke' }>;

export interface TrialCall {
  readonly payload: CallPayload;
  readonly sender: Address;
  /** of the transaction; the address of what it deploys follows from it */
  readonly nonce: number;
  /** ms since 1970 */
  readonly now: number;
  readonly observe?: (step: ContractStep) => void;
  /** gas by function; the answer is the same, and takes several times as long */
  readonly traced?: boolean;
  /** what it runs on; the state at the head unless given. Nothing is written into it */
  readonly below?: StateLayer;
  /** at most, where it is less than one execution may use */
  readonly gas?: number;
}

export interface Trial {
  readonly contract: Hex32;
  readonly function: string;
  readonly outcome: ContractOutcome;
  /** what it ran on */
  readonly below: StateLayer;
  /** where it was traced and ran */
  readonly functions: readonly FunctionGas[];
  readonly stage: ContractStage;
  /** what its sender owes for what the state grew by; negative for what comes back */
  readonly deposit: bigint;
}

/** The machine of a network that has contracts, loaded. Faults: 4090 `light-mode`, −32000 `kind-not-active`. */
export const machineOf = async (live: Live): Promise<ContractRunner> => {
  needFull(live, 'this tab has no state that a contract could run on');
  const { spec, contracts } = live.session;
  if (spec.protocol.vmHash !== contractMachineHash) {
    throw ruleRefused('kind-not-active', 'This network has no contracts.');
  }
  await contracts.load();
  const machine = contracts.machine();
  if (machine === undefined) throw new Error('the contract machine was loaded and is not there');
  return machine;
};

export const contractFailed = (reason: string): ThrownApiError => {
  const error = ruleRefused('contract-failed', `The contract refuses: ${reason}.`);
  return Object.assign(error, { data: { ...error.data, reason, ...lineIn(reason) } });
};

const encoder = new TextEncoder();

/** What has to be in the stage before the call; says why it cannot be. */
const prepare = (
  stage: ContractStage,
  { payload, sender }: TrialCall,
  id: Hex32,
  height: number,
): string | undefined => {
  if (payload.kind === 'deploy') stage.found(id, { creator: sender.id, height }, encoder.encode(payload.code));
  else if (readContract(stage.records, id) === undefined) return 'no such contract';
  return payload.amount === 0n ? undefined : stage.credit(id, payload.amount);
};

export const tryCall = (live: Live, machine: ContractRunner, trial: TrialCall): Trial => {
  const { chain } = live.session.node;
  const { payload, sender, nonce, below = createLayer(chain.state) } = trial;
  const head = chain.head();
  const height = head.height + 1;
  const stage = createContractStage(below);
  const contract = payload.kind === 'deploy' ? contractIdOf(sender.id, nonce) : payload.contract;
  const refusal = prepare(stage, trial, contract, height);
  const name = payload.kind === 'deploy' ? 'init' : payload.function;
  const { args, amount } = payload;
  const call = {
    contract,
    function: name,
    args,
    amount,
    sender,
    origin: sender,
    gas: Math.min(machine.gasMax, trial.gas ?? machine.gasMax),
  };
  const block = { chainId: chain.chainId, height, time: Math.max(trial.now, sealedOf(head).header.time + 1) };
  const run = (): TracedOutcome => {
    if (refusal !== undefined) return { outcome: { ok: false, reason: refusal, gasUsed: 0 }, functions: [] };
    if (trial.traced === true) return machine.trace(call, stage, block, trial.observe);
    return { outcome: machine.run(call, stage, block, trial.observe), functions: [] };
  };
  const { outcome, functions } = run();
  const { spec } = live.session;
  const deposit = BigInt(stage.grown()) * depositPerByte(spec) + BigInt(stage.created()) * spec.accountDeposit;
  return { contract, function: name, outcome, below, functions, stage, deposit };
};

/** The state may be another one by the time of the block. */
const marginShare = 0.25;
const marginGas = 20_000;

/** A limit that leaves room over what a trial used. */
export const gasWithMargin = (gasUsed: number): number => Math.ceil(gasUsed * (1 + marginShare)) + marginGas;
