// The network of one node on one chain: libp2p configured, dialled, introduced and bounded, behind the Network port of
// the core. The same in a tab and in a terminal node. A host serves one chain; who changes chains stops it and makes
// another, which keeps its identity by its seed and its addresses by its book.
// Owns: the libp2p node and every timer of the network.

import type { Libp2p } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { fromHex } from '../core/bytes/index.ts';
import type { Network, NetworkEvent, PeerId } from '../core/node/ports.ts';
import { clockOffset } from './clock-offset.ts';
import { connectionGate } from './connection-gate.ts';
import { createConnectionRecord } from './connection-record.ts';
import type { Diagnosis } from './diagnosis.ts';
import { directListening } from './direct-listening.ts';
import { createDialManager } from './dial-manager.ts';
import { createDialPerformer, type DialPerformer, type DialPerformerOptions } from './dial-performer.ts';
import { isSeed, resolveSeeds } from './dns-seeds.ts';
import { createFreeTopics, type FreeTopics } from './free-topics.ts';
import type { GossipBridge } from './gossip-bridge.ts';
import { createGuests, guestsMax } from './guests.ts';
import { createHostBook, type HostBook } from './host-book.ts';
import { watchConnections } from './host-connections.ts';
import { type HostSnapshot, measured, offsetsOf, snapshotOf } from './host-snapshot.ts';
import { createDiagnosing } from './host-diagnosis.ts';
import {
  createBridge,
  createExchange,
  createPeers,
  describe,
  followRelays,
  neighboursMax,
  penalise,
  type HostOptions,
  type HostParts,
} from './host-parts.ts';
import { createNodeLibp2p } from './libp2p-config.ts';
import { inboundMax } from './link-plan.ts';
import { parseMultiaddr, peerOfAddress } from './multiaddr-path.ts';
import { createNeighbourRelay, signallingLimit } from './neighbour-relay.ts';
import type { NodePeers } from './node-peers.ts';
import { createPeerBook } from './peer-book.ts';
import type { PeerExchange } from './peer-exchange.ts';
import { createRelayKeeper } from './relay-keeper.ts';
import { createScoreTable } from './score-table.ts';
import { fetchSpec, serveSpec } from './spec-exchange.ts';
import { createStallWatch } from './stall-watch.ts';
import { askWelcome, serveWelcome, type WelcomeAnswer } from './welcome-stream.ts';

export type DialFault =
  | { readonly type: 'address-invalid'; readonly address: string }
  | { readonly type: 'dial-failed'; readonly reason: string };

export interface Host {
  readonly peerId: PeerId;
  /** For protocols of their own that ride on the connections of this host (shared/files). */
  readonly libp2p: Libp2p;
  readonly network: Network;
  readonly topics: Pick<FreeTopics, 'subscribe' | 'unsubscribe' | 'publish'>;
  readonly snapshot: () => HostSnapshot;
  /** Calls back after something in the snapshot has changed; returns the function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Where a peer can be dialled without help, as far as somebody told; it need not be linked. */
  readonly addressesOf: (peer: PeerId) => readonly string[];
  /** Connects to an address that ends in /p2p/<id>; a relay there is kept from then on. */
  readonly dial: (address: string) => Promise<{ readonly peerId: PeerId } | DialFault>;
  /** Looks at everything that could keep peers away, for some seconds; who asks meanwhile gets the same answer. */
  readonly diagnose: () => Promise<Diagnosis>;
  /** Asks everybody it meets for the spec of its chain, for at most so long; what they say is not checked. */
  readonly fetchSpec: (deadlineMs: number) => Promise<readonly Uint8Array[]>;
  /** Asks a peer that is connected to pay this account as a newcomer's. */
  readonly askWelcome: (peer: PeerId, account: string) => Promise<WelcomeAnswer | undefined>;
  /** The page is visible or online again: try everything now. */
  readonly wake: () => void;
  /** Says goodbye to all, synchronously: for the page that is going away. */
  readonly leave: () => void;
  readonly stop: () => Promise<void>;
}

