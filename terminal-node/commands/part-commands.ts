// Commands for what is paid for beside coins and records: stakes, signers, contracts; files are in file-commands.ts. Each is
// one method of the API, with the wallet opened for it where it has to be, and the block waited for where it sends a transaction.

import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { parseCoins } from '../../shared/core/model/index.ts';
import type { HexText } from '../../shared/provider/index.ts';
import type { RpcClient } from '../rpc/rpc-client.ts';
import { nodeOf } from './asking.ts';
import {
  type AddCommands,
  collected,
  columns,
  CommandError,
  declare,
  type ExitCode,
  exitCodes,
  group,
  show,
  type Terminal,
} from './command.ts';
import { look } from './look.ts';
import { type PassphraseOptions, passphraseOption, unlockedFor } from './passphrase.ts';
import { waitForBlock } from './transaction-commands.ts';

export interface PayOptions extends PassphraseOptions {
  readonly wait: boolean;
  readonly amount?: string;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const payOptions = (): Option[] => [
  passphraseOption(),
  new Option('--no-wait', 'do not wait for a block that has it'),
];

const unitsOf = async (node: RpcClient, coins: string): Promise<string> => {
  const { network } = await node.request('node_info', {});
  const units = parseCoins(coins, network.decimals);
  if (units.ok) return units.value.toString();
  throw new CommandError(`${coins} is not an amount of coins; ${network.decimals} decimals at most.`);
};

/** Calls a method that sends a transaction, and waits for its block. */
export const pay = async (
  terminal: Terminal,
  options: PayOptions,
  method: string,
  params: Fields,
): Promise<ExitCode> => {
  const node = await nodeOf(options.data);
  const answer = await unlockedFor(terminal, options, { ask: node.request }, () => node.call(method, params));
  const fields = isFields(answer) ? answer : {};
  const id = String(fields['id']) as HexText;
  if (!options.wait) {
    show(terminal, options, fields, () => [`sent ${id}`]);
    return exitCodes.done;
  }
  const { height, receipt } = await waitForBlock(node, id);
  const told = { ...fields, height, ...(receipt === undefined ? {} : { status: receipt.status }) };
  show(terminal, options, told, () => [
    `block ${height ?? '?'} has ${id}${receipt === undefined ? '' : `, ${receipt.status}`}`,
    ...Object.entries(fields).flatMap(([name, value]) => (name === 'id' ? [] : [`${name}  ${String(value)}`])),
  ]);
  return receipt?.status === 'failed' ? exitCodes.refused : exitCodes.done;
};

/** Billionths as a percentage. */
const percentOf = (billionths: number): string => `${(billionths / 1e7).toFixed(1)} %`;

const addStake: AddCommands = (program, choose) => {
  const stake = group(program, 'stake', 'coins that vouch for honest blocks (proof of stake)');
  look(stake, choose, {
    usage: 'list',
    summary: 'who stakes how much, with which share',
    method: 'stakers_get',
    params: () => ({}),
    words: ({ epoch, total, stakers }, { coins }) => [
      `epoch ${epoch}, in which ${coins(total)} count`,
      ...columns(
        stakers.map((one) => [
          ...[one.address, coins(one.stake), percentOf(one.share)],
          one.jailedUntil === undefined ? '' : `may stake again from block ${one.jailedUntil} on`,
        ]),
      ),
    ],
  });
  for (const verb of ['add', 'remove'] as const) {
    declare<PayOptions>(stake, choose, {
      usage: `${verb} <amount>`,
      summary: verb === 'add' ? 'lock coins as a stake' : 'take staked coins back, after a while',
      options: payOptions(),
      plan:
        (options, coins = '') =>
        async (terminal) =>
          pay(terminal, options, `stake_${verb}`, { amount: await unitsOf(await nodeOf(options.data), coins) }),
    });
  }
};

interface SignersOptions extends PayOptions {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

const addSigners: AddCommands = (program, choose) => {
  const signers = group(program, 'signers', 'who may make blocks (proof of authority)');
  look(signers, choose, {
    usage: 'show',
    summary: 'admin, signers, whose turn it is',
    method: 'signers_get',
    params: () => ({}),
    words: ({ admin, next, signers: all, pending, suspended, turn }) => [
      `admin      ${admin}${next === undefined ? '' : `, who has named ${next}`}`,
      ...all.map((one) => `signer     ${one}${one === turn ? ', whose turn it is' : ''}`),
      ...pending.flatMap(({ atHeight, add, remove }) => [
        ...add.map((one) => `comes      ${one}, with block ${atHeight}`),
        ...remove.map((one) => `goes       ${one}, with block ${atHeight}`),
      ]),
      ...suspended.map(({ address, height }) => `suspended  ${address}, by the evidence in block ${height}`),
    ],
  });
  declare<SignersOptions>(signers, choose, {
    usage: 'set',
    summary: 'add and remove signers; for the admin',
    options: [
      ...payOptions(),
      new Option('--add <address>', 'one more; may be given several times').argParser(collected),
      new Option('--remove <address>', 'one less; may be given several times').argParser(collected),
    ],
    plan: (options) => (terminal) => {
      const { add, remove } = options;
      return pay(terminal, options, 'signers_set', {
        ...(add === undefined ? {} : { add }),
        ...(remove === undefined ? {} : { remove }),
      });
    },
  });
};

/** JSON where it is JSON, else a text. */
const argumentOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const amountOption = (): Option => new Option('--amount <coins>', 'coins that go with it');

const amountOf = async ({ amount, data }: PayOptions): Promise<Fields> =>
  amount === undefined ? {} : { amount: await unitsOf(await nodeOf(data), amount) };

const addContract: AddCommands = (program, choose) => {
  const contract = group(program, 'contract', 'contracts');
  declare<PayOptions>(contract, choose, {
    usage: 'deploy <file> [args...]',
    summary: 'put the code in a file on the chain; arguments of its init are JSON or texts',
    options: [...payOptions(), amountOption()],
    plan:
      (options, file = '', ...args) =>
      async (terminal) => {
        const code = await readFile(file, 'utf8').catch(() => {
          throw new CommandError(`${file} cannot be read.`);
        });
        const given = { code, args: args.map(argumentOf), ...(await amountOf(options)) };
        return pay(terminal, options, 'contract_deploy', given);
      },
  });
  declare<PayOptions>(contract, choose, {
    usage: 'invoke <address> <function> [args...]',
    summary: 'call a function in a transaction; arguments are JSON or texts',
    options: [...payOptions(), amountOption()],
    plan:
      (options, address = '', name = '', ...args) =>
      async (terminal) => {
        const given = { address, function: name, args: args.map(argumentOf), ...(await amountOf(options)) };
        return pay(terminal, options, 'contract_invoke', given);
      },
  });
  declare(contract, choose, {
    usage: 'view <address> <function> [args...]',
    summary: 'call a function on this node alone, free and without effect',
    plan: (options, address = '', name = '', ...args) => {
      const asked = { address, function: name, args: args.map(argumentOf) };
      return async (terminal) => {
        const answer = await (await nodeOf(options.data)).call('contract_view', asked);
        terminal.print(JSON.stringify(answer, undefined, options.json ? 0 : 2));
        return exitCodes.done;
      };
    },
  });
};

export const addPartCommands: AddCommands = (program, choose) => {
  addStake(program, choose);
  addSigners(program, choose);
  addContract(program, choose);
};
