// What all commands of `tabchain` have in common: what they are given, what they give back, and how one is declared.
// A command line that is read is a `Chosen` command that has not begun; whoever holds it runs it.
// Owns the exit codes and the sentence for each error.

import type { Readable } from 'node:stream';
import type { Command, Option } from 'commander';
import { NodeGone, RpcRefusal } from '../rpc/rpc-client.ts';

/** done · a rule, a node or the disk refused · the command line cannot be read · no node runs there */
export const exitCodes = { done: 0, refused: 1, commandLine: 2, noNode: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command line is not right; `message` says how. */
export class CommandLineError extends Error {}

/** It could not be done; `message` is a sentence for people. */
export class CommandError extends Error {
  readonly code: ExitCode;
  constructor(message: string, code: ExitCode = exitCodes.refused) {
    super(message);
    this.code = code;
  }
}

/** The world around a command, as main.ts has it. */
export interface Terminal {
  /** a line of what was asked for */
  readonly print: (line: string) => void;
  /** a line about what went wrong, or that only a person wants to read */
  readonly complain: (line: string) => void;
  readonly input: Readable;
  /** somebody sits there who can be asked */
  readonly isInteractive: boolean;
  /** Calls back on Ctrl-C and SIGTERM, the first time; a second one ends the program. */
  readonly onInterrupt: (callback: () => void) => void;
}

export interface CommonOptions {
  readonly data: string;
  readonly json: boolean;
}

export interface Chosen {
  /** such as `wallet create` */
  readonly name: string;
  readonly options: CommonOptions;
  readonly run: (terminal: Terminal) => Promise<ExitCode>;
}

export type Choose = (chosen: Chosen) => void;
export type AddCommands = (program: Command, choose: Choose) => void;

export const dataDefault = '.tabchain-node';

/** Several values of one option. */
export const collected = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

export interface CommandPlan<Options extends CommonOptions> {
  /** name and arguments, as commander writes them: `send <to> <amount>` */
  readonly usage: string;
  readonly summary: string;
  readonly options?: readonly Option[];
  /** more for --help */
  readonly more?: string;
  /** Checks the values; throws CommandLineError. */
  readonly plan: (values: Options, ...args: string[]) => Chosen['run'];
}

/** Declares a command below `parent`; `--data` and `--json` are known to all. */
export const declare = <Options extends CommonOptions>(
  parent: Command,
  choose: Choose,
  { usage, summary, options = [], more, plan }: CommandPlan<Options>,
): void => {
  const command = parent.command(usage).description(summary);
  for (const option of options) command.addOption(option);
  command.option('--data <dir>', 'where chain, identity and wallet are kept', dataDefault);
  command.option('--json', 'JSON for programs', false);
  if (more !== undefined) command.addHelpText('after', `\n${more}`);
  command.action((...given: unknown[]) => {
    const values = command.opts<Options>();
    if (values.data === '') throw new CommandLineError('--data is empty; name a folder.');
    const texts = given.slice(0, -2).flat();
    const args = texts.filter((arg): arg is string => typeof arg === 'string');
    const parentName = parent.parent === null ? '' : `${parent.name()} `;
    choose({ name: `${parentName}${command.name()}`, options: values, run: plan(values, ...args) });
  });
};

/** A word under which several commands stand: `wallet`. */
export const group = (program: Command, name: string, summary: string): Command =>
  program.command(name).description(summary);

/** JSON for programs, or lines for people. */
export const show = (
  { print }: Pick<Terminal, 'print'>,
  { json }: Pick<CommonOptions, 'json'>,
  value: unknown,
  words: () => readonly string[],
): void => {
  if (json) print(JSON.stringify(value));
  else for (const line of words()) print(line);
};

/** The sentence and the exit code for what was thrown; what is our own bug keeps its stack. */
export const outcomeOfThrown = (error: unknown): { readonly sentence: string; readonly code: ExitCode } => {
  if (error instanceof CommandLineError) return { sentence: error.message, code: exitCodes.commandLine };
  if (error instanceof CommandError) return { sentence: error.message, code: error.code };
  if (error instanceof NodeGone)
    return { sentence: `The node does not answer: ${error.message}.`, code: exitCodes.noNode };
  if (error instanceof RpcRefusal) {
    const fault = error.data?.fault ?? error.data?.reason;
    return { sentence: fault === undefined ? error.message : `${error.message} (${fault})`, code: exitCodes.refused };
  }
  return { sentence: error instanceof Error ? (error.stack ?? error.message) : String(error), code: exitCodes.refused };
};

/** Every item in a row of its own, its columns under each other. */
export const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};
