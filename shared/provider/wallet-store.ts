// Where a profile keeps its wallet: the vault, beside it the public list of accounts, whose wallet is kept elsewhere too,
// and per tab slot the account that was selected there. A vault that gives way to another wallet's is set aside, never deleted: its words may be nowhere
// else. Bounded: one vault, `asideMax` set aside, one selection a slot.

import { equalBytes, toHex } from '../core/bytes/index.ts';
import { bytesOf, type Hex32 } from '../core/model/index.ts';
import {
  decodeAccountList,
  encodeAccountList,
  type LockedWallet,
  lockedWalletOf,
  readVault,
  selectAccount,
  type SealedVault,
  type Wallet,
} from '../core/wallet/index.ts';
import { notPossibleNow } from './api-error.ts';
import type { KeyValues } from './backend.ts';

const vaultKey = 'vault';
const accountsKey = 'wallet-accounts';
/** holds the public key of the wallet that is backed up; any other wallet is not */
const backedUpKey = 'wallet-backed-up';
const asidePrefix = 'vault-aside/';
const asideMax = 16;

export interface WalletStore {
  /** The wallet as it is stored, with this slot's selection if there was one. */
  readonly load: () => Promise<LockedWallet | undefined>;
  readonly save: (wallet: Wallet) => Promise<void>;
  readonly saveSelected: (publicKey: Hex32) => Promise<void>;
  /** Whether a person has said that they have this wallet elsewhere too. */
  readonly isBackedUp: (wallet: Wallet) => Promise<boolean>;
  readonly saveBackedUp: (wallet: Wallet) => Promise<void>;
}

const storedVault = async (profile: KeyValues): Promise<SealedVault | undefined> => {
  const bytes = await profile.get(vaultKey);
  if (bytes === undefined) return undefined;
  const vault = readVault(bytes);
  if (vault.ok) return vault.value;
  const what = vault.error.type === 'backup-unreadable' ? vault.error.what : 'made by a newer version of Tabchain';
  throw notPossibleNow(
    'vault-unreadable',
    `The wallet stored in this browser cannot be read (${what}). Import your words or a backup.`,
  );
};

/** Keeps another wallet's vault before it is overwritten. */
const setAside = async (profile: KeyValues, next: SealedVault): Promise<void> => {
  const bytes = await profile.get(vaultKey);
  if (bytes === undefined) return;
  const vault = readVault(bytes);
  const owner = vault.ok ? toHex(vault.value.publicKey) : `unreadable-${toHex(bytes.slice(-8))}`;
  if (owner === toHex(next.publicKey)) return;
  const aside = await profile.list(asidePrefix);
  if (aside.length >= asideMax) {
    throw notPossibleNow('wallets-aside-full', `This browser keeps ${asideMax} earlier wallets and cannot keep more.`);
  }
  await profile.put(`${asidePrefix}${owner}`, bytes);
};

export const createWalletStore = (profile: KeyValues, slot: number): WalletStore => {
  const selectedKey = `wallet-selected/${slot}`;
  return {
    load: async () => {
      const vault = await storedVault(profile);
      if (vault === undefined) return undefined;
      const [listed, selected] = await Promise.all([profile.get(accountsKey), profile.get(selectedKey)]);
      const accounts = listed === undefined ? undefined : decodeAccountList(listed);
      const wallet = lockedWalletOf(vault, accounts?.ok === true ? accounts.value : []);
      const wanted = selected?.length === 32 ? toHex(selected) : wallet.accounts[slot]?.publicKey;
      const selection = wanted === undefined ? undefined : selectAccount(wallet, wanted);
      return selection?.ok === true ? selection.value : wallet;
    },
    save: async (wallet) => {
      await setAside(profile, wallet.vault);
      await profile.put(vaultKey, wallet.vault.bytes);
      await profile.put(accountsKey, encodeAccountList(wallet.accounts));
    },
    saveSelected: (publicKey) => profile.put(selectedKey, bytesOf(publicKey)),
    isBackedUp: async ({ vault }) => {
      const publicKey = await profile.get(backedUpKey);
      return publicKey !== undefined && equalBytes(publicKey, vault.publicKey);
    },
    saveBackedUp: ({ vault }) => profile.put(backedUpKey, vault.publicKey),
  };
};
