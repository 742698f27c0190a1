// Where a command gets the passphrase of the wallet from: the file that was named, the environment, `wallet.txt` of a
// wallet that the node made for itself, or a person who is asked. It never comes as an argument, which others could see.
// Owns nothing.

import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { errorCodes } from '../../shared/provider/index.ts';
import { ownPassphrase } from '../own-wallet.ts';
import { RpcRefusal } from '../rpc/rpc-client.ts';
import type { Asking } from './asking.ts';
import { CommandError, type CommonOptions, type Terminal } from './command.ts';

export interface PassphraseOptions extends CommonOptions {
  readonly passphraseFile?: string;
}

export const passphraseOption = (): Option =>
  new Option('--passphrase-file <file>', 'file whose first line is the passphrase (or TABCHAIN_PASSPHRASE)');

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/\r$/, '') ?? '';

const fromFile = async (file: string): Promise<string> => {
  try {
    return firstLine(await readFile(file, 'utf8'));
  } catch {
    throw new CommandError(`${file} cannot be read; --passphrase-file takes a file with the passphrase.`);
  }
};

const fromEnvironment = (): string | undefined => process.env['TABCHAIN_PASSPHRASE'];

const asked = async (terminal: Terminal, message: string): Promise<string> => {
  if (!terminal.isInteractive) {
    throw new CommandError('The passphrase is missing: give --passphrase-file FILE, or set TABCHAIN_PASSPHRASE.');
  }
  const { password, isCancel } = await import('@clack/prompts');
  const answer = await password({ message });
  if (isCancel(answer)) throw new CommandError('Nothing was done.');
  return answer;
};

/** Of a wallet that is to be made or taken in. */
export const newPassphrase = async (terminal: Terminal, { passphraseFile }: PassphraseOptions): Promise<string> => {
  if (passphraseFile !== undefined) return fromFile(passphraseFile);
  const message = 'Passphrase for the wallet (whoever has it and this folder has the coins)';
  return fromEnvironment() ?? asked(terminal, message);
};

/** Of the wallet that is there. */
export const passphraseOf = async (terminal: Terminal, options: PassphraseOptions): Promise<string> => {
  if (options.passphraseFile !== undefined) return fromFile(options.passphraseFile);
  return (await ownPassphrase(options.data)) ?? fromEnvironment() ?? asked(terminal, 'Passphrase of the wallet');
};

/** Runs a call that may need the wallet open, and closes it again if it was closed before. */
export const unlockedFor = async <T>(
  terminal: Terminal,
  options: PassphraseOptions,
  { ask }: Asking,
  call: () => Promise<T>,
): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof RpcRefusal) || error.code !== errorCodes.walletLocked) throw error;
  }
  await ask('wallet_unlock', { passphrase: await passphraseOf(terminal, options) });
  try {
    return await call();
  } finally {
    await ask('wallet_lock', {});
  }
};
