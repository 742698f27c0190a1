// What a light node knows beside its headers: accounts as they were proved to it, its own payments that wait, and which
// blocks it has passed on. Bounds stand at each: the oldest goes.

import type { Hex32 } from '../model/index.ts';
import type { StateKey, StateView } from '../state/index.ts';

/** An account's record as a proof has it. */
export interface ProvenRecord {
  /** `undefined`: there is none */
  readonly record: Uint8Array | undefined;
  /** the block after which it was so */
  readonly height: number;
  readonly block: Hex32;
}

/** A payment of this node's own person, until it is settled or dropped. */
export interface OwnPayment {
  readonly bytes: Uint8Array;
  /** last height that may include it */
  readonly validUntil: number;
  nextSendAt: number;
  /** the head for which it was last asked whether it is included */
  askedOn: Hex32 | undefined;
  /** where it stands, once that was proved */
  included: { readonly height: number; readonly block: Hex32 } | undefined;
  /** it has to be taken in again: its block has left the chain */
  isBack: boolean;
}

export interface LightBooks {
  readonly accounts: Map<StateKey, ProvenRecord>;
  readonly own: Map<Hex32, OwnPayment>;
  /** blocks whose bodies were checked and passed on */
  readonly seen: Set<Hex32>;
}

const provenAccountsMax = 1000;
export const ownPaymentsMax = 1000;
export const seenBlocksMax = 1000;

export const createLightBooks = (): LightBooks => ({ accounts: new Map(), own: new Map(), seen: new Set() });

/** What was proved last of each account. */
export const provenView = ({ accounts }: LightBooks): StateView => ({ get: (key) => accounts.get(key)?.record });

export const keepProven = ({ accounts }: LightBooks, key: StateKey, proven: ProvenRecord): void => {
  const known = accounts.get(key);
  if (known !== undefined && known.height > proven.height) return;
  accounts.delete(key);
  accounts.set(key, proven);
  if (accounts.size <= provenAccountsMax) return;
  const oldest = accounts.keys().next();
  if (oldest.done !== true) accounts.delete(oldest.value);
};

/** After blocks were taken back: what was so after one of them is not known any more. */
export const forgetProven = ({ accounts }: LightBooks, isOnChain: (proven: ProvenRecord) => boolean): void => {
  for (const [key, proven] of accounts) if (!isOnChain(proven)) accounts.delete(key);
};
