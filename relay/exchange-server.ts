// The relay's side of peer exchange: keeps who belongs to which tag, lets advertised peers be reached through the relay,
// answers with random ones and tells some of those present about each newcomer, so that first links need no polling.
// Bounds: peers by `reservationsMax`; 8 are told of a newcomer; 64 messages at once and 2/s from one peer.

import { randomInt } from 'node:crypto';
import type { Connection, Stream } from '@libp2p/interface';
import type { Libp2p } from '@libp2p/interface';
import {
  createExchangeChannel,
  createPeerBuckets,
  createTokenBucket,
  exchangeEntriesMax,
  exchangeProtocol,
  type ExchangeChannel,
  type ExchangeMessage,
  type NeighbourRelay,
} from '../shared/p2p/index.ts';

/** Two of eight newcomers' dials at a time are enough to link it, and as many messages are cheap. */
const toldOfNewcomerMax = 8;
const messageLimits = { capacity: 64, perSecond: 2 };

/** A hidden tab's timers may fire once a minute; two missed rounds and some. */
const silentPeerMs = 150_000;
const silenceCheckMs = 30_000;

export interface ExchangeServer {
  readonly peers: () => number;
  readonly stop: () => void;
}

export interface ExchangeServerOptions {
  readonly node: Libp2p;
  readonly neighbours: NeighbourRelay;
  readonly reservationsMax: number;
  readonly onDrop: (peer: string, reason: string) => void;
}

export const startExchangeServer = async (options: ExchangeServerOptions): Promise<ExchangeServer> => {
  const { node, neighbours } = options;
  const buckets = createPeerBuckets(options.reservationsMax, (n) => randomInt(n));
  const channels = new Map<string, ExchangeChannel>();

  const advertise = (message: Extract<ExchangeMessage, { type: 'advertise' }>, connection: Connection): void => {
    const peer = connection.remotePeer.toString();
    if (!neighbours.reserve(connection.remotePeer)) return;
    const { tag } = message;
    // what a peer says of others is not for it to advertise
    const entry = { ...message.entry, peer };
    if (buckets.add(tag, entry) !== 'first') return;
    for (const { peer: other } of buckets.pick(tag, toldOfNewcomerMax, peer)) {
      channels.get(other)?.send({ type: 'joined', tag, entries: [entry] });
    }
  };

  const serve = (stream: Stream, connection: Connection): void => {
    const peer = connection.remotePeer.toString();
    const limits = createTokenBucket(messageLimits, Date.now());
    const channel = createExchangeChannel(stream, {
      onMessage: (message) => {
        if (!limits.take(1, Date.now())) return 'asks more often than its limit';
        if (message.type === 'advertise') advertise(message, connection);
        if (message.type === 'want') {
          const entries = buckets.pick(message.tag, Math.min(message.count, exchangeEntriesMax), peer);
          channel.send({ type: 'peers', tag: message.tag, entries });
        }
        return undefined;
      },
      onEnd: (reason, hostile) => {
        if (hostile) {
          options.onDrop(peer, reason);
          connection.abort(new Error(reason));
        }
        if (channels.get(peer) !== channel) return;
        channels.delete(peer);
        buckets.remove(peer);
        neighbours.release(connection.remotePeer);
      },
    });
    const before = channels.get(peer);
    channels.set(peer, channel);
    before?.end('replaced by a newer stream');
  };

  const dropSilent = (): void => {
    const oldest = Date.now() - silentPeerMs;
    for (const channel of channels.values()) if (channel.heardAtMs() < oldest) channel.end('silent');
  };

  await node.handle(exchangeProtocol, serve, { maxInboundStreams: 2 });
  const timer = setInterval(dropSilent, silenceCheckMs);
  return {
    peers: () => buckets.size(),
    stop: () => {
      clearInterval(timer);
    },
  };
};
