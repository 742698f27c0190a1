// `tabchain network …`: a new network as a spec file and a link, what a link or a spec says, the link of the running node,
// and the networks of a folder. `new` and `show` need no node. Owns the spec file that it writes.

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { Option } from 'commander';
import { createGenesis } from '../../shared/core/chain/index.ts';
import { type ChainSpec, chainSpecJson, parseChainSpec } from '../../shared/core/model/index.ts';
import { formatJoinLink, parseJoinLink } from '../../shared/core/link/index.ts';
import { askAnyhow, nodeOf } from './asking.ts';
import {
  type AddCommands,
  columns,
  CommandError,
  CommandLineError,
  type CommonOptions,
  declare,
  exitCodes,
  group,
  show,
} from './command.ts';

interface NewOptions extends CommonOptions {
  readonly symbol: string;
  readonly kind: 'pow' | 'pos' | 'poa';
  readonly blockTime: string;
  readonly zeros?: string;
  readonly address?: string;
  readonly out?: string;
}

const saltBytes = 16;

const secondsOf = (text: string): number => {
  const seconds = Number(text);
  if (seconds >= 0.2 && seconds <= 3600) return Math.round(seconds * 1000);
  throw new CommandLineError(`--block-time ${text} is not a time in seconds; give 0.2 to 3600.`);
};

const needAddress = ({ address, kind }: NewOptions): string => {
  if (address !== undefined) return address;
  throw new CommandLineError(`--kind ${kind} needs --address: the account that makes the first blocks.`);
};

/** What a spec says of its consensus; the core fills in and checks the rest. */
const consensusOf = (options: NewOptions): object => {
  const { kind, zeros } = options;
  const timeMs = secondsOf(options.blockTime);
  if (kind === 'poa') return { kind, slotMs: timeMs, admin: needAddress(options) };
  if (kind === 'pos')
    return { kind, slotMs: timeMs, stakes: [{ address: needAddress(options), amount: '1000000000' }] };
  const retarget =
    zeros === undefined
      ? { kind: 'asert', halfLifeMs: 60 * timeMs }
      : { kind: 'fixed', leadingHexZeros: Number(zeros) };
  return { kind, blockTimeMs: timeMs, retarget };
};

const chainIdOf = (spec: ChainSpec): string => `0x${createGenesis(spec).chainId}`;

const specOf = (json: unknown, where: string): ChainSpec => {
  const spec = parseChainSpec(json);
  if (spec.ok) return spec.value;
  const { path, expected } = spec.error;
  throw new CommandError(`${where} is no network: ${path === '' ? 'the whole' : path} must be ${expected}.`);
};

const addNew: AddCommands = (network, choose) => {
  declare<NewOptions>(network, choose, {
    usage: 'new <name>',
    summary: 'make a network: its spec as a file, and a link to it',
    options: [
      new Option('--kind <kind>', 'how blocks are made').choices(['pow', 'pos', 'poa']).default('pow'),
      new Option('--block-time <seconds>', 'time between blocks').default('10'),
      new Option('--zeros <digits>', 'proof of work with a fixed number of leading zeros, for teaching'),
      new Option('--symbol <letters>', 'of its coin').default('TAB'),
      new Option('--address <address>', 'with pos the first staker, with poa the admin'),
      new Option('--out <file>', 'the spec file (default: printed)'),
    ],
    plan: (options, name = '') => {
      const consensus = consensusOf(options);
      return async (terminal) => {
        const { symbol } = options;
        const salt = randomBytes(saltBytes).toString('hex');
        const spec = specOf({ name, symbol, genesisTime: Date.now(), salt, consensus }, name);
        const json = chainSpecJson(spec);
        const text = JSON.stringify(json, undefined, 2);
        if (options.out !== undefined) await writeFile(options.out, `${text}\n`, { flag: 'wx' });
        const made = { chainId: chainIdOf(spec), link: formatJoinLink('', { spec, relays: [] }), spec: json };
        show(terminal, options, made, () => [
          ...(options.out === undefined ? [text] : [`saved in ${options.out}`]),
          `chain  ${made.chainId}`,
          `link   ${made.link}`,
        ]);
        return exitCodes.done;
      };
    },
  });
};

const fromLink = (text: string): { readonly spec: ChainSpec; readonly relays: readonly string[] } => {
  const link = parseJoinLink(text);
  if (link.ok) {
    const { spec, relays } = link.value;
    if (spec !== undefined) return { spec, relays };
    throw new CommandError('The link names its network by its chain id alone: join it, and its nodes tell the rest.');
  }
  const { error } = link;
  throw new CommandError(
    error.type === 'link-unreadable'
      ? `The link cannot be read: ${error.what}.`
      : `The network in the link is not right: ${error.path} must be ${error.expected}.`,
  );
};

/** A link has `#/join/` in it; all else is the name of a file. */
const networkIn = async (where: string): Promise<ReturnType<typeof fromLink>> => {
  if (where.includes('#/join/')) return fromLink(where);
  const text = await readFile(where, 'utf8').catch(() => {
    throw new CommandError(`${where} cannot be read; give a spec file, or a link in quotes.`);
  });
  try {
    return { spec: specOf(JSON.parse(text), where), relays: [] };
  } catch (error) {
    throw error instanceof SyntaxError ? new CommandError(`${where} is not JSON.`) : error;
  }
};

const addShow: AddCommands = (network, choose) => {
  declare(network, choose, {
    usage: 'show <link-or-file>',
    summary: 'what a join link or a spec file says, without a network',
    plan:
      (options, where = '') =>
      async (terminal) => {
        const { spec, relays } = await networkIn(where);
        const told = { chainId: chainIdOf(spec), relays, spec: chainSpecJson(spec) };
        show(terminal, options, told, () => [
          `${spec.name} (${spec.symbol}), ${spec.consensus.kind}`,
          `chain  ${told.chainId}`,
          ...relays.map((relay) => `relay  ${relay}`),
          JSON.stringify(told.spec, undefined, 2),
        ]);
        return exitCodes.done;
      },
  });
};

const addOfNode: AddCommands = (network, choose) => {
  declare(network, choose, {
    usage: 'link',
    summary: 'the join link of the network that the running node has open',
    plan: (options) => async (terminal) => {
      const answer = await (await nodeOf(options.data)).request('network_link', {});
      show(terminal, options, answer, () => [answer.link]);
      return exitCodes.done;
    },
  });
  declare(network, choose, {
    usage: 'list',
    summary: 'the networks of a data folder',
    plan: (options) => async (terminal) => {
      const networks = await askAnyhow(options.data, ({ ask }) => ask('network_list', {}));
      show(terminal, options, networks, () =>
        networks.length === 0
          ? ['no networks yet']
          : columns(networks.map(({ name, symbol, consensus, chainId }) => [name, symbol, consensus, chainId])),
      );
      return exitCodes.done;
    },
  });
};

export const addNetworkCommands: AddCommands = (program, choose) => {
  const network = group(program, 'network', 'networks and the links to them');
  addNew(network, choose);
  addShow(network, choose);
  addOfNode(network, choose);
};
