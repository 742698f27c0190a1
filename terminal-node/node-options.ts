// What a node is started with: the options of `tabchain node`, read and checked. What cannot be read ends in one sentence.
// Bounds: `addressesMax` addresses of each kind, as many as the host keeps.

import { Option } from 'commander';
import { type Hex32, parseAddress } from '../shared/core/model/index.ts';
import { collected, CommandLineError, type CommonOptions } from './commands/command.ts';

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
  /** the port of JSON-RPC, 0 for a free one; `undefined`: not open */
  readonly rpcPort: number | undefined;
  /** origins of pages that may ask by JSON-RPC */
  readonly rpcOrigins: readonly string[];
  /** every line of standard input is sent as a record by the wallet of the data folder */
  readonly record: boolean;
  /** coins for each newcomer from the wallet of the data folder, as a person writes them; `undefined`: as it was set last */
  readonly welcome: string | undefined;
}

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

const producerOf = (text: string | true | undefined): Producer | undefined => {
  if (text === undefined) return undefined;
  if (text === true || text === '') return { type: 'own-wallet' };
  const address = parseAddress(text);
  if (address.ok && address.value.kind === 'account') return { type: 'account', publicKey: address.value.id };
  const why = address.ok ? 'the address of a contract, which cannot mine' : 'not an address: look for a wrong letter';
  throw new CommandLineError(`--produce ${text} is ${why}; give an account's (tab1…), or none for the wallet in DIR.`);
};

const modeOf = (text: string | undefined, produce: string | true | undefined): NodeCommand['mode'] => {
  if (text === undefined || text === 'full') return text;
  if (text !== 'light') throw new CommandLineError(`--mode ${text} is not a mode; give full or light.`);
  if (produce === undefined) return text;
  throw new CommandLineError('--mode light does not go with --produce: a light node knows too little to make blocks.');
};

const permilleOf = (text: string): number => {
  const permille = Math.round(Number(text) * 1000);
  if (text.trim() !== '' && permille >= 100 && permille <= 1000) return permille;
  throw new CommandLineError(`--intensity ${text} is not a share; give a number from 0.1 to 1.`);
};

const networkOf = (link: string | undefined, file: string | undefined): NodeCommand['network'] => {
  if (link !== undefined && file !== undefined) {
    throw new CommandLineError('--link and --spec both name a network; give one of them.');
  }
  if (link === '') throw new CommandLineError("--link is empty; give the join link in quotes: --link '…#/join/…'.");
  if (link !== undefined) return { type: 'link', link };
  return file === undefined ? { type: 'known' } : { type: 'spec', file };
};

const portOf = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 65_536;
  if (port <= 65_535) return port;
  throw new CommandLineError(`--rpc ${text} is not a port; give 0 to 65535, where 0 takes a free one.`);
};

const originForm = /^https?:\/\/[^/\s]{1,200}$/;

const originsOf = (origins: readonly string[]): readonly string[] => {
  const wrong = origins.find((origin) => !originForm.test(origin));
  if (wrong === undefined) return origins;
  throw new CommandLineError(`--rpc-origin ${wrong} is not an origin of the form http://localhost:5173.`);
};

export interface NodeOptions extends CommonOptions {
  readonly link?: string;
  readonly spec?: string;
  readonly relay?: readonly string[];
  readonly dial?: readonly string[];
  readonly listen?: readonly string[];
  readonly mode?: string;
  readonly light?: boolean;
  readonly produce?: string | true;
  readonly intensity: string;
  readonly seed?: string;
  /** a port, or `false` after --no-rpc */
  readonly rpc: string | false;
  readonly rpcOrigin?: readonly string[];
  readonly record?: boolean;
  readonly welcome?: string;
}

const welcomeOf = (text: string | undefined): string | undefined => {
  if (text === undefined || /^\d{1,20}(?:\.\d{1,12})?$/.test(text)) return text;
  throw new CommandLineError(
    `--welcome ${text} is not an amount of coins; give one such as 10 or 2.5, or 0 to end it.`,
  );
};

const several = (flags: string, text: string): Option => new Option(flags, text).argParser(collected);

export const nodeOptions = (): Option[] => [
  new Option('--link <link>', 'the join link of the network, in quotes'),
  new Option('--spec <file>', 'the network as a JSON file, with --relay or --dial to find others'),
  several('--relay <multiaddr>', 'a relay to be found through; may be given several times'),
  several('--dial <multiaddr>', 'a node to connect to; may be given several times'),
  several('--listen <multiaddr>', `where to listen (default ${listenDefault}); may be given several times`),
  new Option('--mode <mode>', 'full: keep and check every block; light: headers alone (default: as used last)'),
  new Option('--light', 'the same as --mode light'),
  new Option('--produce [address]', 'make blocks, for this account or else for the wallet in the data folder'),
  new Option('--intensity <share>', 'share of each core that mining may take, 0.1 to 1').default('1'),
  new Option('--seed <text>', 'the same text is the same peer id'),
  new Option('--record', 'send every line of standard input as a record: type a number, and a block has it'),
  new Option('--welcome <coins>', 'give every newcomer so many coins of the wallet in the data folder; 0 ends it'),
  new Option('--rpc <port>', 'port of JSON-RPC on this machine').default('0', 'a free one'),
  new Option('--no-rpc', 'no JSON-RPC'),
  several('--rpc-origin <origin>', 'a page that may ask by JSON-RPC; may be given several times'),
];

const peers = (option: string, addresses: readonly string[] = []): readonly string[] =>
  checkAddresses(option, addresses, (one) => peerForm.test(one), '/ip4/…/tcp/…/ws/p2p/12D3KooW…');

/** Throws CommandLineError. */
export const nodeCommandOf = (values: NodeOptions): NodeCommand => {
  if (values.seed === '') throw new CommandLineError('--seed is empty; give a text that nobody else uses.');
  return {
    name: 'node',
    data: values.data,
    network: networkOf(values.link, values.spec),
    relays: peers('relay', values.relay),
    dials: peers('dial', values.dial),
    listen: checkAddresses('listen', values.listen ?? [listenDefault], isListenAddress, listenDefault),
    producer: producerOf(values.produce),
    mode: modeOf(values.light === true ? 'light' : values.mode, values.produce),
    intensityPermille: permilleOf(values.intensity),
    seed: values.seed,
    json: values.json,
    rpcPort: values.rpc === false ? undefined : portOf(values.rpc),
    rpcOrigins: originsOf(values.rpcOrigin ?? []),
    record: values.record === true,
    welcome: welcomeOf(values.welcome),
  };
};

/** The node that a folder is, where nobody asked for one to run. */
export const folderCommand = (data: string): NodeCommand => ({
  ...{ name: 'node', data, network: { type: 'known' }, relays: [], dials: [], listen: [], producer: undefined },
  ...{ mode: undefined, intensityPermille: 1000, seed: undefined, json: false },
  ...{ rpcPort: undefined, rpcOrigins: [], record: false, welcome: undefined },
});