const pumpEveryMs = 250;
const tickEveryMs = 1_000;
const dialTimeoutMs = 8_000;
/** A browser lets a hidden page's timers fire once a minute; later than that is sleep. */
const sleptMs = 90_000;
/** A goodbye is given this long to leave before the connections are closed. */
const leaveMs = 100;

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
  readonly book: HostBook;
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

/** Says once that this clock is wrong, and once that it is right again. */
const createClockWarning = ({ log }: HostParts): ((peers: NodePeers) => void) => {
  let wasWrong = false;
  return (peers) => {
    const { medianMs, isWrong } = clockOffset(offsetsOf(peers));
    if (isWrong === wasWrong) return;
    wasWrong = isWrong;
    const seconds = Math.round(Math.abs(medianMs ?? 0) / 1000);
    const what = isWrong
      ? `this clock is ${seconds} s ${(medianMs ?? 0) > 0 ? 'behind' : 'ahead of'} those of the peers: blocks may be refused`
      : 'this clock agrees with those of the peers again';
    log({ level: isWrong ? 'warning' : 'info', what });
  };
};

/** Gives up a link that was one too many, or that is exchanged for another: the peer hears that it did nothing wrong. */
const exchangeLink = ({ dials, log }: HostParts, peers: NodePeers, peer: PeerId, nowMs: number): void => {
  peers.drop(peer, 'exchanged', 'exchanged for another link');
  dials.unlinked(peer, 'exchanged', nowMs);
  log({ level: 'info', what: 'link exchanged', peerId: peer });
};

