// A small client of a relay for tests and load: a real libp2p node with WebSocket and circuits, which advertises itself,
// asks, dials others through the relay and hears its notices, without a chain or gossip.

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { webSockets } from '@libp2p/websockets';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { randomBytes } from 'node:crypto';
import {
  createExchangeChannel,
  exchangeProtocol,
  listenToRelays,
  reservationlessTransport,
  type ExchangeChannel,
  type ExchangeEntry,
  type ExchangeMessage,
  type RelayNotice,
  type TransportFactory,
} from '../../shared/p2p/index.ts';

const dialTimeoutMs = 20_000;
const echoProtocol = '/tabchain/test/echo/1';

export interface RelayClient {
  readonly peerId: string;
  readonly node: Libp2p;
  readonly heard: ExchangeMessage[];
  readonly notices: RelayNotice[];
  readonly dialRelay: () => Promise<Connection>;
  /** Connects to the relay and opens the exchange stream. */
  readonly connect: () => Promise<Connection>;
  readonly advertise: (tag: Uint8Array) => void;
  readonly want: (tag: Uint8Array, count: number) => void;
  /** everybody heard of in answers and as newcomers */
  readonly known: () => readonly ExchangeEntry[];
  /** A circuit to the peer, and a stream on it whose other end sends back what it gets. */
  readonly echoThrough: (peer: string) => Promise<Stream>;
  /** Ends the connection without a word, as a closed tab does. */
  readonly vanish: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface RelayClientOptions {
  /** multiaddr of the relay */
  readonly relay: string;
  readonly transports?: readonly TransportFactory[];
  readonly listen?: readonly string[];
}

const echo = (stream: Stream): void => {
  stream.addEventListener('message', ({ data }) => {
    if (stream.writeStatus === 'writable') stream.send(data);
  });
};

export const createRelayClient = async ({ relay, transports, listen }: RelayClientOptions): Promise<RelayClient> => {
  const node = await createLibp2p({
    addresses: { listen: [...(listen ?? [])] },
    privateKey: await generateKeyPairFromSeed('Ed25519', new Uint8Array(randomBytes(32))),
    transports: [...(transports ?? [webSockets()]), reservationlessTransport()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
    connectionManager: { addressDialTimeout: dialTimeoutMs },
    connectionGater: { denyDialMultiaddr: () => false },
    services: { identify: identify() },
  });
  const relayId = relay.split('/p2p/')[1] ?? '';
  const heard: ExchangeMessage[] = [];
  const notices: RelayNotice[] = [];
  let channel: ExchangeChannel | undefined;
  await node.handle(echoProtocol, echo, { runOnLimitedConnection: true });
  await listenToRelays(node, {
    isRelay: (peer) => peer === relayId,
    onNotice: (_peer, notice) => notices.push(notice),
    onHostile: (peer, reason) => {
      throw new Error(`${peer} broke a rule: ${reason}`);
    },
  });
  const entry = { peer: node.peerId.toString(), kind: 'tab', links: 0, addresses: [] } as const;

  const dialRelay = async (): Promise<Connection> =>
    node.dial(multiaddr(relay), { signal: AbortSignal.timeout(dialTimeoutMs) });

  return {
    dialRelay,
    ...{ peerId: entry.peer, node, heard, notices },
    connect: async () => {
      const connection = await dialRelay();
      const stream = await connection.newStream(exchangeProtocol, { signal: AbortSignal.timeout(dialTimeoutMs) });
      channel = createExchangeChannel(stream, {
        onMessage: (message) => void heard.push(message),
        onEnd: () => undefined,
      });
      return connection;
    },
    advertise: (tag) => channel?.send({ type: 'advertise', tag, entry }),
    want: (tag, count) => channel?.send({ type: 'want', tag, count }),
    known: () =>
      heard.flatMap((message) => (message.type === 'peers' || message.type === 'joined' ? message.entries : [])),
    echoThrough: async (peer) => {
      const address = multiaddr(`/p2p/${relayId}/p2p-circuit/p2p/${peer}`);
      const signal = AbortSignal.timeout(dialTimeoutMs);
      const connection = await node.dial(address, { signal });
      return connection.newStream(echoProtocol, { signal, runOnLimitedConnection: true });
    },
    vanish: async () => {
      const open = node.getConnections();
      await Promise.all(open.map(async (connection) => connection.close().catch(() => connection.abort(new Error()))));
    },
    stop: async () => node.stop(),
  };
};
