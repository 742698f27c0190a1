// The relay's side of peer exchange: keeps who belongs to which tag, lets advertised peers be reached through the relay,
// answers with random ones and tells some of those present about each newcomer, so that first links need no polling.
// Bounds: peers by the reservation desk; 8 are told of a newcomer; 64 messages at once and 2/s from one peer; a
// connection that says nothing here for half a minute, or is silent for 150 s, is closed.

import { randomInt } from 'node:crypto';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { toHex } from '../shared/core/bytes/index.ts';
import {
  abortConnection,
  createExchangeChannel,
  createPeerBuckets,
  createTokenBucket,
  exchangeEntriesMax,
  exchangeProtocol,
  type ExchangeChannel,
  type ExchangeMessage,
  type PeerBuckets,
  type PlaceRefusal,
} from '../shared/p2p/index.ts';
import type { ReservationDesk } from './reservation-desk.ts';
import type { Refusal, RelayMetrics } from './relay-metrics.ts';
import type { SiblingRelays } from './sibling-relays.ts';

/** Two of eight newcomers' dials at a time are enough to link it, and as many messages are cheap. */
const toldOfNewcomerMax = 8;
const messageLimits = { capacity: 64, perSecond: 2 };

/** With fewer of a tag here siblings are asked too: a node seeks eight links. */
const enoughPeers = 8;

/** A hidden tab's timers may fire once a minute; two missed rounds and some. */
const silentPeerMs = 150_000;
const silenceCheckMs = 30_000;
/** A client opens its stream as soon as it is connected. */
const idleConnectionMs = 30_000;

export interface ExchangeServer {
  readonly peers: () => number;
  /** the connections of all that have opened a stream here */
  readonly connections: () => readonly Connection[];
  readonly stop: () => void;
}

export interface ExchangeServerOptions {
  readonly node: Libp2p;
  readonly desk: ReservationDesk;
  readonly reservationsMax: number;
  /** tags in hex that are served; none for all */
  readonly allowTag: readonly string[];
  readonly siblings: Pick<SiblingRelays, 'ask' | 'connected'>;
  readonly isDraining: () => boolean;
  readonly count: RelayMetrics['exchanged'];
  readonly onRefused: (reason: Refusal, connection: Connection, details?: string) => void;
  /** a peer gets no place, told once a stream */
  readonly onTurnedAway: (connection: Connection, reason: PlaceRefusal) => void;
  /** a peer holds a place for the first time on this stream */
  readonly onAdmitted: (connection: Connection) => void;
}

interface Client {
  readonly channel: ExchangeChannel;
  readonly connection: Connection;
  /** tags in hex under which it has advertised itself on this stream */
  readonly tags: Set<string>;
  /** refusals are told once a stream: a client repeats itself */
  readonly refused: Set<PlaceRefusal>;
}

interface Parts {
  readonly options: ExchangeServerOptions;
  readonly buckets: PeerBuckets;
  readonly clients: Map<string, Client>;
}

type Advertise = Extract<ExchangeMessage, { type: 'advertise' }>;
type Want = Extract<ExchangeMessage, { type: 'want' }>;

const refuse = ({ options }: Parts, client: Client, reason: PlaceRefusal): void => {
  if (client.refused.has(reason)) return;
  client.refused.add(reason);
  options.onRefused(reason, client.connection);
  options.onTurnedAway(client.connection, reason);
};

const serves = ({ options: { allowTag } }: Parts, tag: Uint8Array): boolean =>
  allowTag.length === 0 || allowTag.includes(toHex(tag));

const advertise = (parts: Parts, client: Client, message: Advertise): void => {
  const { options, buckets, clients } = parts;
  const { connection } = client;
  const { tag } = message;
  if (!serves(parts, tag)) {
    refuse(parts, client, 'tag');
    return;
  }
  const isNew = client.tags.size === 0;
  const admitted = isNew && options.isDraining() ? 'draining' : options.desk.admit(connection);
  if (admitted !== 'held') {
    refuse(parts, client, admitted);
    return;
  }
  if (isNew) options.onAdmitted(connection);
  client.tags.add(toHex(tag));
  // what a peer says of others is not for it to advertise
  const entry = { ...message.entry, peer: connection.remotePeer.toString() };
  if (buckets.add(tag, entry) !== 'first') return;
  for (const { peer: other } of buckets.pick(tag, toldOfNewcomerMax, entry.peer)) {
    clients.get(other)?.channel.send({ type: 'joined', tag, entries: [entry] });
  }
};

