// The wallet as a value: locked, or unlocked with its keys. Every function takes one and returns the next, so that who
// holds a wallet decides what becomes of it; storing the vault and drawing random bytes are the caller's. Of the secret
// only the sealed vault outlives a tab. JavaScript cannot wipe memory: after a lock the old value is merely unreachable.
// Bounds: 64 accounts (account-list.ts).

import { err, ok, type Result, toHex } from '../bytes/index.ts';
import { signMessage, vrfProve } from '../crypto/index.ts';
import { bytesOf, type Hex32 } from '../model/index.ts';
import { type AccountKey, accountKeysOf } from './account-keys.ts';
import { type Account, type AccountEntry, accountsMax, labelBytesMax, labelOf } from './account-list.ts';
import { type Mnemonic, mnemonicOf, seedOf } from './mnemonic.ts';
import type { StretchedKey } from './passphrase.ts';
import { openVault, sealVault, type SealedVault, type VaultFault } from './vault.ts';

interface WalletFace {
  /** at least one, in ascending order of their numbers */
  readonly accounts: readonly Account[];
  /** the account with which this tab pays and produces: one of `accounts` */
  readonly selected: Hex32;
  /** `vault.bytes` are to be stored whenever they change */
  readonly vault: SealedVault;
}

export interface LockedWallet extends WalletFace {
  readonly state: 'locked';
}

export interface UnlockedWallet extends WalletFace {
  readonly state: 'unlocked';
  /** secret: the mnemonic, the keys by public key, the passphrase's key for sealing changes */
  readonly mnemonic: Mnemonic;
  readonly keys: ReadonlyMap<Hex32, AccountKey>;
  readonly stretched: StretchedKey;
}

export type Wallet = LockedWallet | UnlockedWallet;

export type WalletFault =
  | { readonly type: 'wallet-locked' }
  | { readonly type: 'account-unknown'; readonly publicKey: Hex32 }
  | { readonly type: 'accounts-full'; readonly max: number }
  | { readonly type: 'label-too-long'; readonly bytesMax: number };

const firstEntries: readonly AccountEntry[] = [{ index: 0, label: '' }];

/** nothing -> unlocked: a new mnemonic, or one that a person brought, with account 0. `nonce` is 24 random bytes. */
export const createWallet = (mnemonic: Mnemonic, stretched: StretchedKey, nonce: Uint8Array): UnlockedWallet => {
  const { accounts, keys } = derived(mnemonic, firstEntries);
  const vault = sealed(mnemonic, accounts, stretched, nonce);
  return { state: 'unlocked', accounts, selected: first(accounts).publicKey, vault, mnemonic, keys, stretched };
};

/**
 * nothing -> locked: what a tab knows before the passphrase is given. `remembered` is the profile's account list; one
 * of another wallet, or none, leaves account 0, whose public key the vault itself shows.
 */
export const lockedWalletOf = (vault: SealedVault, remembered: readonly Account[] = []): LockedWallet => {
  const publicKey = toHex(vault.publicKey);
  const accounts = remembered[0]?.publicKey === publicKey ? remembered : [{ index: 0, label: '', publicKey }];
  return { state: 'locked', accounts, selected: publicKey, vault };
};

/** locked -> unlocked, with the key stretched from the passphrase by the vault's salt and parameters. */
export const unlockWallet = (
  { selected, vault }: LockedWallet,
  key: Uint8Array,
): Result<UnlockedWallet, VaultFault> => {
  const contents = openVault(vault, key);
  if (!contents.ok) return contents;
  const mnemonic = mnemonicOf(contents.value.entropy);
  const { accounts, keys } = derived(mnemonic, contents.value.entries);
  const account0 = first(accounts).publicKey;
  if (account0 !== toHex(vault.publicKey)) return err({ type: 'backup-unreadable', what: 'shows the wrong address' });
  const stretched = { parameters: vault.parameters, salt: vault.salt, key };
  const still = keys.has(selected) ? selected : account0;
  return ok({ state: 'unlocked', accounts, selected: still, vault, mnemonic, keys, stretched });
};

