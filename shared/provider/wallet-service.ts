// The wallet of this tab: which state it is in, its accounts, and signatures by them. One vault serves all tabs of the
// profile, so what is stored is looked at again before every step. Nothing secret leaves but the mnemonic, to the person
// who makes a wallet or asks for a backup with the passphrase. Steps do not overlap. Bounds: 64 accounts (core/wallet).

import { equalBytes } from '../core/bytes/index.ts';
import type { Hex32 } from '../core/model/index.ts';
import type { Random } from '../core/node/index.ts';
import {
  accountOfSlot,
  accountsMax,
  addAccount,
  checkMnemonic,
  createWallet,
  entropyLengthFor,
  formatBackup,
  type LockedWallet,
  lockedWalletOf,
  lockWallet,
  type Mnemonic,
  mnemonicOf,
  type MnemonicWordCount,
  parseBackup,
  saltLength,
  selectAccount,
  proveAs,
  signAs,
  type StretchedKey,
  type StretchParameters,
  stretchParametersDefault,
  type StretchPassphrase,
  type UnlockedWallet,
  unlockWallet,
  vaultNonceLength,
  type Wallet,
} from '../core/wallet/index.ts';
import { isApiError, noWallet, notPossibleNow, walletLocked, wrongParam } from './api-error.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { mnemonicError, vaultError, walletError } from './wallet-fault-error.ts';
import type { WalletStore } from './wallet-store.ts';

export interface WalletService {
  /** The wallet as this tab knows it, locked or not, after a look at what is stored. */
  readonly current: () => Promise<Wallet | undefined>;
  /** The same without the look, for questions that come with every block. */
  readonly known: () => Wallet | undefined;
  readonly create: (passphrase: string, words: MnemonicWordCount) => Promise<UnlockedWallet>;
  readonly importMnemonic: (typed: string, passphrase: string) => Promise<UnlockedWallet>;
  readonly importBackup: (text: string, passphrase: string) => Promise<UnlockedWallet>;
  readonly exported: (passphrase: string) => Promise<{ readonly backup: string; readonly mnemonic: string }>;
  readonly unlock: (passphrase: string) => Promise<void>;
  readonly lock: () => Promise<void>;
  /** The public key of the next account. */
  readonly add: (label: string) => Promise<Hex32>;
  readonly select: (publicKey: Hex32) => Promise<void>;
  /** The wallet with its keys; faults: 4090 `no-wallet`, 4100. */
  readonly unlocked: () => Promise<UnlockedWallet>;
  /**
   * Whether the wallet is kept elsewhere too: it came from its words or a backup, or a person has confirmed one of the
   * two. Fault: 4090 `no-wallet`.
   */
  readonly isBackedUp: () => Promise<boolean>;
  readonly confirmBackup: () => Promise<void>;
  /** Signs bytes that carry their own domain. Fault: −32602 with path `from` for a key that is not the wallet's. */
  readonly sign: (publicKey: Hex32, message: Uint8Array) => Promise<Uint8Array>;
  /** VRF proofs; faults as `sign`. */
  readonly prove: (publicKey: Hex32, inputs: readonly Uint8Array[]) => Promise<readonly Uint8Array[]>;
}

export interface WalletParts {
  readonly store: WalletStore;
  /** the account that this tab selects by itself */
  readonly slot: number;
  readonly random: Random;
  readonly stretch: StretchPassphrase;
  readonly stretchParameters?: StretchParameters;
}

interface Held extends WalletParts {
  wallet: Wallet | undefined;
}

/** Before any time is spent on stretching. */
const checkPassphrase = (passphrase: string): void => {
  if (passphrase.trim() === '') {
    throw wrongParam('passphrase', 'The passphrase is empty. Choose one that you will remember.', 'passphrase-short');
  }
};

const stretched = async (held: Held, passphrase: string): Promise<StretchedKey> => {
  const parameters = held.stretchParameters ?? stretchParametersDefault;
  const salt = held.random.bytes(saltLength);
  return { parameters, salt, key: await held.stretch(passphrase, salt, parameters) };
};

const nonceOf = ({ random }: Held): Uint8Array => random.bytes(vaultNonceLength);

