// `tabchain` alone on a terminal: menus for people who like them. A choice asks for what its command needs and runs that
// command, so that the menus know nothing that the commands do not. Owns nothing.
// Bounds: one command at a time.

import { CommandError, type ExitCode, exitCodes, outcomeOfThrown, type Terminal } from './commands/command.ts';

/** Of a library for prompts, what the menus use; `undefined`: the person wants back. */
export interface Prompts {
  readonly select: (
    message: string,
    options: readonly { readonly value: string; readonly label: string }[],
  ) => Promise<string | undefined>;
  readonly text: (message: string, placeholder?: string) => Promise<string | undefined>;
}

/** Runs a command line as if it had been typed. */
export type RunLine = (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;

interface Item {
  readonly label: string;
  /** command and arguments that are always the same */
  readonly args: readonly string[];
  /** what is asked for, in the order of the arguments */
  readonly asks?: readonly { readonly message: string; readonly placeholder?: string; readonly option?: string }[];
}

interface Group {
  readonly label: string;
  readonly items: readonly Item[];
}

const ask = (message: string, placeholder?: string, option?: string): NonNullable<Item['asks']>[number] => ({
  message,
  ...(placeholder === undefined ? {} : { placeholder }),
  ...(option === undefined ? {} : { option }),
});

const groups: readonly Group[] = [
  {
    label: 'Network',
    items: [
      {
        label: 'Run a node of a network (its join link)',
        args: ['node'],
        asks: [ask('Join link', '#/join/…', '--link')],
      },
      { label: 'Run a node of the network that was open last', args: ['node'] },
      {
        label: 'Make a network',
        args: ['network', 'new'],
        asks: [ask('Its name'), ask('File for its spec', 'spec.json', '--out')],
      },
      { label: 'What a link or a spec file says', args: ['network', 'show'], asks: [ask('Link or file')] },
      { label: 'The join link of the running node', args: ['network', 'link'] },
      { label: 'The networks of this folder', args: ['network', 'list'] },
    ],
  },
  {
    label: 'Wallet',
    items: [
      { label: 'Accounts', args: ['wallet', 'list'] },
      { label: 'Make a wallet', args: ['wallet', 'create'] },
      {
        label: 'Take in a wallet from a file',
        args: ['wallet', 'import'],
        asks: [ask('File with words or backup', undefined, '--file')],
      },
      { label: 'Save an encrypted backup', args: ['wallet', 'export'], asks: [ask('File', 'wallet.backup', '--out')] },
      { label: 'Balance of an address', args: ['account'], asks: [ask('Address', 'tab1…')] },
    ],
  },
  {
    label: 'Send',
    items: [
      { label: 'Pay coins', args: ['send'], asks: [ask('To', 'tab1…'), ask('How many coins', '1.5')] },
      { label: 'Write a record', args: ['record'], asks: [ask('Text or number')] },
      { label: 'What became of a transaction', args: ['tx'], asks: [ask('Its id', '0x…')] },
    ],
  },
  {
    label: 'Produce',
    items: [
      { label: 'Make blocks', args: ['produce', 'start'] },
      { label: 'Make no more blocks', args: ['produce', 'stop'] },
      { label: 'Whether and how many', args: ['produce', 'status'] },
    ],
  },
  {
    label: 'Chain',
    items: [
      { label: 'How the node stands', args: ['status'] },
      { label: 'Newest blocks', args: ['blocks'] },
      { label: 'A block', args: ['block'], asks: [ask('Height or id')] },
      { label: 'What waits for a block', args: ['mempool'] },
      { label: 'Save the chain as a file', args: ['chain', 'export'], asks: [ask('File', 'chain.tabchain')] },
      { label: 'Check a chain file', args: ['chain', 'verify'], asks: [ask('File', 'chain.tabchain')] },
    ],
  },
  {
    label: 'Peers',
    items: [
      { label: 'Linked nodes and relays', args: ['peers'] },
      { label: 'What the node has noticed', args: ['log'] },
      { label: 'Talk on a topic', args: ['topic'], asks: [ask('Topic', 'chat')] },
    ],
  },
];

const leave = 'leave';

const chosenOf = async <T extends { readonly label: string }>(
  prompts: Prompts,
  message: string,
  list: readonly T[],
  back: string,
): Promise<T | undefined> => {
  const options = [...list.map(({ label }) => ({ value: label, label })), { value: leave, label: back }];
  const value = await prompts.select(message, options);
  return list.find(({ label }) => label === value);
};

/** The command line of a choice, or `undefined` where the person wants back. */
const lineOf = async (prompts: Prompts, { args, asks = [] }: Item): Promise<readonly string[] | undefined> => {
  const line = [...args];
  for (const { message, placeholder, option } of asks) {
    const text = await prompts.text(message, placeholder);
    if (text === undefined) return undefined;
    line.push(...(option === undefined ? [text] : [option, text]));
  }
  return line;
};

const tellFault = (error: unknown, terminal: Terminal): void => {
  const { sentence } = outcomeOfThrown(error);
  terminal.complain(sentence);
  if (error instanceof CommandError && error.code === exitCodes.noNode) {
    terminal.complain('Network, “Run a node”, in another terminal, starts one.');
  }
};

const runItem = async (
  item: Item,
  prompts: Prompts,
  run: RunLine,
  terminal: Terminal,
): Promise<ExitCode | undefined> => {
  const line = await lineOf(prompts, item);
  if (line === undefined) return undefined;
  try {
    const code = await run(line, terminal);
    return item.args[0] === 'node' ? code : undefined;
  } catch (error) {
    tellFault(error, terminal);
    return undefined;
  }
};

/** Until the person leaves, or a node that was started has ended. */
export const runMenu = async (prompts: Prompts, run: RunLine, terminal: Terminal): Promise<ExitCode> => {
  for (;;) {
    const group = await chosenOf(prompts, 'Tabchain', groups, 'Leave');
    if (group === undefined) return exitCodes.done;
    const item = await chosenOf(prompts, group.label, group.items, 'Back');
    if (item === undefined) continue;
    const ended = await runItem(item, prompts, run, terminal);
    if (ended !== undefined) return ended;
  }
};

/** The prompts of a terminal. */
export const terminalPrompts = async (): Promise<Prompts> => {
  const { isCancel, select, text } = await import('@clack/prompts');
  return {
    select: async (message, options) => {
      const answer = await select({ message, options: [...options] });
      return isCancel(answer) ? undefined : answer;
    },
    text: async (message, placeholder) => {
      const answer = await text({
        message,
        ...(placeholder === undefined ? {} : { placeholder }),
        validate: (typed) =>
          typed === undefined || typed.trim() === '' ? 'Type something, or press Esc to go back.' : undefined,
      });
      return isCancel(answer) ? undefined : answer.trim();
    },
  };
};
