// One network as a terminal node runs it: LevelDB, chain, libp2p host and node put together, and taken apart again.
// Owns: what it opened, until the session is closed; a failure on the way leaves nothing open.

import { resolveTxt } from 'node:dns/promises';
import { join } from 'node:path';
import sodium from 'libsodium-wrappers';
import { engineFor } from '../shared/core/consensus/index.ts';
import { type SignatureCheck, signatureCheckFrom } from '../shared/core/crypto/index.ts';
import { encodeChainSpec, type Hex32 } from '../shared/core/model/index.ts';
import {
  createNode,
  loadChain,
  type NodeListeners,
  runNode,
  type Signer,
  type Store,
} from '../shared/core/node/index.ts';
import { createHost, type Host, type HostOptions } from '../shared/p2p/index.ts';
import { createMachineSource, createSystemClock, cryptoRandom } from '../shared/ports/index.ts';
import type { KeyValues, NetworkToOpen, OpenNetwork, Session } from '../shared/provider/index.ts';
import { readMachineBinary } from './ports/machine-binary.ts';
import { openLevelStore } from './ports/level-store.ts';
import { createThreadSealer } from './ports/thread-sealer.ts';
import { createThreadVerifier } from './ports/thread-verifier.ts';

export interface SessionParts {
  /** the data folder */
  readonly folder: string;
  readonly profile: KeyValues;
  readonly host: Pick<HostOptions, 'seed' | 'agent' | 'listen' | 'onLog' | 'onText' | 'onWelcome'>;
  /** nodes to connect to, beside the network's relays */
  readonly dials: readonly string[];
  /** what the node tells, beside what it tells the provider */
  readonly onEvent: NodeListeners['onEvent'];
  readonly onMove: NodeListeners['onMove'];
  readonly onFailure: NodeListeners['onFailure'];
  /** which session and host are open now; nothing between one and the next */
  readonly onChange: (open: OpenSession | undefined) => void;
  /** the host is about to be stopped */
  readonly onClosing?: () => Promise<void>;
}

export interface OpenSession {
  readonly network: NetworkToOpen;
  readonly session: Session;
  readonly host: Host;
  /** what the chain was restored to */
  readonly heightBefore: number;
}

/** The folder of one network's chain. */
export const chainFolder = (folder: string, chainId: Hex32): string => join(folder, `chain-${chainId.slice(0, 32)}`);

/** libp2p tells the operating system's reason in the middle of its own words. */
const listenProblem = (error: unknown, listen: readonly string[]): unknown => {
  const text = error instanceof Error ? error.message : '';
  const where = listen.find((address) => text.includes(address)) ?? listen.join(', ');
  if (text.includes('EADDRINUSE')) {
    return new Error(`the port of ${where} is in use; choose another with --listen (port 0 takes a free one).`);
  }
  if (text.includes('EADDRNOTAVAIL')) {
    return new Error(`${where} is not an address of this machine; choose another with --listen (0.0.0.0 takes all).`);
  }
  if (text.includes('EACCES')) {
    return new Error(`the port of ${where} may not be used by you; choose one above 1023 with --listen.`);
  }
  return error;
};

const openHost = async (parts: SessionParts, { chainId, spec, relays }: NetworkToOpen): Promise<Host> => {
  const key = `book/${chainId}`;
  const { profile, dials } = parts;
  try {
    return await createHost({
      ...parts.host,
      chainId,
      spec: encodeChainSpec(spec),
      kind: 'terminal',
      relays: [...dials, ...relays],
      resolveTxt: (name) => resolveTxt(name),
      book: { load: () => profile.get(key), save: (bytes) => profile.put(key, bytes) },
    });
  } catch (error) {
    throw listenProblem(error, parts.host.listen ?? []);
  }
};

interface Opening {
  readonly network: NetworkToOpen;
  readonly listeners: NodeListeners;
  readonly signer: Signer;
  readonly store: Store;
}

const runOn = async (parts: SessionParts, { network, listeners, signer, store }: Opening): Promise<Session> => {
  const { spec, how, checkpoint } = network;
  const mode = how?.mode ?? 'full';
  const signatureCheck = await loadedSignatureCheck();
  const engine = engineFor(spec, { signatureCheck });
  const clock = createSystemClock();
  const contracts = createMachineSource(readMachineBinary, signatureCheck, listeners.onEvent);
  const rules = { spec, engine, signatureCheck, contracts };
  const loaded = await loadChain({ ...rules, store, now: clock.now(), mode });
  if (loaded.how === 'rebuilt') {
    const what = `the stored chain was repaired: ${loaded.reason ?? 'unknown damage'}`;
    listeners.onEvent({ type: 'log', level: 'warn', what });
  }
  const heightBefore = loaded.chain.head().height;
  const node = createNode({ ...loaded, signatureCheck, start: how?.start ?? 'auto', checkpoint });
  const host = await openHost(parts, network);
  const sealer = createThreadSealer({
    random: cryptoRandom,
    onFault: ({ message, restarted }) => {
      const what = `a mining thread failed and was ${restarted ? 'started again' : 'given up'}: ${message}`;
      listeners.onEvent({ type: 'log', level: 'warn', what });
    },
  });
  const verifier = createThreadVerifier();
  const running = runNode(
    node,
    { network: host.network, clock, store, sealer, signer, verifier, contracts },
    listeners,
  );
  const session: Session = {
    spec,
    node,
    running,
    store,
    contracts,
    hashRate: () => sealer.hashRate(),
    close: async () => {
      await running.stop();
      sealer.close();
      verifier.close();
      await parts.onClosing?.();
      await host.stop();
      parts.onChange(undefined);
      await store.close();
    },
  };
  parts.onChange({ network, session, host, heightBefore });
  return session;
};

/** The network's one check of signatures, once libsodium is ready. */
export const loadedSignatureCheck = async (): Promise<SignatureCheck> => {
  await sodium.ready;
  return signatureCheckFrom(sodium);
};

export const openSessionOf =
  (parts: SessionParts): OpenNetwork =>
  async (network, told, signer) => {
    const listeners: NodeListeners = {
      ...told,
      onEvent: (event) => {
        told.onEvent(event);
        parts.onEvent(event);
      },
      onMove: (move) => {
        told.onMove(move);
        parts.onMove(move);
      },
      onFailure: (cause, origin) => {
        parts.onFailure(cause, origin);
        told.onFailure(cause, origin);
      },
    };
    const store = await openLevelStore(chainFolder(parts.folder, network.chainId));
    try {
      return await runOn(parts, { network, listeners, signer, store });
    } catch (error) {
      await store.close();
      throw error;
    }
  };
