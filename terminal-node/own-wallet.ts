// The wallet of a data folder, for a node that mines where no account is named. Its recovery phrase and its passphrase
// stand in a text file beside it, readable by the owner alone, because there is nobody to ask when a machine starts by
// itself; who holds coins there copies the phrase and deletes the file.
// Owns that file. Bounds: one wallet.

import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCodes, type NodeProvider } from '../shared/provider/index.ts';

type Handle = Pick<NodeProvider, 'handle'>;

const walletFile = 'wallet.txt';
const passphraseBytes = 16;

/** Makes the wallet of the data folder unless there is one; resolves to the file with the phrase of one just made. */
export const ensureOwnWallet = async (provider: Handle, folder: string): Promise<string | undefined> => {
  try {
    const accounts = await provider.handle('wallet_accounts', {});
    return Array.isArray(accounts) && accounts.length === 0 ? await makeWallet(provider, folder) : undefined;
  } catch (error) {
    const isLocked = error instanceof Error && 'code' in error && error.code === errorCodes.walletLocked;
    if (isLocked) return undefined;
    throw error;
  }
};

/** The passphrase in the file of a wallet that was made here, as long as its owner has not put it away. */
export const ownPassphrase = async (folder: string): Promise<string | undefined> => {
  try {
    return /^passphrase:\s+(\S+)$/m.exec(await readFile(join(folder, walletFile), 'utf8'))?.[1];
  } catch {
    return undefined;
  }
};

/** Unlocks the wallet of the data folder, where its passphrase is known. */
export const openOwnWallet = async (provider: Handle, folder: string): Promise<void> => {
  const passphrase = (await ownPassphrase(folder)) ?? process.env['TABCHAIN_PASSPHRASE'];
  if (passphrase !== undefined) await provider.handle('wallet_unlock', { passphrase });
};

const makeWallet = async (provider: Handle, folder: string): Promise<string> => {
  const path = join(folder, walletFile);
  const passphrase = randomBytes(passphraseBytes).toString('hex');
  // First the passphrase: a wallet of which a crash leaves nothing but the vault could never be opened.
  await writeOwn(path, textOf(passphrase, '(being made)'));
  const made = await provider.handle('wallet_create', { passphrase });
  const mnemonic: unknown = typeof made === 'object' && made !== null && 'mnemonic' in made ? made.mnemonic : undefined;
  if (typeof mnemonic !== 'string') throw new Error('the wallet was made without a recovery phrase');
  await writeOwn(path, textOf(passphrase, mnemonic));
  // The file is the backup: it is outside the database, and its owner is told of it.
  await provider.handle('wallet_backup', { done: true });
  return path;
};

const writeOwn = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
};

const textOf = (passphrase: string, mnemonic: string): string =>
  [
    'The wallet of this Tabchain node. Who reads this file can spend its coins.',
    'Copy the recovery phrase to a safe place; then this file may be deleted.',
    '',
    `recovery phrase: ${mnemonic}`,
    `passphrase:      ${passphrase}`,
    '',
  ].join('\n');
