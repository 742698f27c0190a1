// Proofs of the state in the API: of what one is asked for, and what it says. Shapes only, part of the table in api.ts;
// proof-methods.ts answers.

import type { ContractJson } from './contract-shape.ts';
import type { AddressText, AmountText } from './network-shape.ts';

/** An account, or of a contract what it stores under a key. */
export interface ProvablePlace {
  readonly address: AddressText;
  readonly key?: string;
}

export interface ProvenAccount {
  readonly kind: 'account';
  readonly address: AddressText;
  /** false: the chain has no such account, so it has no coins */
  readonly exists: boolean;
  readonly balance: AmountText;
  readonly nonce: number;
}

export interface ProvenStorage {
  readonly kind: 'storage';
  /** of the contract */
  readonly address: AddressText;
  readonly key: string;
  readonly exists: boolean;
  /** null where it stores nothing there */
  readonly value: ContractJson;
}
