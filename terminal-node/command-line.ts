// The terminal node's command line, as it stands in `usage`. What cannot be read ends in one sentence and the usage.
// Bounds: `addressesMax` addresses of each kind, as many as the host keeps.

import { parseArgs } from 'node:util';
import { type Hex32, parseAddress } from '../shared/core/model/index.ts';

/** For whom to mine: an account by its public key, or the wallet of the data folder. */
export type Producer = { readonly type: 'account'; readonly publicKey: Hex32 } | { readonly type: 'own-wallet' };

export interface NodeCommand {
  readonly name: 'node';
  readonly data: string;
  /** where the network comes from; `known`: the one that the data folder had open last */
  readonly network:
    | { readonly type: 'link'; readonly link: string }
    | { readonly type: 'spec'; readonly file: string }
    | { readonly type: 'known' };
  /** multiaddrs of relays */
  readonly relays: readonly string[];
  /** multiaddrs of other nodes */
  readonly dials: readonly string[];
  readonly listen: readonly string[];
  readonly producer: Producer | undefined;
  /** full: every block is kept and checked · light: headers alone, and proofs; `undefined`: as the folder was used last */
  readonly mode: 'full' | 'light' | undefined;
  /** share of each core that mining may take, in tenths of a percent (1–1000) */
  readonly intensityPermille: number;
  /** text that the identity is made of, in place of the kept one */
  readonly seed: string | undefined;
  readonly json: boolean;
}

export interface ProofCheckCommand {
  readonly name: 'proof-check';
  /** `-` for standard input */
  readonly file: string;
  readonly json: boolean;
}

/** A person must do something about it; `message` says what. */
export class CommandLineError extends Error {}

export const usage = `usage: npm run tabchain -- node [--link LINK | --spec FILE]
  --link LINK          the join link of the network, in quotes
  --spec FILE          the network as a JSON file, with --relay or --dial to find others
  --relay MULTIADDR    a relay to be found through; may be given several times
  --dial MULTIADDR     a node to connect to; may be given several times
  --listen MULTIADDR   where to listen (default /ip4/127.0.0.1/tcp/0/ws), such as /ip4/0.0.0.0/tcp/9091/ws or
                       /ip4/192.168.1.5/udp/9091/webrtc-direct; may be given several times
  --data DIR           where chain, identity and wallet are kept (default .tabchain-node)
  --mode full|light    keep and check every block, or headers alone (default: as DIR was used last, else full)
  --produce [ADDRESS]  mine, for this account or else for the wallet in DIR
  --intensity SHARE    share of each core that mining may take, 0.001 to 1 (default 1)
  --seed TEXT          the same text is the same peer id
  --json               one line of JSON for each event
Without --link and --spec the network that DIR had open last is opened again.

usage: npm run tabchain -- proof check [FILE] [--json]
Says what a proof proves, without a network. FILE holds what a tab has copied; without it, standard input.`;

const addressesMax = 16;
const listenDefault = '/ip4/127.0.0.1/tcp/0/ws';

const listenForm = /^\/ip[46]\/[0-9A-Fa-f.:]+\/(?:tcp\/\d{1,5}\/ws|udp\/\d{1,5}\/webrtc-direct)$/;
/** A multiaddr that says whom to expect there. */
const peerForm = /^\/.+\/p2p\/[1-9A-HJ-NP-Za-km-z]{20,128}$/;

const checkAddresses = (
  option: string,
  addresses: readonly string[],
  isRight: (one: string) => boolean,
  form: string,
) => {
  const wrong = addresses.find((address) => !isRight(address));
  if (wrong !== undefined) throw new CommandLineError(`--${option} ${wrong} is not an address of the form ${form}.`);
  if (addresses.length > addressesMax) {
    throw new CommandLineError(`--${option} is given ${addresses.length} times; ${addressesMax} are enough.`);
  }
  return addresses;
};

const isListenAddress = (address: string): boolean =>
  listenForm.test(address) && Number(address.split('/')[4]) <= 65_535;