const hostOf = (parts: HostParts, running: Running): Host => {
  const { peers, bridge, exchange, topics, performer, book } = running;
  const { node, keeper, dials, listeners } = parts;
  const pumping = setInterval(() => {
    performer.pump(Date.now());
  }, pumpEveryMs);
  const warnOfClock = createClockWarning(parts);
  const stalls = createStallWatch(tickEveryMs, Date.now());
  const forgive = (nowMs: number): void => {
    peers.forgive(nowMs);
    exchange.forgive(nowMs);
  };
  const wake = (nowMs: number): void => {
    forgive(nowMs);
    keeper.wake();
    dials.wake(nowMs);
    exchange.askNow();
    peers.tick(nowMs);
    exchange.tick(nowMs);
    performer.pump(nowMs);
  };
  const ticking = setInterval(() => {
    const nowMs = Date.now();
    const lateMs = stalls.tick(nowMs);
    if (lateMs > 0) parts.record.stalled({ time: nowMs, ms: lateMs });
    if (lateMs > sleptMs) wake(nowMs);
    else if (lateMs > 0) forgive(nowMs);
    peers.tick(nowMs);
    exchange.tick(nowMs);
    book.tick(peers, nowMs);
    const gone = dials.giveUp(nowMs);
    if (gone !== undefined) exchangeLink(parts, peers, gone, nowMs);
    warnOfClock(peers);
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
    libp2p: node,
    network: createNetwork(parts, running),
    topics,
    snapshot: () => snapshotOf(parts, peers),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    addressesOf: parts.dials.addressesOf,
    dial: async (address) => dialAddress(parts, address),
    diagnose: createDiagnosing(parts, () => ({ peers: peers.list(), ...measured(parts, peers) })),
    fetchSpec: async (deadlineMs) => fetchSpec(node, parts.options.chainId, deadlineMs),
    askWelcome: async (peer, account) => askWelcome(node, peer, account),
    wake: () => wake(Date.now()),
    leave: peers.leave,
    stop: async () => {
      stopped ??= stop();
      return stopped;
    },
  };
};

/** Peers, guests, and as many again that change places. */
const inboundConnectionsMax = inboundMax + 2 * guestsMax;

const inboundCount = (node: Libp2p): number =>
  node.getConnections().filter(({ direction, limits }) => direction === 'inbound' && limits === undefined).length;

/** The relays that were given: addresses at once, what stands behind names when a DNS has said so. */
const addRelays = ({ options, keeper, log, pump }: HostParts): void => {
  const add = (addresses: readonly string[]): void => {
    for (const fault of keeper.add(addresses)) log({ level: 'warning', what: 'not an address of a relay', fault });
  };
  add(options.relays.filter((address) => !isSeed(address)));
  void resolveSeeds(options.relays.filter(isSeed), options.resolveTxt).then(({ addresses, failed }) => {
    for (const { seed, reason } of failed)
      log({ level: 'warning', what: `no addresses behind ${seed}`, fault: reason });
    add(addresses);
    if (addresses.length > 0) pump();
  });
};

const dialFailed = (
  { record, log }: HostParts,
  book: HostBook,
  ...[peerId, way, error]: Parameters<DialPerformerOptions['onFailed']>
): void => {
  const time = Date.now();
  const reason = describe(error);
  if (way !== 'relayed') book.failed(peerId, time);
  if (way === 'relay') record.relayFailed(peerId, reason);
  else record.dialFailed({ peerId, path: way, reason, time });
  log({ level: 'info', what: `dial failed (${way})`, peerId, fault: reason });
};

/** Starts the network; it dials its relays at once. Throws only where the listen addresses cannot be used. */
export const createHost = async (options: HostOptions): Promise<Host> => {
  if (fromHex(options.chainId)?.length !== 32) throw new RangeError('a chain id is 64 hexadecimal digits');
  const scores = createScoreTable();
  const webrtc = options.hideAddress === true ? undefined : options.webrtc;
  const { seed, publicKey, listen = [] } = options;
  const isRefused = (peer: PeerId): boolean => scores.isRefused(peer, Date.now());
  let isCrowded = (): boolean => false;
  const [node, bookBytes] = await Promise.all([
    createNodeLibp2p({
      ...{ seed, publicKey, listen, transports: [...(webrtc ?? []), ...(await directListening(listen))] },
      gater: connectionGate(isRefused, () => isCrowded()),
      scoreOf: (peer) => scores.score(peer, Date.now()),
    }),
    options.book?.load().catch(() => undefined),
  ]);
  isCrowded = () => inboundCount(node) >= inboundConnectionsMax;
  const self = node.peerId.toString();
  const random = (): number => Math.random();
  const keeper = createRelayKeeper(random);
  let listener: ((event: NetworkEvent) => void) | undefined;
  let pump = (): void => undefined;
  const parts: HostParts = {
    ...{ options, node, self, scores, book: createPeerBook(bookBytes), keeper, record: createConnectionRecord() },
    dials: createDialManager({
      ...{ self, hasWebrtc: webrtc !== undefined, hasAddress: listen.length > 0, isRefused, random },
      ...{ isKept: keeper.isRelay, hidesAddress: options.hideAddress === true, startMs: Date.now() },
    }),
    guests: createGuests(),
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
  const [openNode] = await Promise.all([
    watchConnections(parts, peers, exchange),
    followRelays(parts, peers),
    serveSpec(node, { chainId: options.chainId, spec: options.spec }),
    serveWelcome(node, options.onWelcome ?? (async () => ({ paid: false, reason: 'off' }))),
  ]);
  const book = createHostBook(parts);
  const performer = createDialPerformer({
    ...{ node, dials: parts.dials, keeper: parts.keeper, settle: openNode },
    onFailed: (peerId, way, error) => dialFailed(parts, book, peerId, way, error),
  });
  pump = () => {
    performer.pump(Date.now());
  };
  const topics = createFreeTopics(node.services.pubsub, options.chainId, (topic, from, text) =>
    options.onText?.(topic, from, text),
  );
  addRelays(parts);
  book.recall(Date.now());
  return hostOf(parts, {
    ...{ peers, bridge, exchange, topics, performer, book },
    setListener: (next) => {
      listener = next;
    },
  });
};
