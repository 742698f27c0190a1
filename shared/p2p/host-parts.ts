// The parts of a host and how they speak to each other: what a peer's coming, going and misbehaving means for dialling,
// gossip, scores, the book and the log. Bounds: as the parts'.

import type { Libp2p } from '@libp2p/interface';
import { fromHex } from '../core/bytes/index.ts';
import type { NetworkEvent, PeerId, PeerKind } from '../core/node/ports.ts';
import { abortConnection } from './abort-connection.ts';
import { linksUnknown } from './candidates.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { DialManager, LossReason } from './dial-manager.ts';
import type { ResolveTxt } from './dns-seeds.ts';
import type { ExchangeEntry } from './exchange-codec.ts';
import type { Guests } from './guests.ts';
import { createGossipBridge, type GossipBridge } from './gossip-bridge.ts';
import type { NodeServices, TransportFactory } from './libp2p-config.ts';
import type { PlatformProbes } from './diagnosis.ts';
import { plainAddressesOf } from './multiaddr-path.ts';
import type { NeighbourRelay } from './neighbour-relay.ts';
import { sessionBytes, type GoodbyeReason } from './node-codec.ts';
import { createNodePeers, type NodePeers } from './node-peers.ts';
import type { BookStore, PeerBook } from './peer-book.ts';
import { createPeerExchange, type PeerExchange } from './peer-exchange.ts';
import type { RelayKeeper } from './relay-keeper.ts';
import { listenToRelays } from './relay-notice.ts';
import { entriesByHop } from './sibling-entries.ts';
import type { WelcomeAnswer, WelcomeQuestion } from './welcome-stream.ts';
import { refusedAtScore, type ScoreTable } from './score-table.ts';

export interface HostOptions {
  /** 32 bytes; the same seed is the same peer id */
  readonly seed: Uint8Array;
  /** of the seed, where somebody has computed it already: a curve in JavaScript is slow to begin */
  readonly publicKey?: Uint8Array;
  /** 64 hexadecimal digits */
  readonly chainId: string;
  /** canonical bytes of the chain's spec, told to who has its id alone; `undefined` where this host is to learn them */
  readonly spec?: Uint8Array | undefined;
  readonly kind: Exclude<PeerKind, 'relay'>;
  /** name and version of the program, for people */
  readonly agent: string;
  /** multiaddrs of relays, or of terminal nodes to start from */
  readonly relays: readonly string[];
  /** where a terminal node listens */
  readonly listen?: readonly string[];
  /** the WebRTC transport, where the platform has RTCPeerConnection */
  readonly webrtc?: readonly TransportFactory[];
  /** only relayed paths: peers do not learn this machine's address */
  readonly hideAddress?: boolean;
  readonly book?: BookStore;
  /** what a diagnosis looks at beside the network itself */
  readonly probes?: PlatformProbes;
  /** the system's DNS, for `/dnsaddr/` among the relays; a page has none */
  readonly resolveTxt?: ResolveTxt;
  /** STUN URIs that our relays have told of */
  readonly onStun?: (uris: readonly string[]) => void;
  readonly onLog?: (entry: NetworkLogEntry) => void;
  /** A newcomer asks for coins; without it this host welcomes nobody. */
  readonly onWelcome?: (question: WelcomeQuestion) => Promise<WelcomeAnswer>;
  readonly onText?: (topic: string, from: PeerId, text: string) => void;
}

export interface NetworkLogEntry {
  readonly level: 'info' | 'warning';
  readonly what: string;
  readonly peerId?: PeerId;
  readonly fault?: string;
}

/** As many neighbours as there can be peers, and as many that are still being greeted. */
export const neighboursMax = 64;

/** A penalty that spends any score: the peer broke a rule of the protocol. */
const hostilePoints = -refusedAtScore;
/** Five messages that fail their check are a bad peer; one may be a fork's. */
const rejectedPoints = 20;
const addressesTold = 4;

