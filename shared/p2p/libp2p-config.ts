// The one place where libp2p is configured, for tabs, terminal nodes and relays. Nothing here speaks to a third party:
// no bootstrap list, no public STUN, no DHT.
// Bounds: connections, pending connections and gossip buffers below.

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { circuitRelayServer, type CircuitRelayService } from '@libp2p/circuit-relay-v2';
import { generateKeyPairFromSeed, privateKeyFromRaw } from '@libp2p/crypto/keys';
import { gossipsub, StrictNoSign, TopicValidatorResult, type GossipSub, type GossipsubOpts } from '@libp2p/gossipsub';
import { identify, type Identify } from '@libp2p/identify';
import type { ConnectionGater, Libp2p, PrivateKey } from '@libp2p/interface';
import { ping, type Ping } from '@libp2p/ping';
import { createLibp2p, type Libp2pOptions } from 'libp2p';
import { concatBytes } from '../core/bytes/index.ts';
import { gossipMessageId } from './gossip-message-id.ts';
import { reservationlessTransport } from './neighbour-relay.ts';
import { webSocketTransport } from './websocket-transport.ts';

export type TransportFactory = NonNullable<Libp2pOptions['transports']>[number];

export interface RelayServices extends Record<string, unknown> {
  readonly identify: Identify;
  readonly ping: Ping;
  readonly relay: CircuitRelayService;
}

export interface NodeServices extends RelayServices {
  readonly pubsub: GossipSub;
}

/**
 * libp2p counts inbound connections per second and host, and takes the relay's address for the host of everything that
 * comes through a relay; behind one router a whole class shares an address too. The default of 5 refuses honest rooms.
 */
const inboundPerSecondAndHost = 200;
const pendingInboundMax = 200;

/** 30 peers, twice as many for moments with two connections to one, as many circuits being signalled, and the relays. */
const nodeConnectionsMax = 100;

/** As many libp2p streams of one protocol may be open on one connection; circuits are such streams. */
const relayStreamsPerConnectionMax = 512;

/** What a relay takes of one stream before it has passed it on; yamux would let this grow to 16 MiB. */
const relayWindowBytes = 262_144;

/** A hop answers within two round trips; the default of 30 s keeps dead requests for as long. */
const hopTimeoutMs = 5_000;

/** The slowest honest WebRTC dial: 5 s, and as much again on a machine that is starting thirty tabs. */
const addressDialTimeoutMs = 10_000;

const publishedBytesMax = 65_536;

const gossipOptions: Partial<GossipsubOpts> = {
  // What is gossiped authenticates itself (proof of work, signatures), so gossipsub's own signature, sequence number
  // and author would cost 200 bytes and a check on the main thread, and say who published.
  globalSignaturePolicy: StrictNoSign,
  msgIdFn: gossipMessageId,
  allowPublishToZeroTopicPeers: true,
  ignoreDuplicatePublishError: true,
  fallbackToFloodsub: false,
  floodPublish: true,
  doPX: false,
  emitSelf: false,
  // An RPC may batch several messages; sixteen full ones are let in, and as much may wait for one peer.
  maxInboundDataLength: 16 * publishedBytesMax,
  maxOutboundBufferSize: 64 * publishedBytesMax,
  // Blocks, transactions and 32 free topics; gossipsub counts 1 KiB a topic and the length of its name.
  maxTopicBytesPerPeer: 65_536,
};

/**
 * Peers behind one relay or router share an address, so that counts for nothing. A peer's own penalties are ours
 * (score-table): at −10 of −100 it gets no more lazy gossip, at −50 nothing is published to it, at −80 nothing of its is
 * read (gossipsub's own thresholds), and with any penalty it leaves the mesh.
 */
const gossipScores = (scoreOf: (peer: string) => number): NonNullable<GossipsubOpts['scoreParams']> => ({
  IPColocationFactorWeight: 0,
  appSpecificScore: scoreOf,
  appSpecificWeight: 1,
});

