// The two ways to have a wallet elsewhere too: its words, checked against the person's note, and a backup file, saved.
// Each ends with telling the node, which remembers it for all tabs of this browser.

import type { AppContext } from '../state/index.ts';

type Parts = Pick<AppContext, 'provider' | 'follower'>;

export const confirmBackup = async ({ provider, follower }: Parts): Promise<void> => {
  await provider.request({ method: 'wallet_backup', params: { done: true } });
  await follower.walletChanged();
};

/** @param backup the text of the vault, as the node exports it; only the passphrase opens it */
export const saveBackupFile = async (parts: Parts & Pick<AppContext, 'page'>, backup: string): Promise<void> => {
  parts.page.saveFile('tabchain-wallet-backup.json', backup);
  await confirmBackup(parts);
};
