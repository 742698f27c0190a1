// Contracts in the API: what is asked of them and what they answer. Names and shapes only, part of the table in
// api.ts; contract-methods.ts answers.

import type { AddressText, AmountText, HexText } from './network-shape.ts';

/** A value of a contract. It comes out as JSON: a bigint as a decimal text, bytes as `0x…`. */
export type ContractJson =
  null | boolean | number | string | readonly ContractJson[] | { readonly [key: string]: ContractJson };

/** What a person asks for, beside sender and gas. Gas that is not given is what a trial on this node took, with a margin. */
export type ContractWish =
  | {
      readonly kind: 'deploy';
      readonly code: string;
      readonly args?: readonly ContractJson[];
      readonly amount?: AmountText;
    }
  | {
      readonly kind: 'invoke';
      readonly address: AddressText;
      readonly function: string;
      readonly args?: readonly ContractJson[];
      readonly amount?: AmountText;
    };

export interface FunctionCall {
  readonly function: string;
  readonly args?: readonly ContractJson[];
  readonly amount?: AmountText;
}

/** A question to a function of a contract; `from` is who asks, nobody unless given. */
export interface DeployedQuestion extends FunctionCall {
  readonly address: AddressText;
  readonly from?: AddressText;
}

/**
 * A question to code that is not deployed. The node that is asked deploys it as `from` would, for this question alone,
 * runs the calls of `before`, then the one that is asked for, all as if in the next block, and forgets it all. `init` as
 * the function asks for the deployment itself, without calls before it.
 */
export interface DraftQuestion extends FunctionCall {
  readonly code: string;
  /** of the deployment */
  readonly init?: Omit<FunctionCall, 'function'>;
  /** oldest first, at most 16; with the deployment they may use 40 million gas. One that fails changes nothing, as in a block */
  readonly before?: readonly FunctionCall[];
  readonly from?: AddressText;
}

export type ContractQuestion = DeployedQuestion | DraftQuestion;

/** What became of a call before the one that was asked for. */
export type PassedCall =
  | { readonly ok: true; readonly value: ContractJson; readonly gasUsed: number }
  | { readonly ok: false; readonly reason: string; readonly line?: number; readonly gasUsed: number };

export interface ContractFunction {
  readonly name: string;
  /** as the source writes them, such as `by = 1` */
  readonly parameters: readonly string[];
}

export interface ContractShape {
  readonly address: AddressText;
  readonly creator: AddressText;
  readonly code: string;
  readonly balance: AmountText;
  /** locked for the bytes that it takes of the state */
  readonly deposit: AmountText;
  readonly functions: readonly ContractFunction[];
  /** the first 100 entries, in the order of their insertion */
  readonly storage: readonly { readonly key: string; readonly value: ContractJson }[];
  /** how many entries there are */
  readonly keys: number;
  /** of the block that deployed it */
  readonly height: number;
}

export interface EmittedEvent {
  readonly address: AddressText;
  readonly name: string;
  readonly data: ContractJson;
}

export interface ListedEvent extends EmittedEvent {
  readonly height: number;
  /** of the transaction */
  readonly id: HexText;
}

/** A transaction that called a contract, and what became of it; its deployment is the call of `init`. */
export interface ContractCallShape {
  readonly id: HexText;
  readonly height: number;
  readonly sender: AddressText;
  readonly function: string;
  readonly args: readonly ContractJson[];
  readonly amount: AmountText;
  readonly status: 'ok' | 'failed';
  readonly reason?: string;
  readonly gasUsed: number;
  readonly value?: ContractJson;
}

/** A call of a contract to its host. */
export interface TraceStep {
  /** 0 in the contract that was called, 1 in one that it calls */
  readonly depth: number;
  readonly address: AddressText;
  readonly operation: string;
  readonly request: readonly ContractJson[];
  readonly gasLeft: number;
}

