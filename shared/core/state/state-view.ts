// What a rule may see of the state, and the copy-on-write layer that a block (or a call that may fail) writes into.
// A layer holds only what changed; it is bounded by the gas of what runs in it.

import type { Reader } from '../bytes/index.ts';
import type { Account, Hex32 } from '../model/index.ts';
import { decodeAccount, encodeAccount } from '../model/index.ts';

/** One letter for the kind of record (a: account), then 64 hexadecimal digits. */
export type StateKey = string;

const stateKeyLength = 65;

/** Reads a key where one is stored. */
export const readStateKey = (reader: Reader): StateKey => {
  const key = reader.text(stateKeyLength);
  if (!/^[a-z][0-9a-f]{64}$/.test(key)) reader.refuse('a state key of another form');
  return key;
};

export interface StateView {
  readonly get: (key: StateKey) => Uint8Array | undefined;
}

export interface StateLayer extends StateView {
  readonly set: (key: StateKey, value: Uint8Array | undefined) => void;
  /** What was set, in the order of the first writes. */
  readonly written: () => ReadonlyMap<StateKey, Uint8Array | undefined>;
}

export const createLayer = (below: StateView): StateLayer => {
  const changes = new Map<StateKey, Uint8Array | undefined>();
  return {
    get: (key) => (changes.has(key) ? changes.get(key) : below.get(key)),
    set: (key, value) => {
      changes.set(key, value);
    },
    written: () => changes,
  };
};

export const accountKey = (publicKey: Hex32): StateKey => `a${publicKey}`;

/** The account's record; `undefined` for one that was never created. */
export const readAccount = (view: StateView, publicKey: Hex32): Account | undefined => {
  const bytes = view.get(accountKey(publicKey));
  if (bytes === undefined) return undefined;
  const account = decodeAccount(bytes);
  if (!account.ok) throw new Error(`the state holds a damaged account record for ${publicKey}`);
  return account.value;
};

export const writeAccount = (layer: StateLayer, publicKey: Hex32, account: Account): void => {
  layer.set(accountKey(publicKey), encodeAccount(account));
};
