// The wallet's transitions, its faults, and that the same mnemonic is always the same wallet.

import sodium from 'libsodium-wrappers';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../bytes/index.ts';
import { signatureCheckFrom } from '../crypto/index.ts';
import { type Account, decodeAccountList, encodeAccountList } from './account-list.ts';
import { formatBackup, parseBackup } from './backup.ts';
import { type Mnemonic, mnemonicOf } from './mnemonic.ts';
import type { StretchedKey } from './passphrase.ts';
import { readVault, sealVault } from './vault.ts';
import {
  accountOfSlot,
  addAccount,
  createWallet,
  lockedWalletOf,
  lockWallet,
  selectAccount,
  signAs,
  type UnlockedWallet,
  unlockWallet,
  type Wallet,
} from './wallet.ts';

const mnemonic: Mnemonic = mnemonicOf(new Uint8Array(16).fill(0x7f));
const stretched: StretchedKey = {
  parameters: { memoryKib: 8, passes: 1, lanes: 1 },
  salt: new Uint8Array(16).fill(1),
  key: new Uint8Array(32).fill(2),
};
const nonce = (n: number): Uint8Array => new Uint8Array(24).fill(n);
const fresh = createWallet(mnemonic, stretched, nonce(0));

const valueOf = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const three: UnlockedWallet = valueOf(addAccount(valueOf(addAccount(fresh, 'shop', nonce(1))), ' Bücher ', nonce(2)));
const keyOf = (wallet: Wallet, slot: number): string => accountOfSlot(wallet, slot)?.publicKey ?? 'none';

describe('a new wallet', () => {
  it('has account 0, selected', () => {
    expect(fresh.accounts).toMatchObject([{ index: 0, label: '' }]);
    expect(fresh.selected).toBe(keyOf(fresh, 0));
    expect(toHex(fresh.vault.publicKey)).toBe(fresh.selected);
  });

  it('is the same for the same mnemonic, under any passphrase', () => {
    const other = createWallet(mnemonic, { ...stretched, key: new Uint8Array(32).fill(9) }, nonce(5));
    expect(other.accounts).toEqual(fresh.accounts);
    expect(other.vault.bytes).not.toEqual(fresh.vault.bytes);
  });
});

describe('added accounts', () => {
  it('are numbered on, labelled, with keys of their own; the selection stays', () => {
    expect(three.accounts.map(({ index, label }) => [index, label])).toEqual([
      [0, ''],
      [1, 'shop'],
      [2, 'Bücher'],
    ]);
    expect(new Set(three.accounts.map(({ publicKey }) => publicKey)).size).toBe(3);
    expect(three.selected).toBe(fresh.selected);
  });

  it('are in the new vault and leave the old wallet as it was', () => {
    expect(fresh.accounts).toHaveLength(1);
    const reopened = valueOf(unlockWallet(lockedWalletOf(three.vault), stretched.key));
    expect(reopened).toEqual(three);
  });

  it('end at 64', () => {
    const entries = Array.from({ length: 64 }, (_, index) => ({ index, label: '' }));
    const vault = sealVault({ entropy: mnemonic.entropy, entries }, fresh.vault.publicKey, stretched, nonce(3));
    const full = valueOf(unlockWallet(lockedWalletOf(vault), stretched.key));
    expect(addAccount(full, '', nonce(4))).toEqual({ ok: false, error: { type: 'accounts-full', max: 64 } });
  });

  it('have labels of at most 64 bytes', () => {
    expect(valueOf(addAccount(fresh, 'ü'.repeat(32), nonce(3))).accounts[1]?.label).toBe('ü'.repeat(32));
    const fault = { type: 'label-too-long', bytesMax: 64 };
    expect(addAccount(fresh, `${'ü'.repeat(32)}x`, nonce(3))).toEqual({ ok: false, error: fault });
  });

  it('keep a label that is not well-formed text in a form that survives', () => {
    const wallet = valueOf(addAccount(fresh, 'a\ud800b', nonce(3)));
    expect(valueOf(unlockWallet(lockWallet(wallet), stretched.key)).accounts).toEqual(wallet.accounts);
  });
});