const opened = async (held: Held, wallet: LockedWallet, passphrase: string, path: string): Promise<UnlockedWallet> => {
  const key = await held.stretch(passphrase, wallet.vault.salt, wallet.vault.parameters);
  const unlocked = unlockWallet(wallet, key);
  if (!unlocked.ok) throw vaultError(unlocked.error, path);
  return unlocked.value;
};

/** No tab deletes the vault: where it has gone the browser has cleared its data, and this may be the last copy. */
const putBack = async ({ store }: Held, wallet: Wallet): Promise<Wallet> => {
  await store.save(wallet);
  await store.saveSelected(wallet.selected);
  return wallet;
};

/** Takes over what another tab has stored. With the same passphrase an unlocked wallet stays unlocked. */
const refresh = async (held: Held): Promise<Wallet | undefined> => {
  const stored = await held.store.load();
  const { wallet } = held;
  if (stored === undefined && wallet !== undefined) return putBack(held, wallet);
  if (stored === undefined || wallet === undefined || wallet.state === 'locked') return (held.wallet = stored);
  if (equalBytes(stored.vault.bytes, wallet.vault.bytes)) return wallet;
  const same = equalBytes(stored.vault.salt, wallet.vault.salt);
  const again = same ? unlockWallet({ ...stored, selected: wallet.selected }, wallet.stretched.key) : undefined;
  return (held.wallet = again?.ok === true ? again.value : stored);
};

/** As `refresh`, for a wallet that comes in the place of the stored one: there a damaged vault is no hindrance. */
const refreshToReplace = async (held: Held): Promise<void> => {
  try {
    await refresh(held);
  } catch (thrown) {
    if (!isApiError(thrown)) throw thrown;
    held.wallet = undefined;
  }
};

/** Adds accounts until there is one for this slot, and as many as `atLeast`. */
const withAccounts = (held: Held, wallet: UnlockedWallet, atLeast: number): UnlockedWallet => {
  const wanted = Math.min(accountsMax, Math.max(atLeast, held.slot + 1));
  let grown = wallet;
  while (grown.accounts.length < wanted) {
    const added = addAccount(grown, '', nonceOf(held));
    if (!added.ok) throw walletError(added.error, 'label');
    grown = added.value;
  }
  return grown;
};

const withSlotSelected = (held: Held, wallet: UnlockedWallet): UnlockedWallet => {
  const account = accountOfSlot(wallet, held.slot) ?? wallet.accounts.at(-1);
  const selection = account === undefined ? undefined : selectAccount(wallet, account.publicKey);
  return selection?.ok === true ? selection.value : wallet;
};

/** A wallet that comes to this profile: kept, with an account for this slot, which is selected. */
const adopt = async (held: Held, wallet: UnlockedWallet): Promise<UnlockedWallet> => {
  const before = held.wallet;
  const isSame = before !== undefined && equalBytes(before.vault.publicKey, wallet.vault.publicKey);
  const grown = withSlotSelected(held, withAccounts(held, wallet, isSame ? before.accounts.length : 1));
  await held.store.save(grown);
  await held.store.saveSelected(grown.selected);
  held.wallet = grown;
  return grown;
};

const made = async (held: Held, passphrase: string, mnemonic: Mnemonic): Promise<UnlockedWallet> =>
  createWallet(mnemonic, await stretched(held, passphrase), nonceOf(held));

const existing = (wallet: Wallet | undefined): Wallet => {
  if (wallet === undefined) throw noWallet();
  return wallet;
};

const unlockedOf = (wallet: Wallet | undefined): UnlockedWallet => {
  const unlocked = existing(wallet);
  if (unlocked.state === 'locked') throw walletLocked();
  return unlocked;
};

const unlock = async (held: Held, passphrase: string): Promise<void> => {
  const stored = await held.store.load();
  if (stored === undefined) throw noWallet();
  const wallet = await opened(held, stored, passphrase, 'passphrase');
  const grown = withAccounts(held, wallet, 1);
  // A selection of before stays; a tab that never had an account of its own gets it now.
  const hasGrown = grown.accounts.length > stored.accounts.length;
  held.wallet = hasGrown ? withSlotSelected(held, grown) : grown;
  if (hasGrown) await held.store.save(held.wallet);
};

/** Whoever brings a wallet here has it elsewhere. */
const adoptKnown = async (held: Held, wallet: UnlockedWallet): Promise<UnlockedWallet> => {
  const adopted = await adopt(held, wallet);
  await held.store.saveBackedUp(adopted);
  return adopted;
};