/** Answers with those that are here; where they are few, a second answer follows with those that siblings hold. */
const answer = async ({ options, buckets }: Parts, client: Client, { tag, count }: Want): Promise<void> => {
  const { channel } = client;
  const self = client.connection.remotePeer.toString();
  const max = Math.min(count, exchangeEntriesMax);
  const here = buckets.pick(tag, max, self);
  channel.send({ type: 'peers', tag, entries: here });
  // only for those who hold a place here: a relay that asks does not, so no question goes round
  const isOurs = client.tags.has(toHex(tag));
  if (!isOurs || here.length >= Math.min(max, enoughPeers) || options.siblings.connected() === 0) return;
  options.count('passed-on');
  const known = new Set(here.map(({ peer }) => peer)).add(self);
  const there = (await options.siblings.ask(tag)).filter(({ peer }) => !known.has(peer));
  if (there.length > 0 && !channel.ended()) {
    channel.send({ type: 'peers', tag, entries: there.slice(0, max - here.length) });
  }
};

const serve = (parts: Parts, stream: Stream, connection: Connection): void => {
  const { options, buckets, clients } = parts;
  const peer = connection.remotePeer.toString();
  const limits = createTokenBucket(messageLimits, Date.now());
  const channel = createExchangeChannel(stream, {
    onMessage: (message) => {
      if (!limits.take(1, Date.now())) return 'asks more often than its limit';
      if (message.type === 'advertise') {
        options.count('advertise');
        advertise(parts, client, message);
      }
      if (message.type === 'want') {
        options.count('want');
        void answer(parts, client, message);
      }
      return undefined;
    },
    onEnd: (reason, hostile) => {
      if (hostile) {
        options.onRefused('broken-rule', connection, reason);
        abortConnection(connection, reason);
      }
      if (clients.get(peer) !== client) return;
      clients.delete(peer);
      buckets.remove(peer);
      options.desk.release(connection.remotePeer);
    },
  });
  const client: Client = { channel, connection, tags: new Set(), refused: new Set() };
  const before = clients.get(peer);
  clients.set(peer, client);
  before?.channel.end('replaced by a newer stream');
};

/** Ends those that have fallen silent, with their connection, so that they notice and come back; and those that never spoke. */
const dropSilent = ({ options, clients }: Parts): void => {
  const nowMs = Date.now();
  for (const { channel, connection } of [...clients.values()]) {
    if (channel.heardAtMs() >= nowMs - silentPeerMs) continue;
    channel.end('silent');
    abortConnection(connection, 'silent');
  }
  for (const connection of options.node.getConnections()) {
    const isYoung = connection.timeline.open > nowMs - idleConnectionMs;
    if (isYoung || connection.streams.length > 0 || clients.has(connection.remotePeer.toString())) continue;
    options.onRefused('idle', connection);
    abortConnection(connection, 'idle');
  }
};

export const startExchangeServer = async (options: ExchangeServerOptions): Promise<ExchangeServer> => {
  const buckets = createPeerBuckets(options.reservationsMax, (n) => randomInt(n));
  const parts: Parts = { options, buckets, clients: new Map() };
  const handle = (stream: Stream, connection: Connection): void => {
    serve(parts, stream, connection);
  };
  await options.node.handle(exchangeProtocol, handle, { maxInboundStreams: 2 });
  const timer = setInterval(() => dropSilent(parts), silenceCheckMs);
  return {
    peers: buckets.size,
    connections: () => [...parts.clients.values()].map(({ connection }) => connection),
    stop: () => {
      clearInterval(timer);
    },
  };
};
