// `tabchain send` and `tabchain record`: transactions by the wallet of the running node, and waiting until a block has
// them. `record` takes a record from each line of standard input: type a number, and a block has it.
// Bounds: a line of at most the bytes that a record may have; one that is longer is refused by the node.

import { createInterface } from 'node:readline';
import { Option } from 'commander';
import { formatCoins, parseCoins } from '../../shared/core/model/index.ts';
import type { HexText, ParamsOf, TxStatus } from '../../shared/provider/index.ts';
import type { RpcClient } from '../rpc/rpc-client.ts';
import { nodeOf } from './asking.ts';
import {
  type AddCommands,
  CommandError,
  CommandLineError,
  declare,
  exitCodes,
  show,
  type Terminal,
} from './command.ts';
import { type PassphraseOptions, passphraseOption, unlockedFor } from './passphrase.ts';

interface SendOptions extends PassphraseOptions {
  readonly from?: string;
  readonly wait: boolean;
}

const options = (): Option[] => [
  passphraseOption(),
  new Option('--from <address>', 'account of the wallet that pays (default: the selected one)'),
  new Option('--no-wait', 'do not wait for a block that has it'),
];

type Request = ParamsOf<'tx_send'>;

const fromOf = ({ from }: SendOptions): Pick<Request, 'from'> => (from === undefined ? {} : { from });

/** Resolves when a block has the transaction; throws when none will. */
export const waitForBlock = async (node: RpcClient, id: HexText): Promise<TxStatus> => {
  let look = (): void => undefined;
  const ended = { nodeGone: false };
  const end = await node.listen(
    ['head', 'transaction'],
    () => look(),
    () => {
      ended.nodeGone = true;
      look();
    },
  );
  try {
    for (;;) {
      const moved = new Promise<void>((resolve) => (look = resolve));
      const status = await node.request('tx_get', { id });
      if (status.status === 'included') return status;
      if (status.status === 'dropped') throw new CommandError(`The transaction was dropped: ${status.reason ?? '?'}.`);
      if (ended.nodeGone) throw new CommandError('The node has stopped.', exitCodes.noNode);
      await moved;
    }
  } finally {
    end();
  }
};

const send = async (terminal: Terminal, given: SendOptions, node: RpcClient, request: Request): Promise<HexText> => {
  const { id } = await unlockedFor(terminal, given, { ask: node.request }, () => node.request('tx_send', request));
  if (!given.wait) {
    show(terminal, given, { id, status: 'pending' }, () => [`sent ${id}`]);
    return id;
  }
  const { height } = await waitForBlock(node, id);
  show(terminal, given, { id, status: 'included', height }, () => [`block ${height ?? '?'} has ${id}`]);
  return id;
};

const addSend: AddCommands = (program, choose) => {
  declare<SendOptions>(program, choose, {
    usage: 'send <to> <amount>',
    summary: 'pay coins (a decimal number) to an address',
    options: options(),
    plan: (given, to = '', amount = '') => {
      if (!/^\d{1,20}(\.\d{1,18})?$/.test(amount)) {
        throw new CommandLineError(`${amount} is not an amount of coins; give a number such as 1.5.`);
      }
      return async (terminal) => {
        const node = await nodeOf(given.data);
        const { network } = await node.request('node_info', {});
        const units = parseCoins(amount, network.decimals);
        if (!units.ok)
          throw new CommandError(`${amount} is too much or too fine: ${network.decimals} decimals at most.`);
        const request = { kind: 'transfer', to, amount: units.value.toString(), ...fromOf(given) } as const;
        await send(terminal, given, node, request);
        return exitCodes.done;
      };
    },
  });
};

const recordOf = (text: string): HexText => `0x${Buffer.from(text, 'utf8').toString('hex')}`;

/** Every line a record, one after another; what a rule refuses is said, and the next line is read. */
const recordLines = async (terminal: Terminal, given: SendOptions, node: RpcClient): Promise<boolean> => {
  let allWell = true;
  const lines = createInterface({ input: terminal.input, crlfDelay: Infinity });
  terminal.onInterrupt(() => lines.close());
  for await (const line of lines) {
    const text = line.trim();
    if (text === '') continue;
    try {
      await send(terminal, given, node, { kind: 'record', data: recordOf(text), ...fromOf(given) });
    } catch (error) {
      if (error instanceof CommandError && error.code === exitCodes.noNode) throw error;
      allWell = false;
      terminal.complain(error instanceof Error ? error.message : String(error));
    }
  }
  return allWell;
};

const addRecord: AddCommands = (program, choose) => {
  declare<SendOptions>(program, choose, {
    usage: 'record [text...]',
    summary: 'write a record into a block; without a text, one for each line of standard input',
    options: options(),
    plan:
      (given, ...words) =>
      async (terminal) => {
        const node = await nodeOf(given.data);
        if (words.length === 0) {
          if (terminal.isInteractive) terminal.complain('Type a number and press Enter; Ctrl-D ends it.');
          return (await recordLines(terminal, given, node)) ? exitCodes.done : exitCodes.refused;
        }
        await send(terminal, given, node, { kind: 'record', data: recordOf(words.join(' ')), ...fromOf(given) });
        return exitCodes.done;
      },
  });
};

const statusWords = (status: TxStatus, decimals: number, symbol: string): readonly string[] => {
  const { transaction, receipt } = status;
  const lines = [`${status.id}  ${status.status}`];
  if (status.height !== undefined) {
    lines.push(
      `block ${status.height}, ${status.confirmations ?? 0} confirmations${status.settled ? ', settled' : ''}`,
    );
  }
  if (status.reason !== undefined) lines.push(`reason ${status.reason}`);
  if (transaction !== undefined)
    lines.push(`${transaction.kind} from ${transaction.sender}, nonce ${transaction.nonce}`);
  if (transaction?.kind === 'transfer') {
    lines.push(`${formatCoins(BigInt(transaction.amount), decimals)} ${symbol} to ${transaction.to}`);
  }
  if (transaction?.kind === 'record') {
    lines.push(`record ${JSON.stringify(Buffer.from(transaction.data.slice(2), 'hex').toString('utf8'))}`);
  }
  if (receipt !== undefined)
    lines.push(`${receipt.status}, fee ${formatCoins(BigInt(receipt.fee), decimals)} ${symbol}`);
  return lines;
};

const addTx: AddCommands = (program, choose) => {
  declare(program, choose, {
    usage: 'tx <id>',
    summary: 'what became of a transaction',
    plan:
      (given, id = '') =>
      async (terminal) => {
        const node = await nodeOf(given.data);
        const status = await node.request('tx_get', { id: id as HexText });
        const { network } = await node.request('node_info', {});
        show(terminal, given, status, () => statusWords(status, network.decimals, network.symbol));
        return status.status === 'unknown' ? exitCodes.refused : exitCodes.done;
      },
  });
};

export const addTransactionCommands: AddCommands = (program, choose) => {
  addSend(program, choose);
  addRecord(program, choose);
  addTx(program, choose);
};
