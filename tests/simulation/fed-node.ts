// A node on a given store whose only peer is scripted: the real loading, driver and core. What it sends is answered at
// once, and `settle` waits until it has nothing more to ask. Owns the driver.

import type { BlockNode } from '../../shared/core/chain/index.ts';
import type { SignatureCheck } from '../../shared/core/crypto/index.ts';
import {
  createNode,
  type FailureOrigin,
  loadChain,
  type LoadedChain,
  type Network,
  type NetworkEvent,
  type NodeListeners,
  runNode,
  type RunningNode,
  type Sealer,
  type Store,
} from '../../shared/core/node/index.ts';
import type { Hex32 } from '../../shared/core/model/index.ts';
import { encodeMessage } from '../../shared/core/wire/index.ts';
import { type BlockForge, createManualTime } from '../../shared/testing/index.ts';
import type { ToldBlock } from './block-stream.ts';
import type { ScriptedPeer } from './scripted-peer.ts';

export interface FedNode {
  readonly loaded: LoadedChain;
  /** where it stood when it was opened, before it was told anything */
  readonly opened: { readonly head: BlockNode; readonly stateRoot: Hex32 };
  /** Tells the node of these blocks one by one, as a peer does that has just heard of them. */
  readonly push: (blocks: readonly ToldBlock[]) => void;
  /** Tells the node where the peer stands. */
  readonly tellStatus: () => void;
  /** Until everything is handled and answered, or the store has failed. */
  readonly settle: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** The peer says anything else. */
  readonly hear: (message: Uint8Array) => void;
  /** blocks that left the chain in each of its reorganisations */
  readonly reverted: readonly number[];
  /** what a person was told */
  readonly alarms: readonly string[];
  /** the last block whose commit was done, of this life */
  readonly committed: () => Hex32 | undefined;
  /** what the node stopped with */
  readonly failure: () => NodeFailure | undefined;
}

export interface NodeFailure {
  readonly cause: unknown;
  readonly origin: FailureOrigin;
}

export interface NodeFeed {
  readonly forge: BlockForge;
  readonly signatureCheck: SignatureCheck;
  readonly peer: ScriptedPeer;
  /** memory for recent blocks; as in every node unless given */
  readonly cacheBytesMax?: number;
}

const peerId = 'the peer';
const idleSealer: Sealer = { start: () => undefined, stop: () => undefined, hashRate: () => 0 };
/** More than a node needs that has nothing: a whole run is some hundred blocks. */
const answersMax = 2000;
/** Late enough for all blocks of a run: more than a year of blocks. */
const lateMs = 40_000_000_000;

/** What the node does and says, as the test looks at it. */
interface Seen {
  readonly reverted: number[];
  readonly alarms: string[];
  committed: Hex32 | undefined;
  failure: NodeFailure | undefined;
  /** what an honest peer must not cause */
  trouble: Error | undefined;
  /** messages to the node, and what it asked of its store: what it gets of that is an input too */
  delivered: number;
}

const listenersOf = (seen: Seen): NodeListeners => ({
  onSnapshot: () => undefined,
  onMove: ({ reverted: { length }, applied }) => {
    if (length > 0) seen.reverted.push(length);
    seen.committed = applied.at(-1);
  },
  onEvent: (event) => {
    if (event.type === 'alarm') seen.alarms.push(event.what);
  },
  onFailure: (cause, origin) => {
    seen.failure = { cause, origin };
  },
});

/** The network of the one peer, and the way to say something to the node. */
const networkWith = (
  peer: ScriptedPeer,
  seen: Seen,
): { readonly network: Network; hear: (bytes: Uint8Array) => void } => {
  let listener: (event: NetworkEvent) => void = () => undefined;
  const hear = (bytes: Uint8Array): void => {
    seen.delivered++;
    listener({ type: 'message', peer: peerId, bytes });
  };
  const network: Network = {
    listen: (listening) => {
      listener = listening;
      listener({ type: 'peer-up', peer: peerId, path: 'direct', kind: 'tab' });
      return () => undefined;
    },
    send: (_peer, bytes) => {
      try {
        const reply = peer.answer(bytes);
        if (reply !== undefined) hear(reply);
      } catch (cause) {
        seen.trouble ??= cause instanceof Error ? cause : new Error(String(cause));
      }
    },
    publish: () => undefined,
    judge: () => undefined,
    penalise: (_peer, _points, reason) => {
      seen.trouble ??= new Error(`an honest peer was penalised: ${reason}`);
    },
  };
  return { network, hear };
};

/** The same store, whose calls count as something that happens. */
const watchedStore = (store: Store, seen: Seen): Store => {
  const counted = <T>(call: Promise<T>): Promise<T> => {
    seen.delivered++;
    return call;
  };
  return {
    ...store,
    getMany: (table, keys) => counted(store.getMany(table, keys)),
    commit: (writes, durability) => counted(store.commit(writes, durability)),
  };
};

const settle = async (running: RunningNode, seen: Seen): Promise<void> => {
  const start = seen.delivered;
  for (let before = -1; before !== seen.delivered;) {
    before = seen.delivered;
    if (seen.delivered - start > answersMax) throw new Error('the node asks without end');
    await running.submit({ type: 'stop-producing' }); // is answered when all before it is done
  }
  if (seen.trouble !== undefined) throw seen.trouble;
};

/** Rejects where the store fails while the chain is loaded. */
export const startFedNode = async (feed: NodeFeed, store: Store): Promise<FedNode> => {
  const { forge, signatureCheck, peer } = feed;
  const { spec, engine } = forge;
  const clock = createManualTime(spec.genesisTime + lateMs).clock();
  const loaded = await loadChain({ ...feed, spec, engine, store, now: clock.now() });
  const opened = { head: loaded.chain.head(), stateRoot: loaded.chain.state.root() };
  const seen: Seen = {
    reverted: [],
    alarms: [],
    committed: undefined,
    failure: undefined,
    trouble: undefined,
    delivered: 0,
  };
  const { network, hear } = networkWith(peer, seen);
  const node = createNode({ ...loaded, signatureCheck });
  const ports = { clock, store: watchedStore(store, seen), sealer: idleSealer, network };
  const running = runNode(node, ports, listenersOf(seen));
  const tellStatus = (): void => {
    hear(peer.status());
  };
  tellStatus();
  return {
    loaded,
    opened,
    hear,
    tellStatus,
    push: (blocks) => {
      for (const { bytes } of blocks) hear(encodeMessage({ type: 'block', block: bytes }));
    },
    settle: () => settle(running, seen),
    stop: () => running.stop(),
    reverted: seen.reverted,
    alarms: seen.alarms,
    committed: () => seen.committed,
    failure: () => seen.failure,
  };
};
