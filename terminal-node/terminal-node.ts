// A terminal node from its command to its end: data folder, provider, network, mining, and what is told of them.
// Owns: the profile of the data folder, the provider, through it the session that is open, and the door for JSON-RPC.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatJoinLink } from '../shared/core/link/index.ts';
import { accountAddress, formatAddress, parseChainSpec, parseCoins } from '../shared/core/model/index.ts';
import { errorCodes, type NodeProvider, type Status } from '../shared/provider/index.ts';
import type { NodeCommand, Producer } from './node-options.ts';
import type { Told } from './narrator.ts';
import type { OpenSession } from './open-session.ts';
import { createOwnProvider, type NodeState } from './own-provider.ts';
import { ensureOwnWallet, openOwnWallet } from './own-wallet.ts';
import { type LevelProfile, openLevelProfile } from './ports/level-profile.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { incomingFile } from './rpc/incoming.ts';
import { removeRpcFile, writeRpcFile } from './rpc/rpc-file.ts';
import { type RpcServer, startRpcServer } from './rpc/rpc-server.ts';

/** A person must do something about it; `message` says what. */
export class TerminalNodeError extends Error {}

export interface TerminalNode {
  /** Closes what is open, and tells how far the chain is saved. */
  readonly stop: () => Promise<void>;
  /** Sends a record of this text by the wallet of the data folder; what becomes of it is told. */
  readonly record: (text: string) => Promise<void>;
  readonly provider: Pick<NodeProvider, 'handle' | 'on' | 'off'>;
}

export interface TerminalNodeOptions {
  readonly command: NodeCommand;
  readonly tell: (told: Told) => void;
  /** The network could not be kept open, as an alarm has told. */
  readonly onLost: () => void;
  /** How the node stands, as it changes. */
  readonly onStatus?: (status: Status) => void;
}

interface Running extends TerminalNodeOptions {
  readonly state: NodeState;
  readonly profile: LevelProfile;
  readonly provider: NodeProvider;
  readonly recorder: Recorder;
  rpc: RpcServer | undefined;
}

/** Throws TerminalNodeError for what a person can put right; nothing is open then. */
export const startTerminalNode = async ({ tell, ...options }: TerminalNodeOptions): Promise<TerminalNode> => {
  const profile = await openProfile(options.command.data);
  const state: NodeState = { open: undefined };
  const inOrder = startedFirst(tell);
  const provider = await createOwnProvider({ ...options, tell: inOrder.tell, profile, state });
  const recorder = createRecorder(provider, inOrder.tell);
  const running: Running = { ...options, tell: inOrder.tell, state, profile, provider, recorder, rpc: undefined };
  follow(running);
  try {
    await begin(running);
  } catch (error) {
    inOrder.flush();
    await close(running);
    throw forPeople(error);
  }
  return { stop: () => stop(running), record: recorder.record, provider };
};

/** Holds back what happens before the node has said who it is. */
const startedFirst = (tell: (told: Told) => void) => {
  let waiting: Told[] | undefined = [];
  const flush = (): void => {
    const early = waiting ?? [];
    waiting = undefined;
    for (const told of early) tell(told);
  };
  return {
    flush,
    tell: (told: Told): void => {
      if (waiting !== undefined && told.event !== 'started') {
        waiting.push(told);
        return;
      }
      tell(told);
      flush();
    },
  };
};

const openProfile = async (folder: string): Promise<LevelProfile> => {
  try {
    return await openLevelProfile(join(folder, 'profile'));
  } catch (error) {
    throw new TerminalNodeError(storeLockedSentence(error, folder));
  }
};

/** Why a data folder cannot be opened, and what to do. */
export const storeLockedSentence = (error: unknown, folder: string): string => {
  const isLocked = error instanceof Error && 'type' in error && error.type === 'store-locked';
  const message = error instanceof Error ? error.message : String(error);
  return isLocked
    ? `the data folder ${folder} is in use by another node; stop that one, or name another folder with --data DIR.`
    : `the data folder ${folder} cannot be used: ${message} Name another with --data DIR.`;
};

/** What the provider tells of. An alarm while nothing is open any more is the end. */
const follow = ({ provider, state, tell, onLost, onStatus }: Running): void => {
  if (onStatus !== undefined) provider.on('status', onStatus);
  let wasOpen = false;
  provider.on('head', () => {
    wasOpen = true;
  });
  provider.on('peer', ({ peerId, change }) => {
    tell({ event: 'peer', peerId, change, peers: state.open?.host.snapshot().peers.length ?? 0 });
  });
  provider.on('alarm', ({ what }) => {
    tell({ event: 'alarm', what });
    if (wasOpen && state.open === undefined) onLost();
  });
};

const begin = async (running: Running): Promise<void> => {
  const { command, state, provider } = running;
  await openNetwork(command, provider);
  if (state.open === undefined) throw noNetwork(command.data);
  if (command.rpcPort !== undefined) running.rpc = await openRpc(running, command.rpcPort);
  await tellStarted(running, state.open);
  if (command.producer !== undefined) await mine(running, state.open, command.producer);
  if (!command.record && command.welcome === undefined) return;
  await ensureOwnWallet(provider, command.data);
  await openOwnWallet(provider, command.data);
  if (command.welcome !== undefined) await welcomeWith(provider, state.open, command.welcome);
};