export interface HostParts {
  readonly options: HostOptions;
  readonly node: Libp2p<NodeServices>;
  readonly self: PeerId;
  readonly scores: ScoreTable;
  readonly keeper: RelayKeeper;
  readonly dials: DialManager;
  readonly book: PeerBook;
  readonly record: ConnectionRecord;
  readonly neighbours: NeighbourRelay;
  readonly guests: Guests;
  readonly listeners: Set<() => void>;
  readonly told: Map<PeerId, ExchangeEntry>;
  readonly emit: (event: NetworkEvent) => void;
  /** Something new is known: dial now what is due now. */
  readonly pump: () => void;
  readonly log: (entry: NetworkLogEntry) => void;
}

export const describe = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(describe).join('; ');
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  // a WebSocket that cannot connect gives an event without a reason
  return error instanceof Event ? 'nobody answers there' : String(error);
};

const isLoopback = (address: string): boolean => address.startsWith('/ip4/127.') || address.startsWith('/ip6/::1/');

/** Our own listening addresses, those that others can use first. */
export const ownAddresses = (node: Libp2p): readonly string[] => {
  const all = node.getMultiaddrs().map((address) => address.toString());
  return [...all.filter((one) => !isLoopback(one)), ...all.filter(isLoopback)].slice(0, addressesTold);
};

export const changed = ({ listeners }: HostParts): void => {
  for (const listener of listeners) listener();
};

export const penalise = (parts: HostParts, peers: NodePeers, peer: PeerId, points: number, reason: string): void => {
  const score = parts.scores.penalise(peer, points, Date.now());
  parts.log({ level: 'warning', what: `penalised by ${points}`, peerId: peer, fault: reason });
  if (score > refusedAtScore) return;
  parts.log({ level: 'warning', what: 'dropped and refused for ten minutes', peerId: peer, fault: reason });
  peers.drop(peer, 'refused', reason);
  for (const connection of parts.node.getConnections()) {
    if (connection.remotePeer.toString() === peer) abortConnection(connection, reason);
  }
};

/** Our relays say where their STUN and their siblings are; a sibling is one more relay to keep. */
export const followRelays = async (parts: HostParts, peers: NodePeers): Promise<void> =>
  listenToRelays(parts.node, {
    isRelay: parts.keeper.isRelay,
    onNotice: (relay, { type, stun, siblings }) => {
      parts.keeper.add(siblings);
      if (type !== 'leaving') parts.record.placed(relay, type === 'about' ? 'held' : type);
      if (type !== 'leaving' && type !== 'about')
        parts.log({ level: 'info', what: 'a relay has no place for this node', peerId: relay, fault: type });
      parts.options.onStun?.(stun);
      if (type === 'leaving') parts.log({ level: 'info', what: 'a relay says that it is going', peerId: relay });
      parts.pump();
    },
    onHostile: (peer, reason) => penalise(parts, peers, peer, hostilePoints, reason),
  });

const lossOf = (reason: GoodbyeReason): LossReason =>
  reason === 'leaving' ? 'left' : reason === 'exchanged' ? 'exchanged' : 'turned-away';