describe('lock and unlock', () => {
  it('a locked wallet shows accounts and selection and holds no secret', () => {
    const chosen = valueOf(selectAccount(three, keyOf(three, 2)));
    const locked = lockWallet(chosen);
    expect(Object.keys(locked).toSorted()).toEqual(['accounts', 'selected', 'state', 'vault']);
    expect(locked).toMatchObject({ state: 'locked', accounts: three.accounts, selected: keyOf(three, 2) });
    expect(unlockWallet(locked, stretched.key)).toEqual({ ok: true, value: chosen });
  });

  it('a wrong passphrase is a fault', () => {
    const result = unlockWallet(lockWallet(fresh), new Uint8Array(32));
    expect(result).toEqual({ ok: false, error: { type: 'passphrase-wrong' } });
  });

  it('a vault that shows the address of another mnemonic is a fault', () => {
    const contents = { entropy: mnemonic.entropy, entries: fresh.accounts };
    const vault = sealVault(contents, new Uint8Array(32).fill(8), stretched, nonce(3));
    const result = unlockWallet(lockedWalletOf(vault), stretched.key);
    expect(result).toMatchObject({ ok: false, error: { type: 'backup-unreadable' } });
  });

  it('locked, nothing is signed or added', () => {
    const locked = lockWallet(three);
    const fault = { ok: false, error: { type: 'wallet-locked' } };
    expect(signAs(locked, keyOf(three, 0), nonce(0))).toEqual(fault);
    expect(addAccount(locked, '', nonce(3))).toEqual(fault);
  });
});

describe('the remembered account list', () => {
  const stored = valueOf(readVault(three.vault.bytes));

  it('survives its bytes', () => {
    expect(decodeAccountList(encodeAccountList(three.accounts))).toEqual({ ok: true, value: three.accounts });
  });

  it('shows all accounts of its own wallet before the passphrase is given', () => {
    expect(lockedWalletOf(stored, three.accounts)).toEqual(lockWallet(three));
  });

  it('of another wallet, or none, leaves the account that the vault shows', () => {
    const other: readonly Account[] = [{ index: 0, label: 'other', publicKey: 'ab'.repeat(32) }];
    for (const remembered of [undefined, [], other]) {
      expect(lockedWalletOf(stored, remembered).accounts).toEqual(fresh.accounts);
    }
  });

  it('is refused cut short, longer, of another version, out of order, or without account 0', () => {
    const bytes = encodeAccountList(three.accounts);
    const badLists = [
      ...Array.from(bytes, (_, length) => bytes.slice(0, length)),
      Uint8Array.from([...bytes, 0]),
      bytes.with(0, 2),
      encodeAccountList(three.accounts.toReversed()),
      encodeAccountList(three.accounts.slice(1)),
      encodeAccountList([]),
      fromHex('01ffff') ?? bytes,
    ];
    for (const bad of badLists) expect(decodeAccountList(bad).ok, toHex(bad).slice(0, 20)).toBe(false);
  });
});

describe('selection and slots', () => {
  it('a tab uses the account of its slot, while there is one', () => {
    expect([0, 1, 2].map((slot) => accountOfSlot(three, slot)?.index)).toEqual([0, 1, 2]);
    expect(accountOfSlot(three, 3)).toBeUndefined();
  });

  it('selects accounts of the wallet only', () => {
    expect(valueOf(selectAccount(three, keyOf(three, 1))).selected).toBe(keyOf(three, 1));
    expect(valueOf(selectAccount(lockWallet(three), keyOf(three, 1))).state).toBe('locked');
    const stranger = 'cd'.repeat(32);
    const fault = { type: 'account-unknown', publicKey: stranger };
    expect(selectAccount(three, stranger)).toEqual({ ok: false, error: fault });
    expect(signAs(three, stranger, nonce(0))).toEqual({ ok: false, error: fault });
  });
});

describe('signatures', () => {
  it('of every account pass the check of the network under that account only', async () => {
    await sodium.ready;
    const check = signatureCheckFrom(sodium);
    const message = new TextEncoder().encode('pay');
    for (const { publicKey } of three.accounts) {
      const signature = valueOf(signAs(three, publicKey, message));
      const valid = three.accounts.filter((account) =>
        check(signature, message, fromHex(account.publicKey) ?? nonce(0)),
      );
      expect(valid.map((account) => account.publicKey)).toEqual([publicKey]);
    }
  });
});

describe('a restored backup', () => {
  it('is the wallet with all its accounts and labels', () => {
    const vault = valueOf(parseBackup(formatBackup(three.vault)));
    expect(valueOf(unlockWallet(lockedWalletOf(vault), stretched.key))).toEqual(three);
  });
});
