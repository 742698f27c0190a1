// Stakes and signers in the API: what is asked of them, and who may seal. Names and shapes only, part of the table in
// api.ts.

import type { AddressText, AmountText, HexText } from './network-shape.ts';

type NoParams = Readonly<Record<string, never>>;

/** What a person asks for, beside sender and gas; each in networks of its kind of consensus alone. */
export type ValidatorWish =
  | { readonly kind: 'stake' | 'unstake'; readonly amount: AmountText }
  /** two sealed headers of one key for one slot */
  | { readonly kind: 'evidence'; readonly first: HexText; readonly second: HexText }
  | { readonly kind: 'signers'; readonly add?: readonly AddressText[]; readonly remove?: readonly AddressText[] }
  | { readonly kind: 'admin'; readonly next: AddressText };

export interface SignersShape {
  readonly admin: AddressText;
  /** whom the admin has named, and who has not accepted yet */
  readonly next?: AddressText;
  /** who may seal the next block, in the order of the slots */
  readonly signers: readonly AddressText[];
  /** changes that are in the chain; `atHeight` is the first block that is sealed under them */
  readonly pending: readonly {
    readonly atHeight: number;
    readonly add: readonly AddressText[];
    readonly remove: readonly AddressText[];
  }[];
  /** who has signed two headers in one slot; `height` is the block with the evidence */
  readonly suspended: readonly { readonly address: AddressText; readonly height: number }[];
  /** whose slot it is by the clock of this node */
  readonly turn?: AddressText;
}

export interface ValidatorMethodTable {
  /** Proof of stake: from the selected account. */
  readonly stake_add: { readonly params: { readonly amount: AmountText }; readonly result: { readonly id: HexText } };
  /** Proof of stake: the coins come back when `account_get` says. */
  readonly stake_remove: {
    readonly params: { readonly amount: AmountText };
    readonly result: { readonly id: HexText };
  };
  /** Proof of authority. */
  readonly signers_get: { readonly params: NoParams; readonly result: SignersShape };
  /** Proof of authority: by the admin, from the selected account. */
  readonly signers_set: {
    readonly params: { readonly add?: readonly AddressText[]; readonly remove?: readonly AddressText[] };
    readonly result: { readonly id: HexText };
  };
}