export const createPeers = (parts: HostParts, bridge: () => GossipBridge, exchange: () => PeerExchange): NodePeers => {
  const { options, dials, log } = parts;
  const peers: NodePeers = createNodePeers({
    self: parts.self,
    ownHello: {
      chainId: fromHex(options.chainId) ?? new Uint8Array(0),
      session: crypto.getRandomValues(new Uint8Array(sessionBytes)),
      kind: options.kind,
      agent: options.agent,
    },
    isRefused: (peer) => parts.scores.isRefused(peer, Date.now()),
    onEvent: (event) => {
      if (event.type === 'message') {
        parts.emit(event);
        return;
      }
      if (event.type === 'peer-down') {
        dials.unlinked(event.peer, 'lost', Date.now());
        log({ level: 'info', what: 'peer down', peerId: event.peer, fault: event.reason });
      } else {
        dials.linked(event.peer, { path: event.path, isOutbound: peers.isOutbound(event.peer) }, Date.now());
        log({
          level: 'info',
          what: `${event.type === 'peer-up' ? 'peer up' : 'peer path'}: ${event.path}`,
          peerId: event.peer,
        });
      }
      parts.emit(event);
      if (event.type === 'peer-up') bridge().peerIsUp(event.peer);
      exchange().changed();
      changed(parts);
    },
    onGossip: (peer, topic, bytes) => {
      bridge().takeFromStream(peer, topic, bytes);
    },
    onHostile: (peer, reason) => {
      penalise(parts, peers, peer, hostilePoints, reason);
    },
    onNoRoom: (connection) => parts.guests.admit(connection),
    onTurnedAway: (peer, reason) => {
      if (reason === 'full') {
        parts.keeper.isFull(peer);
        if (parts.keeper.isRelay(peer)) parts.record.placed(peer, 'full');
      }
      dials.unlinked(peer, lossOf(reason), Date.now());
      if (reason !== 'leaving' && reason !== 'exchanged')
        log({ level: 'info', what: 'turned away', peerId: peer, fault: reason });
    },
  });
  return peers;
};

const withPlainAddresses = (entry: ExchangeEntry): ExchangeEntry => ({
  ...entry,
  addresses: plainAddressesOf(entry.peer, entry.addresses),
});

export const createExchange = (parts: HostParts, peers: NodePeers): PeerExchange => {
  const { dials, node, options, told } = parts;
  const addresses = (): readonly string[] => (options.hideAddress === true ? [] : ownAddresses(node));
  return createPeerExchange({
    tag: fromHex(options.chainId) ?? new Uint8Array(0),
    ownEntry: () => ({ peer: parts.self, kind: options.kind, links: peers.list().length, addresses: addresses() }),
    neighbours: () =>
      peers
        .list()
        .filter((peer) => peer.path !== 'relayed')
        .map(({ id, kind }) => ({
          peer: id,
          kind,
          links: told.get(id)?.links ?? linksUnknown,
          addresses: told.get(id)?.addresses ?? [],
        })),
    isLonely: () => peers.list().length < 3,
    onPeers: (hop, from, entries) => {
      if (from === 'relay') parts.record.named(hop, entries.length);
      const isConnected = (relay: PeerId): boolean =>
        parts.keeper.list().some(({ peerId, connected }) => connected && peerId === relay);
      const lists = from === 'relay' ? entriesByHop(hop, entries, isConnected) : [{ hop, entries }];
      for (const one of lists) dials.heard(one.hop, from, one.entries.map(withPlainAddresses), Date.now());
      parts.pump();
    },
    onJoined: (hop, entries) => {
      parts.record.named(hop, (parts.record.relay(hop).told ?? 0) + entries.length);
      dials.joined(hop, entries.map(withPlainAddresses), Date.now());
      parts.pump();
    },
    onAdvertised: (entry) => {
      if (told.size >= neighboursMax && !told.has(entry.peer)) return;
      told.set(entry.peer, withPlainAddresses(entry));
      dials.saysLinks(entry.peer, entry.links);
    },
    onHopLost: (hop) => {
      dials.hopLost(hop);
      told.delete(hop);
    },
    onHostile: (peer, reason) => {
      penalise(parts, peers, peer, hostilePoints, reason);
    },
  });
};

export const createBridge = (parts: HostParts, peers: NodePeers): GossipBridge =>
  createGossipBridge({
    pubsub: parts.node.services.pubsub,
    chainId: parts.options.chainId,
    isUp: peers.isUp,
    onGossip: parts.emit,
    peersUp: () => peers.list().map(({ id }) => id),
    sendByStream: peers.sendGossip,
    onRejected: (peer, topic) => {
      penalise(parts, peers, peer, rejectedPoints, `a gossiped ${topic} was rejected`);
    },
    onOversize: (topic, length) => {
      parts.log({ level: 'warning', what: `a ${topic} of ${length} bytes is too long to gossip` });
    },
  });
