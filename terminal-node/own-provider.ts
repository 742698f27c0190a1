// The provider of a terminal node: the same one as a tab's, over LevelDB, threads of Node and a libp2p host in this very
// thread. What the node and its host tell goes to the provider, and to the narrator as well. Owns nothing by itself.

import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ChainMove, NodeEvent } from '../shared/core/node/index.ts';
import { peerIdOfSeed } from '../shared/p2p/index.ts';
import { cryptoRandom, stretchPassphrase } from '../shared/ports/index.ts';
import { createProvider, type HostLogEntry, type KeyValues, type NodeProvider } from '../shared/provider/index.ts';
import { folderCommand, type NodeCommand } from './node-options.ts';
import { hostControlsOf } from './host-controls.ts';
import { identityOf } from './identity.ts';
import type { Told } from './narrator.ts';
import { chainFolder, loadedSignatureCheck, type OpenSession, openSessionOf } from './open-session.ts';
import { createNodeFiles } from './node-files.ts';
import { openLevelProfile } from './ports/level-profile.ts';

/** What a terminal node has open, as it changes. */
export interface NodeState {
  open: OpenSession | undefined;
}

export interface OwnProviderParts {
  readonly command: NodeCommand;
  readonly profile: KeyValues;
  readonly state: NodeState;
  readonly tell: (told: Told) => void;
}

const packageVersion = (): string => {
  const found: unknown = createRequire(import.meta.url)('../package.json');
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : 'unknown';
};

/** The newest block of a move. */
const blockOfMove = ({ open }: NodeState, { applied, reverted }: ChainMove): Told | undefined => {
  const id = applied.at(-1);
  const chain = open?.session.node.chain;
  const node = id === undefined ? undefined : chain?.tree.get(id);
  if (node === undefined) return undefined;
  const block = chain?.bodyOf(node.id);
  const transactions = block?.transactions.length;
  return {
    event: 'block',
    height: node.height,
    id: node.id,
    ...(transactions === undefined ? {} : { transactions }),
    peers: open?.host.snapshot().peers.length ?? 0,
    own: block !== undefined && block.header.producer === open?.session.node.snapshot().production.producer,
    joined: applied.length,
    left: reverted.length,
  };
};

const logOfNode = ({ level, what, peer, fault }: Extract<NodeEvent, { type: 'log' }>): Told => ({
  ...{ event: 'log', level, what },
  ...(peer === undefined ? {} : { peerId: peer }),
  ...(fault === undefined ? {} : { fault }),
});

const logOfHost = ({ level, what, peerId, fault }: HostLogEntry): Told => ({
  ...{ event: 'log', level: level === 'warning' ? 'warn' : level, what },
  ...(peerId === undefined ? {} : { peerId }),
  ...(fault === undefined ? {} : { fault }),
});

export const createOwnProvider = async ({ command, profile, state, tell }: OwnProviderParts): Promise<NodeProvider> => {
  const version = packageVersion();
  const seed = await identityOf(profile, command.seed, cryptoRandom);
  const files = createNodeFiles({
    folder: command.data,
    current: () => state.open,
    onProgress: (job, done, total) => {
      provider.filesProgress(job, done, total);
    },
  });
  const openNetwork = openSessionOf({
    folder: command.data,
    profile,
    dials: [...command.dials, ...command.relays],
    host: {
      seed,
      agent: `tabchain ${version}`,
      listen: command.listen,
      onLog: (entry) => {
        tell(logOfHost(entry));
        provider.hostLog(entry);
      },
      onWelcome: (question) => provider.welcomeAsked(question),
      onText: (topic, from, text) => {
        provider.hostText(topic, from, text);
      },
    },
    onClosing: files.close,
    onChange: (open) => {
      state.open = open;
      open?.host.subscribe(provider.hostChanged);
    },
    onEvent: (event) => {
      if (event.type === 'log') tell(logOfNode(event));
    },
    onFailure: (cause) => {
      const what = cause instanceof Error ? cause.message : String(cause);
      tell({ event: 'log', level: 'error', what: `the node has stopped: ${what}` });
    },
    onMove: (move) => {
      const told = blockOfMove(state, move);
      if (told !== undefined) tell(told);
    },
  });
  const provider: NodeProvider = createProvider({
    version,
    kind: 'terminal',
    slot: 0,
    pageUrl: '',
    files: files.ask,
    host: hostControlsOf(await peerIdOfSeed(seed), () => state.open?.host),
    profile,
    clock: { now: () => Date.now() },
    random: cryptoRandom,
    stretch: stretchPassphrase,
    signatureCheck: loadedSignatureCheck,
    isPersisted: () => true,
    deleteChain: (chainId) => rm(chainFolder(command.data, chainId), { recursive: true, force: true }),
    openNetwork,
    ...(command.mode === undefined ? {} : { mode: command.mode }),
  });
  return provider;
};

/** A data folder without a node: its provider has no network open unless it is told to. */
export const openFolderProvider = async (
  folder: string,
): Promise<{ readonly provider: NodeProvider; readonly close: () => Promise<void> }> => {
  await mkdir(folder, { recursive: true });
  const profile = await openLevelProfile(join(folder, 'profile'));
  const state: NodeState = { open: undefined };
  const provider = await createOwnProvider({
    ...{ command: folderCommand(folder), profile, state },
    tell: () => undefined,
  });
  return {
    provider,
    close: async () => {
      await provider.stop();
      await profile.close();
    },
  };
};