/** Gas that a function used by itself, its callees left out. */
export interface TracedFunction {
  readonly address: AddressText;
  /**
   * contract: a function of its module. host: one of the host API, with what the host did for it. module: reading the
   * module. call: setting up the frame and passing arguments and result.
   */
  readonly kind: 'contract' | 'host' | 'module' | 'call';
  /** empty where it has none */
  readonly name: string;
  /** where it begins in the module */
  readonly line?: number;
  readonly calls: number;
  readonly gas: number;
}

/** What a call would leave under a key; without `after` it would be gone, without `before` it is not there yet. */
export interface StorageChange {
  readonly address: AddressText;
  readonly key: string;
  readonly before?: ContractJson;
  readonly after?: ContractJson;
}

export interface ContractTrace {
  /** what was called; of code that is not deployed, where it would be */
  readonly address: AddressText;
  /** what this tells of: what was asked for, or `init` where code could not be deployed */
  readonly function: string;
  readonly ok: boolean;
  readonly value?: ContractJson;
  readonly reason?: string;
  /** of the source, where it failed */
  readonly line?: number;
  readonly gasUsed: number;
  /** the first 2,000 */
  readonly steps: readonly TraceStep[];
  readonly events: readonly EmittedEvent[];
  /** the most expensive first; their gas comes to gasUsed */
  readonly functions: readonly TracedFunction[];
  /** what it would store, by the order of its first writing; nothing where it failed */
  readonly changes: readonly StorageChange[];
  /** of code that is not deployed: the calls before this one */
  readonly before?: readonly PassedCall[];
  /** of code that is not deployed: what its deployment and those calls used */
  readonly gasBefore?: number;
}

export type InspectedCode =
  | { readonly ok: true; readonly functions: readonly ContractFunction[]; readonly evaluationGas: number }
  | { readonly ok: false; readonly reason: string; readonly line?: number };

interface OfEveryTransaction {
  readonly from?: AddressText;
  readonly gasPrice?: AmountText;
  readonly gasLimit?: number;
}

type Wish<K extends ContractWish['kind']> = Omit<Extract<ContractWish, { readonly kind: K }>, 'kind'> &
  OfEveryTransaction;

export interface ContractMethodTable {
  /** A transaction; `address` is where the contract will be. −32000 `contract-failed` where a trial here fails, unless gasLimit is given. */
  readonly contract_deploy: {
    readonly params: Wish<'deploy'>;
    readonly result: { readonly id: HexText; readonly address: AddressText };
  };
  /** A transaction. −32000 `contract-failed` where a trial here fails, unless gasLimit is given. */
  readonly contract_invoke: { readonly params: Wish<'invoke'>; readonly result: { readonly id: HexText } };
  /**
   * Runs a function on this node alone, of a contract or of code that is not deployed: nothing is sent, nothing stays.
   * −32000 `contract-failed` with its reason. `gasBefore`: see ContractTrace.
   */
  readonly contract_view: {
    readonly params: ContractQuestion;
    readonly result: { readonly value: ContractJson; readonly gasUsed: number; readonly gasBefore?: number };
  };
  /** As contract_view, with what it asked of its host, what it would store, and its gas by function. */
  readonly contract_trace: { readonly params: ContractQuestion; readonly result: ContractTrace };
  readonly contract_get: { readonly params: { readonly address: AddressText }; readonly result: ContractShape };
  /** What a module exports, or why it cannot be read; nothing is sent. */
  readonly contract_inspect: { readonly params: { readonly code: string }; readonly result: InspectedCode };
  /** By transactions, newest first: in the 4,096 blocks down from `from`, the head unless given, of which 512 with contracts. */
  readonly contract_calls: {
    readonly params: { readonly address: AddressText; readonly from?: number; readonly count?: number };
    readonly result: readonly ContractCallShape[];
  };
  /** Newest first: in the 4,096 blocks down from `from`, the head unless given. */
  readonly event_list: {
    readonly params: {
      readonly address?: AddressText;
      readonly name?: string;
      readonly from?: number;
      readonly count?: number;
    };
    readonly result: readonly ListedEvent[];
  };
}
