// The network of one node on one chain: libp2p configured, dialled, introduced and bounded, behind the Network port of
// the core. The same in a tab and in a terminal node. A host serves one chain; who changes chains stops it and makes
// another, which keeps its identity by its seed and its addresses by its book.
// Owns: the libp2p node and every timer of the network.

import { multiaddr } from '@multiformats/multiaddr';
import { fromHex } from '../core/bytes/index.ts';
import type { Network, NetworkEvent, PeerId, PeerKind, PeerPath } from '../core/node/ports.ts';
import { connectionGate } from './connection-gate.ts';
import { createDialManager } from './dial-manager.ts';
import { createDialPerformer, type DialPerformer } from './dial-performer.ts';
import { createFreeTopics, type FreeTopics } from './free-topics.ts';
import type { GossipBridge } from './gossip-bridge.ts';
import { watchConnections } from './host-connections.ts';
import {
  createBridge,
  createExchange,
  createPeers,
  describe,
  neighboursMax,
  ownAddresses,
  penalise,
  type HostOptions,
  type HostParts,
} from './host-parts.ts';
import { createNodeLibp2p } from './libp2p-config.ts';
import { parseMultiaddr, peerOfAddress } from './multiaddr-path.ts';
import { createNeighbourRelay, signallingLimit } from './neighbour-relay.ts';
import type { NodePeers } from './node-peers.ts';
import { createPeerBook } from './peer-book.ts';
import type { PeerExchange } from './peer-exchange.ts';
import { createRelayKeeper, type KnownRelay } from './relay-keeper.ts';
import { createScoreTable } from './score-table.ts';

export interface HostPeer {
  readonly peerId: PeerId;
  readonly path: PeerPath;
  readonly kind: PeerKind;
  readonly rttMs: number | undefined;
  /** 0 or less */
  readonly score: number;
  /** ms since 1970 */
  readonly since: number;
}

export interface HostSnapshot {
  readonly peers: readonly HostPeer[];
  readonly relays: { readonly connected: number; readonly known: number; readonly list: readonly KnownRelay[] };
  readonly known: readonly {
    readonly peerId: PeerId;
    readonly addresses: readonly string[];
    readonly lastSeen: number;
  }[];
  /** multiaddrs under which others reach this node now */
  readonly addresses: readonly string[];
}

export type DialFault =
  | { readonly type: 'address-invalid'; readonly address: string }
  | { readonly type: 'dial-failed'; readonly reason: string };

export interface Host {
  readonly peerId: PeerId;
  readonly network: Network;
  readonly topics: Pick<FreeTopics, 'subscribe' | 'unsubscribe' | 'publish'>;
  readonly snapshot: () => HostSnapshot;
  /** Calls back after something in the snapshot has changed; returns the function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Connects to an address that ends in /p2p/<id>; a relay there is kept from then on. */
  readonly dial: (address: string) => Promise<{ readonly peerId: PeerId } | DialFault>;
  /** The page is visible or online again: try everything now. */
  readonly wake: () => void;
  /** Says goodbye to all, synchronously: for the page that is going away. */
  readonly leave: () => void;
  readonly stop: () => Promise<void>;
}

const pumpEveryMs = 250;
const tickEveryMs = 1_000;
const dialTimeoutMs = 8_000;
/** A goodbye is given this long to leave before the connections are closed. */
const leaveMs = 100;

const snapshotOf = ({ keeper, book, scores, node, self, options }: HostParts, peers: NodePeers): HostSnapshot => {
  const list = keeper.list();
  const connected = list.filter((relay) => relay.connected);
  const throughRelays =
    options.webrtc === undefined
      ? []
      : connected.flatMap(({ addresses }) => addresses.map((one) => `${one}/p2p-circuit/webrtc/p2p/${self}`));
  const nowMs = Date.now();
  return {
    peers: peers.list().map(({ id, kind, path, rttMs, since }) => ({
      ...{ peerId: id, kind, path, rttMs, since },
      score: Math.round(scores.score(id, nowMs)),
    })),
    relays: { connected: connected.length, known: list.length, list },
    known: book.list().map(({ peerId, addresses, lastSeen }) => ({ peerId, addresses, lastSeen })),
    addresses: [...ownAddresses(node), ...throughRelays],
  };
};

const createNetwork = (parts: HostParts, { peers, bridge, setListener }: Running): Network => ({
  listen: (listener) => {
    setListener(listener);
    // those who were there before the listener
    for (const { id, path, kind } of peers.list()) listener({ type: 'peer-up', peer: id, path, kind });
    return () => {
      setListener(undefined);
    };
  },
  send: peers.send,
  publish: bridge.publish,
  judge: bridge.judge,
  penalise: (peer, points, reason) => {
    penalise(parts, peers, peer, points, reason);
  },
});

