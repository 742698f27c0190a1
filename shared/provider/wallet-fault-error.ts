// What the wallet refuses, as errors of the API with a sentence for a person. Never says what was typed: words and
// passphrases are secrets, and messages end up in logs.

import type { MnemonicFault, VaultFault, WalletFault } from '../core/wallet/index.ts';
import { type ThrownApiError, walletLocked, wrongParam } from './api-error.ts';

export const mnemonicError = (fault: MnemonicFault): ThrownApiError => {
  switch (fault.type) {
    case 'mnemonic-length':
      return wrongParam('mnemonic', `A recovery phrase has 12 or 24 words; this has ${fault.words}.`, fault.type);
    case 'mnemonic-word-unknown': {
      const meant = fault.suggestion === undefined ? '' : ` Did you mean “${fault.suggestion}”?`;
      const message = `Word ${fault.index + 1} is not in the list of recovery words.${meant}`;
      return wrongParam('mnemonic', message, fault.type);
    }
    case 'mnemonic-checksum':
      return wrongParam(
        'mnemonic',
        'All words exist, but they do not belong together: one is another word, or two have changed places.',
        fault.type,
      );
  }
};

/** `path` names the param that the vault came from, or the passphrase where it was stored here. */
export const vaultError = (fault: VaultFault, path: string): ThrownApiError => {
  switch (fault.type) {
    case 'passphrase-wrong':
      return wrongParam('passphrase', 'The passphrase does not open this wallet. Capitals count.', fault.type);
    case 'backup-unreadable':
      return wrongParam(path, `The backup cannot be read: ${fault.what}.`, fault.type);
    case 'backup-version':
      return wrongParam(path, 'The backup was made by a newer version of Tabchain. Reload the page.', fault.type);
  }
};

export const walletError = (fault: WalletFault, path: string): ThrownApiError => {
  switch (fault.type) {
    case 'wallet-locked':
      return walletLocked();
    case 'account-unknown':
      return wrongParam(path, 'This wallet has no account with that address.', fault.type);
    case 'accounts-full':
      return wrongParam(path, `A wallet has at most ${fault.max} accounts.`, fault.type);
    case 'label-too-long':
      return wrongParam(path, `A label has at most ${fault.bytesMax} bytes.`, fault.type);
  }
};
