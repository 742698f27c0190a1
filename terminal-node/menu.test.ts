// The menus: every choice is a command that can be read, what is asked becomes its arguments, and a fault leads back.

import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { CommandError, exitCodes, type Terminal } from './commands/command.ts';
import { type Prompts, runMenu } from './menu.ts';

/** A person who answers in turn; lists are answered by label. */
const person = (...answers: readonly (string | undefined)[]) => {
  const left = [...answers];
  const offered: string[][] = [];
  const prompts: Prompts = {
    select: async (_message, options) => {
      offered.push(options.map(({ label }) => label));
      const answer = left.shift();
      return options.find(({ label }) => label === answer)?.value;
    },
    text: async () => left.shift(),
  };
  return { prompts, offered };
};

const said: string[] = [];
const terminal: Terminal = {
  ...{ print: () => undefined, complain: (line) => void said.push(line), input: process.stdin },
  ...{ isInteractive: true, onInterrupt: () => undefined },
};

test('what is asked becomes a command line, and the menu comes back until it is left', async () => {
  const lines: (readonly string[])[] = [];
  const run = async (args: readonly string[]) => (lines.push(args), exitCodes.done);
  const { prompts, offered } = person(
    'Send',
    'Pay coins',
    'tab1abc',
    '1.5',
    'Wallet',
    'Back',
    'Peers',
    'Talk on a topic',
    undefined,
    'Leave',
  );
  expect(await runMenu(prompts, run, terminal)).toBe(0);
  expect(lines).toEqual([['send', 'tab1abc', '1.5']]);
  expect(offered[0]).toEqual(['Network', 'Wallet', 'Send', 'Produce', 'Chain', 'Peers', 'Leave']);
});

test('a fault is said in its sentence and leads back; a node that has ended ends the menu', async () => {
  const fails = async (args: readonly string[]) => {
    if (args[0] === 'node') return exitCodes.refused;
    throw new CommandError('No node runs here.', exitCodes.noNode);
  };
  const { prompts } = person(
    'Peers',
    'Linked nodes and relays',
    'Network',
    'Run a node of a network (its join link)',
    '#/join/x',
  );
  expect(await runMenu(prompts, fails, terminal)).toBe(exitCodes.refused);
  expect(said).toEqual(['No node runs here.', expect.stringContaining('Run a node')]);
});

test('every choice of every menu is a command line that can be read', async () => {
  const groups = (await offeredBy()).slice(0, -1);
  let count = 0;
  for (const group of groups) {
    for (const item of (await offeredBy(group)).slice(0, -1)) {
      const { prompts } = person(group, item, '7', '7', '7', 'Leave');
      await runMenu(prompts, async (args) => (parseCommandLine(args), count++, exitCodes.done), terminal);
    }
  }
  expect(count).toBeGreaterThan(20);
});

const offeredBy = async (...answers: readonly string[]): Promise<readonly string[]> => {
  const { prompts, offered } = person(...answers);
  await runMenu(prompts, async () => exitCodes.done, terminal);
  return offered[answers.length] ?? [];
};
