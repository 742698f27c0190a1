// wallet_*: making, opening and closing the wallet, and its accounts. All of it works without a network; only a running
// production has to follow the account that is selected.

import { parseAddress } from '../core/model/index.ts';
import { noWallet, walletLocked, wrongParam } from './api-error.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { followSelection } from './production-methods.ts';
import { showAccount } from './show-transaction.ts';

type WalletMethod =
  | 'wallet_create'
  | 'wallet_import'
  | 'wallet_export'
  | 'wallet_backup'
  | 'wallet_unlock'
  | 'wallet_lock'
  | 'wallet_accounts'
  | 'wallet_add'
  | 'wallet_select';

const publicKeyOf = (text: string): string => {
  const address = parseAddress(text);
  if (address.ok && address.value.kind === 'account') return address.value.id;
  throw wrongParam('address', 'This wallet has no account with that address.', 'account-unknown');
};

export const walletMethods = (parts: ProviderParts): Methods<WalletMethod> => {
  const { wallet } = parts;
  return {
    wallet_create: async ({ passphrase, words = 12 }) => {
      const { selected, mnemonic } = await wallet.create(passphrase, words);
      parts.walletWatch.look();
      return { address: showAccount(selected), mnemonic: mnemonic.text };
    },
    wallet_import: async (params) => {
      const { passphrase } = params;
      const imported =
        'mnemonic' in params
          ? await wallet.importMnemonic(params.mnemonic, passphrase)
          : await wallet.importBackup(params.backup, passphrase);
      await followSelection(parts, imported.selected);
      parts.walletWatch.look();
      return { address: showAccount(imported.selected) };
    },
    wallet_export: ({ passphrase }) => wallet.exported(passphrase),
    wallet_backup: async ({ done = false }) => {
      if (done) {
        await wallet.confirmBackup();
        const selected = wallet.known()?.selected;
        if (selected !== undefined) await followSelection(parts, selected);
        parts.walletWatch.look();
      }
      return { done: await wallet.isBackedUp() };
    },
    wallet_unlock: async ({ passphrase }) => {
      await wallet.unlock(passphrase);
      return {};
    },
    wallet_lock: async () => {
      await wallet.lock();
      return {};
    },
    wallet_accounts: async () => {
      const current = await wallet.current();
      if (current === undefined) return [];
      if (current.state === 'locked') throw walletLocked();
      return current.accounts.map(({ publicKey, label }) => ({
        address: showAccount(publicKey),
        label,
        selected: publicKey === current.selected,
      }));
    },
    wallet_add: async ({ label = '' }) => ({ address: showAccount(await wallet.add(label)) }),
    wallet_select: async ({ address }) => {
      if ((await wallet.current()) === undefined) throw noWallet();
      const publicKey = publicKeyOf(address);
      await wallet.select(publicKey);
      await followSelection(parts, publicKey);
      return {};
    },
  };
};