/** Every newcomer gets so many coins of the wallet here, from now on and at later starts. */
const welcomeWith = async (
  provider: NodeProvider,
  { session: { spec } }: OpenSession,
  coins: string,
): Promise<void> => {
  const amount = parseCoins(coins, spec.decimals);
  if (!amount.ok) {
    throw new TerminalNodeError(
      `--welcome ${coins} cannot be paid in ${spec.symbol}, which has ${spec.decimals} decimals.`,
    );
  }
  await provider.handle('welcome_set', { amount: amount.value.toString() });
};

const tokenBytes = 32;

const openRpc = async ({ command, provider, state }: Running, port: number): Promise<RpcServer> => {
  const token = randomBytes(tokenBytes).toString('hex');
  const status = async (): Promise<Status | undefined> =>
    state.open === undefined ? undefined : ((await provider.handle('node_status', {})) as Status);
  try {
    const server = await startRpcServer({
      ...{ port, token, origins: command.rpcOrigins, provider, status },
      incoming: (name) => incomingFile(command.data, name),
    });
    await writeRpcFile(command.data, { url: server.url, token });
    return server;
  } catch (error) {
    const isInUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw isInUse ? new TerminalNodeError(`the port ${port} of --rpc is in use; choose another, or 0 for any.`) : error;
  }
};

const mine = async (
  { command, provider, tell }: Running,
  { session }: OpenSession,
  producer: Producer,
): Promise<void> => {
  const { intensityPermille } = command;
  let phraseFile: string | undefined;
  if (producer.type === 'account') {
    await session.running.submit({ type: 'start-producing', producer: producer.publicKey, intensityPermille });
  } else {
    phraseFile = await ensureOwnWallet(provider, command.data);
    // Mining needs the public key alone, and the wallet may stay locked; where a signature seals, it may not.
    if (session.spec.consensus.kind !== 'pow') await openOwnWallet(provider, command.data);
    await provider.handle('production_start', { intensity: intensityPermille / 1000 });
  }
  const owner = session.node.snapshot().production.producer;
  if (owner === undefined) return;
  const address = formatAddress(accountAddress(owner));
  tell({ event: 'mining', address, ...(phraseFile === undefined ? {} : { phraseFile }) });
};

const openNetwork = async ({ network, relays }: NodeCommand, provider: NodeProvider): Promise<void> => {
  if (network.type === 'known') {
    await provider.start();
    return;
  }
  const link = network.type === 'link' ? network.link : await linkOfSpec(network.file, relays);
  await provider.handle('network_join', { link });
};

/** The network of a spec file as a join link, so that all ways in are one. */
const linkOfSpec = async (file: string, relays: readonly string[]): Promise<string> => {
  let spec: unknown;
  try {
    spec = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new TerminalNodeError(`${file} ${why}; --spec takes the network as a JSON file.`);
  }
  const parsed = parseChainSpec(spec);
  if (!parsed.ok) {
    const { path, expected } = parsed.error;
    throw new TerminalNodeError(`${file} is no network: ${path === '' ? 'the whole' : path} must be ${expected}.`);
  }
  return formatJoinLink('', { spec: parsed.value, relays }, Number.MAX_SAFE_INTEGER);
};

const noNetwork = (folder: string): TerminalNodeError =>
  new TerminalNodeError(
    `there is no network open in ${folder}; give a join link (--link '…') or a spec (--spec FILE).`,
  );

const tellStarted = async (running: Running, open: OpenSession): Promise<void> => {
  const { command, provider, tell } = running;
  const { network, session, host, heightBefore } = open;
  const answer = await provider.handle('network_link', {});
  const link = typeof answer === 'object' && answer !== null && 'link' in answer ? String(answer.link) : '';
  const { addresses } = host.snapshot();
  tell({
    event: 'started',
    peerId: host.peerId,
    chainId: network.chainId,
    name: session.spec.name,
    data: command.data,
    height: heightBefore,
    addresses,
    link,
    ...(running.rpc === undefined ? {} : { rpc: running.rpc.url }),
    connect: connectCommand(link, addresses[0], `${command.data}-2`),
  });
};

/** What a person runs to connect a second node on this machine. */
const connectCommand = (link: string, address: string | undefined, data: string): string => {
  const args = ['--link', link, ...(address === undefined ? [] : ['--dial', address]), '--data', data];
  return ['npm run tabchain -- node', ...args.map(shellQuoted)].join(' ');
};

const shellQuoted = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const close = async ({ provider, profile, rpc, command }: Running): Promise<void> => {
  if (rpc !== undefined) {
    await rpc.close();
    await removeRpcFile(command.data);
  }
  await provider.stop();
  await profile.close();
};

const stop = async (running: Running): Promise<void> => {
  const { open } = running.state;
  await close(running);
  if (open === undefined) return;
  const { height, id } = open.session.node.chain.head();
  running.tell({ event: 'stopped', height, id, name: open.session.spec.name, data: running.command.data });
};

/** The API's errors are sentences for people; what is our own bug keeps its stack. */
const forPeople = (error: unknown): unknown => {
  const isApiError = error instanceof Error && 'code' in error && typeof error.code === 'number';
  return isApiError && error.code !== errorCodes.internal ? new TerminalNodeError(error.message) : error;
};
