// The command line of `tabchain`: all commands, and what is read of one line. Reading does nothing: it gives the command
// that was chosen, or the text of --help as a command that prints it, or throws CommandLineError with one sentence.
// Owns nothing. Bounds: those of each command.

import { Command, CommanderError } from 'commander';
import { addAttackCommand } from './commands/attack-command.ts';
import { addChainCommands } from './commands/chain-commands.ts';
import {
  type AddCommands,
  type Choose,
  type Chosen,
  CommandLineError,
  dataDefault,
  exitCodes,
} from './commands/command.ts';
import { addLookCommands } from './commands/look-commands.ts';
import { addNetworkCommands } from './commands/network-commands.ts';
import { addNodeCommand } from './commands/node-command.ts';
import { addFileCommands } from './commands/file-commands.ts';
import { addPartCommands } from './commands/part-commands.ts';
import { addProofCommands } from './commands/proof-commands.ts';
import { addRelayCommand } from './commands/relay-command.ts';
import { addSimulateCommand } from './commands/simulate-command.ts';
import { addTalkCommands } from './commands/talk-commands.ts';
import { addTransactionCommands } from './commands/transaction-commands.ts';
import { addWalletCommands } from './commands/wallet-commands.ts';

export { CommandLineError };

/** Which commands a group has: one that is named first needs no other group to be declared. */
const groups: readonly (readonly [names: readonly string[], add: AddCommands])[] = [
  [['node'], addNodeCommand],
  [['relay'], addRelayCommand],
  [['wallet'], addWalletCommands],
  [['send', 'record', 'tx'], addTransactionCommands],
  [['status', 'account', 'block', 'blocks', 'mempool', 'peers', 'log', 'produce'], addLookCommands],
  [['topic', 'call'], addTalkCommands],
  [['network'], addNetworkCommands],
  [['chain'], addChainCommands],
  [['proof'], addProofCommands],
  [['stake', 'signers', 'contract'], addPartCommands],
  [['file'], addFileCommands],
  [['attack'], addAttackCommand],
  [['simulate'], addSimulateCommand],
];

const foot = `
Exit codes: 0 done · 1 refused · 2 this command line cannot be read · 3 no node runs on the data folder.
tabchain COMMAND --help says more of each.`;

const programOf = (first: string | undefined, choose: Choose, write: (text: string) => void): Command => {
  const program = new Command('tabchain')
    .description('A node of a blockchain network whose full nodes are browser tabs.')
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .showSuggestionAfterError(true)
    .addHelpText('after', foot);
  const named = groups.find(([names]) => first !== undefined && names.includes(first));
  for (const [, add] of named === undefined ? groups : [named]) add(program, choose);
  return program;
};

const helpOf = (text: string): Chosen => ({
  name: 'help',
  options: { data: dataDefault, json: false },
  run: async (terminal) => {
    terminal.print(text.trimEnd());
    return exitCodes.done;
  },
});

/** The command that the line names, whose help is of use: `tabchain network new`. */
const namedCommand = (program: Command, args: readonly string[]): string => {
  const words = ['tabchain'];
  let at = program;
  for (const word of args) {
    const next = at.commands.find((command) => command.name() === word);
    if (next === undefined) break;
    words.push(word);
    at = next;
  }
  return words.join(' ');
};

/** Commander begins with "error: " and may add a line with what was meant. */
const sentenceOf = ({ message }: CommanderError, command: string): string => {
  const lines = message.replace(/^error: /, '').split('\n');
  // By lines: one expression over white space takes time by the square of its length.
  const text = lines.map((line) => line.trim()).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!)]$/.test(text) ? '' : '.'} See ${command} --help.`;
};

/** Throws CommandLineError. */
export const parseCommandLine = (args: readonly string[]): Chosen => {
  let chosen: Chosen | undefined;
  let written = '';
  const program = programOf(
    args[0],
    (command) => (chosen = command),
    (text) => (written += text),
  );
  if (args.length === 0) throw new CommandLineError('A command is missing. See tabchain --help.');
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return helpOf(written);
    const isGroup = error.code === 'commander.help';
    const sentence = isGroup ? `What follows ${args[0] ?? ''} is missing.\n${written}` : undefined;
    throw new CommandLineError(sentence ?? sentenceOf(error, namedCommand(program, args)));
  }
  if (chosen === undefined) throw new CommandLineError('A command is missing. See tabchain --help.');
  return chosen;
};
