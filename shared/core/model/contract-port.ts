// Between the state and the contract machine, which know nothing of each other: what the machine offers, and what it asks
// of the state (code, storage, coins, events, and a way back when a call fails). The state fills the latter over a layer, a
// test over maps. The machine has charged for every call before it makes it, so gas bounds what is asked.

import type { Address, Hex32 } from './address.ts';
import type { Amount } from './amount.ts';

export interface ContractCode {
  /** names the code in the machine's cache */
  readonly hash: Hex32;
  /** may be decoded when it is read */
  readonly text: string;
}

/** Storage of contracts: keys and values are bytes; the order of `first` and `next` is that of insertion, as in a Map. */
export interface ContractStorage {
  readonly get: (contract: Hex32, key: string) => Uint8Array | undefined;
  readonly set: (contract: Hex32, key: string, value: Uint8Array) => void;
  /** whether there was one */
  readonly delete: (contract: Hex32, key: string) => boolean;
  readonly first: (contract: Hex32) => string | undefined;
  readonly next: (contract: Hex32, key: string) => string | undefined;
}

export interface ContractWorld {
  readonly storage: ContractStorage;
  /** `undefined` where there is no such contract */
  readonly codeOf: (contract: Hex32) => ContractCode | undefined;
  /** Moves coins of a contract; the text says why not. */
  readonly pay: (from: Hex32, to: Address, amount: Amount) => string | undefined;
  readonly emit: (contract: Hex32, name: string, data: Uint8Array) => void;
  /** Notes where things stand; what comes back undoes everything since. */
  readonly checkpoint: () => () => void;
}

/** What all calls of a transaction see of the block. */
export interface ContractBlock {
  readonly chainId: Hex32;
  readonly height: number;
  /** ms since 1970 */
  readonly time: number;
}

export interface ContractCall {
  readonly contract: Hex32;
  readonly function: string;
  /** canonical bytes of the list of arguments */
  readonly args: Uint8Array;
  /** coins that came with the call; they are the contract's already */
  readonly amount: Amount;
  readonly sender: Address;
  /** who signed the transaction */
  readonly origin: Address;
  readonly gas: number;
}

export type ContractOutcome =
  | { readonly ok: true; readonly value: Uint8Array; readonly gasUsed: number }
  | { readonly ok: false; readonly reason: string; readonly gasUsed: number };

/** One host call of a contract, for who wants to watch. */
export interface ContractStep {
  readonly depth: number;
  readonly contract: Hex32;
  readonly operation: string;
  /** what was asked, in the order of the host call's parameters */
  readonly request: readonly (string | bigint | Uint8Array)[];
  readonly gasLeft: number;
}

/** Gas that a JavaScript function used by itself, its callees left out; all rows of a call come to its gas. */
export interface FunctionGas {
  readonly contract: Hex32;
  /**
   * contract: a function of the module. host: one of the host API, with what the host did for it. module: reading the
   * module. call: setting up the frame and passing arguments and result.
   */
  readonly kind: 'contract' | 'host' | 'module' | 'call';
  /** empty where it has none */
  readonly name: string;
  /** of the module, from 1, where it begins; 0 where it has none */
  readonly line: number;
  readonly calls: number;
  readonly gas: number;
}

export interface TracedOutcome {
  readonly outcome: ContractOutcome;
  /** the most expensive first */
  readonly functions: readonly FunctionGas[];
}

export interface ContractRunner {
  /**
   * Runs the call on the world. When it failed, the world is as it was. Throws only when this host fails again and
   * again, which is no outcome.
   */
  readonly run: (
    call: ContractCall,
    world: ContractWorld,
    block: ContractBlock,
    observe?: (step: ContractStep) => void,
  ) => ContractOutcome;
  /** As `run`, with the same gas and outcome, watched by function: for people, never for a block. */
  readonly trace: (...asked: Parameters<ContractRunner['run']>) => TracedOutcome;
  /** gas that one execution may use, whatever its limit */
  readonly gasMax: number;
  /** The functions that a module exports with the beginnings of their sources, or why it does not evaluate. */
  readonly inspect: (code: string) => Inspection;
}

export type Inspection =
  | {
      readonly ok: true;
      readonly evaluationGas: number;
      /** canonical bytes of a list of [name, source] */
      readonly functions: Uint8Array;
    }
  | { readonly ok: false; readonly reason: string };