interface Running {
  readonly peers: NodePeers;
  readonly bridge: GossipBridge;
  readonly exchange: PeerExchange;
  readonly topics: FreeTopics;
  readonly performer: DialPerformer;
  readonly setListener: (listener: ((event: NetworkEvent) => void) | undefined) => void;
}

const dialAddress = async (
  { node, keeper, log }: HostParts,
  address: string,
): Promise<{ readonly peerId: PeerId } | DialFault> => {
  const parsed = parseMultiaddr(address);
  const peerId = parsed === undefined ? undefined : peerOfAddress(parsed);
  if (parsed === undefined || peerId === undefined) return { type: 'address-invalid', address };
  try {
    await node.dial(multiaddr(address), { signal: AbortSignal.timeout(dialTimeoutMs) });
    keeper.add([address]);
    keeper.connected(peerId);
    return { peerId };
  } catch (error) {
    log({ level: 'warning', what: 'dial failed', peerId, fault: describe(error) });
    return { type: 'dial-failed', reason: describe(error) };
  }
};

const hostOf = (parts: HostParts, running: Running): Host => {
  const { peers, bridge, exchange, topics, performer } = running;
  const { node, keeper, dials, listeners } = parts;
  const pumping = setInterval(() => {
    performer.pump(Date.now());
  }, pumpEveryMs);
  const ticking = setInterval(() => {
    const nowMs = Date.now();
    peers.tick(nowMs);
    exchange.tick(nowMs);
  }, tickEveryMs);
  performer.pump(Date.now());
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    clearInterval(pumping);
    clearInterval(ticking);
    performer.stop();
    peers.leave();
    topics.stop();
    bridge.stop();
    await new Promise((resolve) => void setTimeout(resolve, leaveMs));
    await node.stop();
  };
  return {
    peerId: parts.self,
    network: createNetwork(parts, running),
    topics,
    snapshot: () => snapshotOf(parts, peers),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dial: async (address) => dialAddress(parts, address),
    wake: () => {
      keeper.wake();
      dials.wake(Date.now());
      exchange.askNow();
      exchange.tick(Date.now());
      performer.pump(Date.now());
    },
    leave: peers.leave,
    stop: async () => {
      stopped ??= stop();
      return stopped;
    },
  };
};

/** Starts the network; it dials its relays at once. Throws only where the listen addresses cannot be used. */
export const createHost = async (options: HostOptions): Promise<Host> => {
  if (fromHex(options.chainId)?.length !== 32) throw new RangeError('a chain id is 64 hexadecimal digits');
  const scores = createScoreTable();
  const webrtc = options.hideAddress === true ? undefined : options.webrtc;
  const listen = options.listen ?? [];
  const isRefused = (peer: PeerId): boolean => scores.isRefused(peer, Date.now());
  const [node, bookBytes] = await Promise.all([
    createNodeLibp2p({
      ...{ seed: options.seed, listen, transports: webrtc === undefined ? [] : [webrtc] },
      gater: connectionGate(isRefused),
    }),
    options.book?.load().catch(() => undefined),
  ]);
  const self = node.peerId.toString();
  const random = (): number => Math.random();
  let listener: ((event: NetworkEvent) => void) | undefined;
  let pump = (): void => undefined;
  const parts: HostParts = {
    ...{ options, node, self, scores, book: createPeerBook(bookBytes), keeper: createRelayKeeper(random) },
    dials: createDialManager({
      ...{ self, hasWebrtc: webrtc !== undefined, hasAddress: listen.length > 0, isRefused, random },
    }),
    neighbours: createNeighbourRelay(node, node.services.relay, {
      reservationsMax: neighboursMax,
      limit: signallingLimit,
    }),
    ...{ listeners: new Set(), told: new Map() },
    emit: (event) => listener?.(event),
    pump: () => pump(),
    log: (entry) => options.onLog?.(entry),
  };
  const peers: NodePeers = createPeers(
    parts,
    () => bridge,
    () => exchange,
  );
  const bridge = createBridge(parts, peers);
  const exchange = createExchange(parts, peers);
  const openNode = await watchConnections(parts, peers, exchange);
  const performer = createDialPerformer({
    ...{ node, dials: parts.dials, keeper: parts.keeper, settle: openNode },
    onFailed: (peerId, way, error) => {
      parts.log({ level: 'info', what: `dial failed (${way})`, peerId, fault: describe(error) });
    },
  });
  pump = () => {
    performer.pump(Date.now());
  };
  const topics = createFreeTopics(node.services.pubsub, options.chainId, (topic, from, text) =>
    options.onText?.(topic, from, text),
  );
  const remembered = parts.book.list().flatMap((record) => record.addresses);
  for (const address of parts.keeper.add([...options.relays, ...remembered])) {
    parts.log({ level: 'warning', what: 'not an address of a relay', fault: address });
  }
  return hostOf(parts, {
    ...{ peers, bridge, exchange, topics, performer },
    setListener: (next) => {
      listener = next;
    },
  });
};
