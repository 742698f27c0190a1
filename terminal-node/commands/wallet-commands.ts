// `tabchain wallet …`: making, taking in, showing and saving the wallet of a data folder, with or without a node that
// runs on it. Owns nothing; words and passphrases are printed or asked for, never kept.

import { readFile, writeFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { Option } from 'commander';
import { askAnyhow } from './asking.ts';
import { type AddCommands, columns, CommandError, declare, exitCodes, group, show } from './command.ts';
import { newPassphrase, type PassphraseOptions, passphraseOf, passphraseOption, unlockedFor } from './passphrase.ts';

interface CreateOptions extends PassphraseOptions {
  readonly words: string;
}

interface ImportOptions extends PassphraseOptions {
  readonly file?: string;
}

interface ExportOptions extends PassphraseOptions {
  readonly out?: string;
}

const wordsOf = (text: string): 12 | 24 => (text === '24' ? 24 : 12);

const secretFrom = async (file: string | undefined, input: NodeJS.ReadableStream): Promise<string> => {
  try {
    return file === undefined ? await readAll(input) : await readFile(file, 'utf8');
  } catch {
    throw new CommandError(`${file ?? 'standard input'} cannot be read.`);
  }
};

const isWords = (text: string): boolean => /^\s*[a-z]+(\s+[a-z]+){11,}\s*$/i.test(text);

const addMaking: AddCommands = (wallet, choose) => {
  declare<CreateOptions>(wallet, choose, {
    usage: 'create',
    summary: 'make a wallet and show its words once',
    options: [passphraseOption(), new Option('--words <count>', 'how many words').choices(['12', '24']).default('12')],
    plan: (options) => async (terminal) => {
      const passphrase = await newPassphrase(terminal, options);
      const made = await askAnyhow(options.data, async ({ ask }) => {
        const answer = await ask('wallet_create', { passphrase, words: wordsOf(options.words) });
        await ask('wallet_backup', { done: true });
        return answer;
      });
      show(terminal, options, made, () => [
        `address: ${made.address}`,
        '',
        'Write these words down and keep them in a safe place; they open the wallet anywhere:',
        made.mnemonic,
      ]);
      return exitCodes.done;
    },
  });
  declare<ImportOptions>(wallet, choose, {
    usage: 'import',
    summary: 'take in a wallet: its words or a backup, from standard input or a file',
    options: [passphraseOption(), new Option('--file <file>', 'words or backup')],
    plan: (options) => async (terminal) => {
      const secret = await secretFrom(options.file, terminal.input);
      const passphrase = await newPassphrase(terminal, options);
      const what = isWords(secret) ? { mnemonic: secret.trim() } : { backup: secret.trim() };
      const taken = await askAnyhow(options.data, ({ ask }) => ask('wallet_import', { ...what, passphrase }));
      show(terminal, options, taken, () => [`address: ${taken.address}`]);
      return exitCodes.done;
    },
  });
};

const addShowing: AddCommands = (wallet, choose) => {
  declare<ExportOptions>(wallet, choose, {
    usage: 'export',
    summary: 'the encrypted backup, to standard output or a file',
    options: [passphraseOption(), new Option('--out <file>', 'where to write it')],
    plan: (options) => async (terminal) => {
      const passphrase = await passphraseOf(terminal, options);
      const { backup } = await askAnyhow(options.data, ({ ask }) => ask('wallet_export', { passphrase }));
      if (options.out === undefined) {
        show(terminal, options, { backup }, () => [backup]);
        return exitCodes.done;
      }
      await writeFile(options.out, `${backup}\n`, { mode: 0o600, flush: true });
      show(terminal, options, { file: options.out }, () => [`saved in ${options.out ?? ''}`]);
      return exitCodes.done;
    },
  });
  declare<PassphraseOptions>(wallet, choose, {
    usage: 'list',
    summary: 'the accounts',
    options: [passphraseOption()],
    plan: (options) => async (terminal) => {
      const accounts = await askAnyhow(options.data, (asking) =>
        unlockedFor(terminal, options, asking, () => asking.ask('wallet_accounts', {})),
      );
      show(terminal, options, accounts, () =>
        accounts.length === 0
          ? ['no wallet yet; make one with: tabchain wallet create']
          : columns(accounts.map(({ address, label, selected }) => [selected ? '*' : ' ', address, label])),
      );
      return exitCodes.done;
    },
  });
  declare<PassphraseOptions>(wallet, choose, {
    usage: 'add [label]',
    summary: 'one more account',
    options: [passphraseOption()],
    plan:
      (options, label = '') =>
      async (terminal) => {
        const made = await askAnyhow(options.data, (asking) =>
          unlockedFor(terminal, options, asking, () => asking.ask('wallet_add', { label })),
        );
        show(terminal, options, made, () => [made.address]);
        return exitCodes.done;
      },
  });
};

export const addWalletCommands: AddCommands = (program, choose) => {
  const wallet = group(program, 'wallet', 'the wallet of a data folder');
  addMaking(wallet, choose);
  addShowing(wallet, choose);
};
