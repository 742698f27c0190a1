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

export interface StakersShape {
  /** of the present slot, by the clock of this node */
  readonly epoch: number;
  /** all that counts in this epoch */
  readonly total: AmountText;
  /** whose stake counts most comes first; who is jailed stays in the list without a stake */
  readonly stakers: readonly {
    readonly address: AddressText;
    /** as of the newest block */
    readonly stake: AmountText;
    /** what of it counts in this epoch: the stake of two epochs ago */
    readonly counts: AmountText;
    /** in billionths of the total, which is the chance to win a slot of this epoch */
    readonly share: number;
    /** it signed twice for one slot: the block from which on it may stake again; a light node does not know it */
    readonly jailedUntil?: number;
  }[];
}

export interface ValidatorMethodTable {
  /** Proof of stake: from the selected account. */
  readonly stake_add: { readonly params: { readonly amount: AmountText }; readonly result: { readonly id: HexText } };
  /** Proof of stake: the coins come back when `account_get` says. */
  readonly stake_remove: {
    readonly params: { readonly amount: AmountText };
    readonly result: { readonly id: HexText };
  };
  /** Proof of stake: everybody who stakes, in light mode too, and who was jailed in the last 4,096 blocks. */
  readonly stakers_get: { readonly params: NoParams; readonly result: StakersShape };
  /** Proof of authority. */
  readonly signers_get: { readonly params: NoParams; readonly result: SignersShape };
  /** Proof of authority: by the admin, from the selected account. */
  readonly signers_set: {
    readonly params: { readonly add?: readonly AddressText[]; readonly remove?: readonly AddressText[] };
    readonly result: { readonly id: HexText };
  };
}