const importMnemonic = async (held: Held, typed: string, passphrase: string): Promise<UnlockedWallet> => {
  const mnemonic = checkMnemonic(typed);
  if (!mnemonic.ok) throw mnemonicError(mnemonic.error);
  await refreshToReplace(held);
  return adoptKnown(held, await made(held, passphrase, mnemonic.value));
};

const importBackup = async (held: Held, text: string, passphrase: string): Promise<UnlockedWallet> => {
  const vault = parseBackup(text);
  if (!vault.ok) throw vaultError(vault.error, 'backup');
  const wallet = await opened(held, lockedWalletOf(vault.value), passphrase, 'backup');
  await refreshToReplace(held);
  return adoptKnown(held, wallet);
};

const add = async (held: Held, label: string): Promise<Hex32> => {
  const added = addAccount(unlockedOf(await refresh(held)), label, nonceOf(held));
  if (!added.ok) throw walletError(added.error, 'label');
  await held.store.save(added.value);
  held.wallet = added.value;
  return added.value.accounts.at(-1)?.publicKey ?? added.value.selected;
};

const select = async (held: Held, publicKey: Hex32): Promise<void> => {
  const wallet = await refresh(held);
  if (wallet === undefined) throw noWallet();
  const selected = selectAccount(wallet, publicKey);
  if (!selected.ok) throw walletError(selected.error, 'address');
  await held.store.saveSelected(publicKey);
  held.wallet = selected.value;
};

const exported = async (held: Held, passphrase: string) => {
  const stored = await held.store.load();
  if (stored === undefined) throw noWallet();
  const { vault, mnemonic } = await opened(held, stored, passphrase, 'passphrase');
  return { backup: formatBackup(vault), mnemonic: mnemonic.text };
};

export const createWalletService = (parts: WalletParts): WalletService => {
  const held: Held = { ...parts, wallet: undefined };
  const inTurn = oneAtATime();
  const withPassphrase = <T>(passphrase: string, step: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      checkPassphrase(passphrase);
      return step();
    });
  return {
    current: () => inTurn(() => refresh(held)),
    known: () => held.wallet,
    create: (passphrase, words) =>
      withPassphrase(passphrase, async () => {
        if ((await refresh(held)) !== undefined) {
          throw notPossibleNow('wallet-exists', 'This browser has a wallet already; a new one would take its place.');
        }
        return adopt(held, await made(held, passphrase, mnemonicOf(held.random.bytes(entropyLengthFor(words)))));
      }),
    importMnemonic: (typed, passphrase) => withPassphrase(passphrase, () => importMnemonic(held, typed, passphrase)),
    importBackup: (text, passphrase) => withPassphrase(passphrase, () => importBackup(held, text, passphrase)),
    exported: (passphrase) => withPassphrase(passphrase, () => exported(held, passphrase)),
    unlock: (passphrase) => withPassphrase(passphrase, () => unlock(held, passphrase)),
    lock: () =>
      inTurn(async () => {
        if (held.wallet !== undefined) held.wallet = lockWallet(held.wallet);
      }),
    add: (label) => inTurn(() => add(held, label)),
    select: (publicKey) => inTurn(() => select(held, publicKey)),
    isBackedUp: () => inTurn(async () => held.store.isBackedUp(existing(await refresh(held)))),
    confirmBackup: () => inTurn(async () => held.store.saveBackedUp(existing(await refresh(held)))),
    unlocked: () => inTurn(async () => unlockedOf(await refresh(held))),
    prove: (publicKey, inputs) =>
      inTurn(async () => {
        const proofs = proveAs(unlockedOf(held.wallet), publicKey, inputs);
        if (!proofs.ok) throw walletError(proofs.error, 'from');
        return proofs.value;
      }),
    sign: (publicKey, message) =>
      inTurn(async () => {
        const signature = signAs(unlockedOf(held.wallet), publicKey, message);
        if (!signature.ok) throw walletError(signature.error, 'from');
        return signature.value;
      }),
  };
};

/** Whether an account is one of the wallet's, locked or not. */
export const owns = (wallet: Wallet | undefined, publicKey: Hex32): boolean =>
  wallet?.accounts.some((account) => account.publicKey === publicKey) ?? false;