const producerOf = (text: string | undefined): Producer | undefined => {
  if (text === undefined) return undefined;
  if (text === '') return { type: 'own-wallet' };
  const address = parseAddress(text);
  if (address.ok && address.value.kind === 'account') return { type: 'account', publicKey: address.value.id };
  const why = address.ok ? 'the address of a contract, which cannot mine' : 'not an address: look for a wrong letter';
  throw new CommandLineError(`--produce ${text} is ${why}; give an account's (tab1…), or none for the wallet in DIR.`);
};

const modeOf = (text: string | undefined, produce: string | undefined): NodeCommand['mode'] => {
  if (text === undefined || text === 'full') return text;
  if (text !== 'light') throw new CommandLineError(`--mode ${text} is not a mode; give full or light.`);
  if (produce === undefined) return text;
  throw new CommandLineError('--mode light does not go with --produce: a light node knows too little to make blocks.');
};

const permilleOf = (text: string): number => {
  const permille = Math.round(Number(text) * 1000);
  if (text.trim() !== '' && permille >= 1 && permille <= 1000) return permille;
  throw new CommandLineError(`--intensity ${text} is not a share; give a number from 0.001 to 1.`);
};

const networkOf = (link: string | undefined, file: string | undefined): NodeCommand['network'] => {
  if (link !== undefined && file !== undefined) {
    throw new CommandLineError('--link and --spec both name a network; give one of them.');
  }
  if (link === '') throw new CommandLineError("--link is empty; give the join link in quotes: --link '…#/join/…'.");
  if (link !== undefined) return { type: 'link', link };
  return file === undefined ? { type: 'known' } : { type: 'spec', file };
};

/** An option with or without a value, for a parser that knows only the one or the other. */
const withOptionalValue = (args: readonly string[], option: string): readonly string[] =>
  args.map((arg, index) => {
    const next = args[index + 1];
    return arg === option && (next === undefined || next.startsWith('--')) ? `${option}=` : arg;
  });

const options = {
  link: { type: 'string' },
  spec: { type: 'string' },
  relay: { type: 'string', multiple: true },
  dial: { type: 'string', multiple: true },
  listen: { type: 'string', multiple: true },
  data: { type: 'string', default: '.tabchain-node' },
  mode: { type: 'string' },
  produce: { type: 'string' },
  intensity: { type: 'string', default: '1' },
  seed: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const valuesOf = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...withOptionalValue(args, '--produce')], options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandLineError(`${error.message.split('\n')[0] ?? ''}\n${usage}`);
  }
};

const proofCommand = (args: readonly string[]): ProofCheckCommand => {
  const json = args.includes('--json');
  const [verb, file = '-', ...rest] = args.filter((arg) => arg !== '--json');
  if (verb === 'check' && rest.length === 0 && (file === '-' || !file.startsWith('--'))) {
    return { name: 'proof-check', file, json };
  }
  throw new CommandLineError(`what there is for proofs is: proof check [FILE] [--json].\n${usage}`);
};

/** Throws CommandLineError. `args` begin with the name of the command. */
export const parseCommandLine = ([name, ...args]: readonly string[]): NodeCommand | ProofCheckCommand => {
  if (name === 'node') return nodeCommand(args);
  if (name === 'proof') return proofCommand(args);
  throw new CommandLineError(
    `${name === undefined ? 'a command is missing' : `there is no command ${name}`}.\n${usage}`,
  );
};

const nodeCommand = (args: readonly string[]): NodeCommand => {
  const values = valuesOf(args);
  if (values.seed === '') throw new CommandLineError('--seed is empty; give a text that nobody else uses.');
  if (values.data === '') throw new CommandLineError('--data is empty; name a folder.');
  const peer = (option: string, addresses: readonly string[]) =>
    checkAddresses(option, addresses, (one) => peerForm.test(one), '/ip4/…/tcp/…/ws/p2p/12D3KooW…');
  return {
    name: 'node',
    data: values.data,
    network: networkOf(values.link, values.spec),
    relays: peer('relay', values.relay ?? []),
    dials: peer('dial', values.dial ?? []),
    listen: checkAddresses('listen', values.listen ?? [listenDefault], isListenAddress, listenDefault),
    producer: producerOf(values.produce),
    mode: modeOf(values.mode, values.produce),
    intensityPermille: permilleOf(values.intensity),
    seed: values.seed,
    json: values.json,
  };
};