const baseOptions = (privateKey: PrivateKey, connectionsMax: number): Libp2pOptions => ({
  privateKey,
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  // Our own streams know whether a peer is alive; libp2p's monitor would close connections of hidden tabs.
  connectionMonitor: { enabled: false },
  connectionManager: {
    maxConnections: connectionsMax,
    inboundConnectionThreshold: inboundPerSecondAndHost,
    maxIncomingPendingConnections: pendingInboundMax,
    addressDialTimeout: addressDialTimeoutMs,
    // Names behind names are dns-seeds' business: libp2p's own resolver asks Cloudflare and Google from a browser.
    resolvers: {},
  },
  nodeInfo: { userAgent: 'tabchain' },
});

export interface NodeConfiguration {
  /** 32 bytes; the same seed is the same peer id */
  readonly seed: Uint8Array;
  /** of the seed, if it is known */
  readonly publicKey?: Uint8Array | undefined;
  readonly listen: readonly string[];
  /** WebRTC, where the platform has it */
  readonly transports: readonly TransportFactory[];
  readonly gater: ConnectionGater;
  /** a peer's score from 0 down to −100, for gossip */
  readonly scoreOf?: (peer: string) => number;
}

/**
 * A message on a topic without a validator is one that nobody here asked for. Gossipsub would keep it for others, as many
 * as come; here it is ignored.
 */
export const ignoreOtherTopics = ({ topicValidators }: Pick<GossipSub, 'topicValidators'>): void => {
  const find = topicValidators.get.bind(topicValidators);
  topicValidators.get = (topic) => find(topic) ?? (() => TopicValidatorResult.Ignore);
};

const keyFromSeed = async (seed: Uint8Array, publicKey?: Uint8Array): Promise<PrivateKey> =>
  publicKey === undefined ? generateKeyPairFromSeed('Ed25519', seed) : privateKeyFromRaw(concatBytes(seed, publicKey)); // libp2p keeps both halves, and computes nothing here

/** A node of a chain: gossips, and relays for its neighbours. */
export const createNodeLibp2p = async (configuration: NodeConfiguration): Promise<Libp2p<NodeServices>> => {
  const node = await createLibp2p<NodeServices>({
    ...baseOptions(await keyFromSeed(configuration.seed, configuration.publicKey), nodeConnectionsMax),
    addresses: { listen: [...configuration.listen] },
    transports: [webSocketTransport(), reservationlessTransport(), ...configuration.transports],
    connectionGater: configuration.gater,
    services: {
      // A connection through a relay carries the signalling of WebRTC and nothing else; who the peer is, is asked on the link.
      identify: identify({ runOnLimitedConnection: false }),
      ping: ping(),
      relay: circuitRelayServer({ hopTimeout: hopTimeoutMs }),
      pubsub: gossipsub({ ...gossipOptions, scoreParams: gossipScores(configuration.scoreOf ?? (() => 0)) }),
    },
  });
  ignoreOtherTopics(node.services.pubsub);
  return node;
};

export interface RelayConfiguration {
  readonly seed: Uint8Array;
  readonly listen: readonly string[];
  /** the WebSocket transport, attached to the server that also serves the page; WebRTC-direct where it is wanted */
  readonly transports: readonly TransportFactory[];
  readonly connectionsMax: number;
  readonly gater: ConnectionGater;
}

/** A relay: no chain, no gossip, no dialling. */
export const createRelayLibp2p = async (configuration: RelayConfiguration): Promise<Libp2p<RelayServices>> =>
  createLibp2p<RelayServices>({
    ...baseOptions(await keyFromSeed(configuration.seed), configuration.connectionsMax),
    streamMuxers: [yamux({ streamOptions: { maxStreamWindowSize: relayWindowBytes } })],
    addresses: { listen: [...configuration.listen] },
    transports: [...configuration.transports],
    connectionGater: configuration.gater,
    services: {
      identify: identify(),
      ping: ping(),
      relay: circuitRelayServer({
        hopTimeout: hopTimeoutMs,
        maxInboundHopStreams: relayStreamsPerConnectionMax,
        maxOutboundStopStreams: relayStreamsPerConnectionMax,
      }),
    },
  });
