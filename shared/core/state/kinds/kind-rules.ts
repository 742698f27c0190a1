// What each kind of transaction answers: whether its payload makes sense, what it takes from its sender, and what it does
// to the state. One module a kind, one switch over them (rules-of-payload.ts); nonce, height, funds and signature are the same for
// all and stay outside. Holds nothing; what a kind may write is bounded by the gas that its transaction pays for.

import type { Result } from '../../bytes/index.ts';
import type { SignatureCheck } from '../../crypto/index.ts';
import type {
  Account,
  Amount,
  ChainSpec,
  ContractRunner,
  ContractStep,
  Hex32,
  Payload,
  PayloadKind,
  Receipt,
  Transaction,
} from '../../model/index.ts';
import type { StateLayer, StateView } from '../state-view.ts';
import type { TransactionFault } from '../transaction-fault.ts';

export type PayloadOf<K extends PayloadKind> = Extract<Payload, { readonly kind: K }>;

export interface InclusionFacts {
  readonly spec: ChainSpec;
  /** height of the block that includes the transaction */
  readonly height: number;
  /** its time, ms since 1970 */
  readonly time: number;
  /** the contract machine once it is loaded; whoever executes blocks of a network with contracts has loaded it before */
  readonly contracts?: MachinePort | undefined;
  /** watches the host calls of contracts */
  readonly observe?: (step: ContractStep) => void;
}

export type MachinePort = () => ContractRunner | undefined;

/** A transaction at its turn: nonce, height and funds are right. */
export interface Turn {
  readonly transaction: Transaction;
  /** what its size and kind cost */
  readonly gas: number;
  /** the sender's record as the transactions before left it */
  readonly sender: Account;
  /** what `deposit` said */
  readonly deposit: Amount;
  readonly layer: StateLayer;
  readonly facts: InclusionFacts;
}

/** The rules of one payload. */
export interface PayloadRules {
  /** What leaves the sender besides fee and deposit. */
  readonly amount: Amount;
  /** The rules that need no state: they hold or fail for ever. */
  readonly check: (spec: ChainSpec, chainId: Hex32) => Result<undefined, TransactionFault>;
  /** Gas that every transaction of this kind takes beside what its size costs; none where it is absent. */
  readonly extraGas?: (spec: ChainSpec) => number;
  /** Whether the signatures within the payload are valid; there are none where it is absent. */
  readonly signaturesHold?: (check: SignatureCheck) => boolean;
  /** What it locks for what it creates in the state; the sender must have it beside the amount and the largest fee. */
  readonly deposit: (view: StateView, spec: ChainSpec) => Amount;
  /** Its gas is known only when it has run: a block must have all of its limit left. */
  readonly reservesGas?: true;
  /** Writes the sender's record and all else. With a fault nothing may have been written. */
  readonly apply: (turn: Turn) => Result<Receipt, TransactionFault>;
}

/** What a kind's module gives. */
export type KindRules<K extends PayloadKind> = (payload: PayloadOf<K>) => PayloadRules;

/** The sender's record once amount, deposit and the fee for so much gas are paid. */
export const payerAfter = ({ transaction, sender, deposit }: Turn, amount: Amount, gasUsed: number): Account => ({
  balance: sender.balance - amount - deposit - BigInt(gasUsed) * transaction.gasPrice,
  nonce: sender.nonce + 1,
});

/** The receipt of what did what it was to do and cost its intrinsic gas. */
export const plainReceipt = ({ transaction, gas }: Turn): Receipt => ({
  status: 'ok',
  reason: '',
  gasUsed: gas,
  fee: BigInt(gas) * transaction.gasPrice,
  events: [],
  value: new Uint8Array(0),
});