/** unlocked -> locked: the result holds no secret. */
export const lockWallet = ({ accounts, selected, vault }: Wallet): LockedWallet => ({
  state: 'locked',
  accounts,
  selected,
  vault,
});

/** unlocked -> unlocked, with the next account and a new vault. `nonce` is 24 random bytes, never used before. */
export const addAccount = (wallet: Wallet, label: string, nonce: Uint8Array): Result<UnlockedWallet, WalletFault> => {
  if (wallet.state === 'locked') return err({ type: 'wallet-locked' });
  if (wallet.accounts.length >= accountsMax) return err({ type: 'accounts-full', max: accountsMax });
  const kept = labelOf(label);
  if (kept === undefined) return err({ type: 'label-too-long', bytesMax: labelBytesMax });
  const index = (wallet.accounts.at(-1)?.index ?? -1) + 1;
  const added = derived(wallet.mnemonic, [{ index, label: kept }]);
  const accounts = [...wallet.accounts, ...added.accounts];
  const keys = new Map([...wallet.keys, ...added.keys]);
  return ok({ ...wallet, accounts, keys, vault: sealed(wallet.mnemonic, accounts, wallet.stretched, nonce) });
};

/** Makes an account the one that this tab pays with; locked or not. */
export const selectAccount = <W extends Wallet>(wallet: W, publicKey: Hex32): Result<W, WalletFault> =>
  wallet.accounts.some((account) => account.publicKey === publicKey)
    ? ok({ ...wallet, selected: publicKey })
    : err({ type: 'account-unknown', publicKey });

/** The account a tab in slot `slot` (from 0) uses unless told otherwise, if the wallet has so many. */
export const accountOfSlot = (wallet: Wallet, slot: number): Account | undefined => wallet.accounts[slot];

/** Signs bytes that carry their own domain, as one of the accounts: 64 bytes. */
export const signAs = (wallet: Wallet, publicKey: Hex32, message: Uint8Array): Result<Uint8Array, WalletFault> => {
  if (wallet.state === 'locked') return err({ type: 'wallet-locked' });
  const key = wallet.keys.get(publicKey);
  return key === undefined ? err({ type: 'account-unknown', publicKey }) : ok(signMessage(key.seed, message));
};

/** VRF proofs by an account of the wallet, as `signAs`. */
export const proveAs = (
  wallet: Wallet,
  publicKey: Hex32,
  inputs: readonly Uint8Array[],
): Result<readonly Uint8Array[], WalletFault> => {
  if (wallet.state === 'locked') return err({ type: 'wallet-locked' });
  const key = wallet.keys.get(publicKey);
  if (key === undefined) return err({ type: 'account-unknown', publicKey });
  return ok(inputs.map((input) => vrfProve(key.seed, input)));
};

const derived = (
  mnemonic: Mnemonic,
  entries: readonly AccountEntry[],
): { readonly accounts: readonly Account[]; readonly keys: ReadonlyMap<Hex32, AccountKey> } => {
  const keyOf = accountKeysOf(seedOf(mnemonic));
  const keys = new Map<Hex32, AccountKey>();
  const accounts = entries.map(({ index, label }) => {
    const key = keyOf(index);
    const publicKey = toHex(key.publicKey);
    keys.set(publicKey, key);
    return { index, label, publicKey };
  });
  return { accounts, keys };
};

const first = (accounts: readonly Account[]): Account => {
  const account = accounts[0];
  if (account === undefined) throw new RangeError('a wallet without accounts');
  return account;
};

const sealed = (
  { entropy }: Mnemonic,
  accounts: readonly Account[],
  stretched: StretchedKey,
  nonce: Uint8Array,
): SealedVault => sealVault({ entropy, entries: accounts }, bytesOf(first(accounts).publicKey), stretched, nonce);
