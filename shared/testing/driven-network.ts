// Nodes with their real driver, linked in one process, in a time that a test moves: for stories of a few nodes where it matters
// what stands in their stores. Each node's sent messages pass a hook that may bend them, so that a node can be made a liar.
// Owns links, time and drivers; `run` ends when a condition holds, or throws after so many virtual milliseconds.

import type { SignatureCheck } from '../core/crypto/index.ts';
import {
  type ChainMode,
  type Checkpoint,
  type Command,
  type CommandReply,
  createNode,
  loadChain,
  type LoadedChain,
  type NodeEvent,
  openMemoryStore,
  runNode,
  type Signer,
  type StartMode,
  type Store,
  type TabchainNode,
} from '../core/node/index.ts';
import { proveTransaction } from '../core/proof/index.ts';
import { decodeMessage, encodeMessage, type Message } from '../core/wire/index.ts';
import type { BlockForge } from './block-forge.ts';
import { createLinkedNetwork } from './linked-network.ts';
import { createManualTime } from './manual-time.ts';

export interface DrivenOptions {
  readonly store?: Store;
  readonly start?: StartMode;
  /** see NodeOptions */
  readonly checkpoint?: Checkpoint;
  readonly mode?: ChainMode;
  readonly cacheBytesMax?: number;
  /** its key, where signatures seal */
  readonly signer?: Signer;
  /** What a message becomes that the node sends to `to`; `undefined`: it is not sent. */
  readonly bend?: (message: Message, to: string) => Message | undefined;
}

export interface DrivenNode {
  readonly id: string;
  readonly node: TabchainNode;
  readonly loaded: LoadedChain;
  readonly store: Store;
  readonly events: readonly NodeEvent[];
  /** types of the messages it sent, before they were bent */
  readonly sent: readonly string[];
  /** whom it penalised, and why */
  readonly penalties: readonly (readonly [peer: string, reason: string])[];
  /** why its driver has stopped by itself */
  readonly failure: () => unknown;
  readonly submit: (command: Command) => Promise<CommandReply>;
  readonly stop: () => Promise<void>;
}

export interface DrivenNetwork {
  readonly open: (id: string, options?: DrivenOptions) => Promise<DrivenNode>;
  readonly link: (a: string, b: string) => void;
  readonly unlink: (a: string, b: string) => void;
  readonly now: () => number;
  /** Moves the time on, in steps of `stepMs`, until the condition holds. */
  readonly run: (until: () => boolean, msMax?: number) => Promise<void>;
}

const stepMs = 50;

/** Lets every promise settle that can: a task of a channel comes after all microtasks. */
export const settlePromises = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

/** What a node with an index makes of its blocks in memory. */
const transactionProof = ({ chain }: TabchainNode, id: string): Uint8Array | undefined => {
  for (let height = chain.head().height; height > chain.tree.base().height; height--) {
    const body = chain.bodyOf(chain.idAt(height) ?? '');
    const proof = body === undefined ? undefined : proveTransaction(chain, body, id);
    if (proof !== undefined) return proof;
  }
  return undefined;
};

export const createDrivenNetwork = (forge: BlockForge, signatureCheck: SignatureCheck): DrivenNetwork => {
  const time = createManualTime(forge.spec.genesisTime + 1_000_000_000);
  const links = createLinkedNetwork();

  const open = async (id: string, options: DrivenOptions = {}): Promise<DrivenNode> => {
    const {
      store = openMemoryStore(),
      start = 'auto',
      bend = (message: Message) => message,
      cacheBytesMax,
      mode = 'full',
      checkpoint,
      signer,
    } = options;
    const { spec, engine } = forge;
    const load = { spec, engine, signatureCheck, store, now: time.now(), mode };
    const loaded = await loadChain(cacheBytesMax === undefined ? load : { ...load, cacheBytesMax });
    const node = createNode({ ...loaded, signatureCheck, start, checkpoint });
    const events: NodeEvent[] = [];
    const sent: string[] = [];
    const penalties: (readonly [string, string])[] = [];
    let failure: unknown;
    const { network } = links.join(id);
    const running = runNode(
      node,
      {
        store,
        clock: time.clock(),
        ...(signer === undefined ? {} : { signer }),
        sealer: { start: () => undefined, stop: () => undefined, hashRate: () => 0 },
        network: {
          ...network,
          send: (peer, bytes) => {
            const decoded = decodeMessage(bytes);
            if (!decoded.ok) throw new Error(`no message: ${decoded.error.type}`);
            sent.push(decoded.value.type);
            const bent = bend(decoded.value, peer);
            if (bent !== undefined) network.send(peer, bent === decoded.value ? bytes : encodeMessage(bent));
          },
          penalise: (peer, _points, reason) => void penalties.push([peer, reason]),
        },
      },
      {
        onSnapshot: () => undefined,
        onEvent: (event) => void events.push(event),
        onMove: () => undefined,
        onFailure: (cause) => {
          failure = cause;
        },
        transactionProof: (id) => Promise.resolve(transactionProof(node, id)),
      },
    );
    await settlePromises();
    const { submit, stop } = running;
    return { id, node, loaded, store, events, sent, penalties, failure: () => failure, submit, stop };
  };

  const run = async (until: () => boolean, msMax = 120_000): Promise<void> => {
    for (let passed = 0; passed <= msMax; passed += stepMs) {
      // A step of the driver may take several turns: a commit, and what follows it.
      for (let turn = 0; turn < 8; turn++) await settlePromises();
      if (until()) return;
      time.advance(stepMs);
    }
    throw new Error(`not within ${msMax} ms`);
  };
  return { open, link: links.link, unlink: links.unlink, now: time.now, run };
};
