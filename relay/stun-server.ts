// The relay as STUN server: tells whoever asks on UDP from which address it asked, which is how tabs behind NAT learn
// theirs. Owns one UDP socket. Answers are 1.6 (IPv4) and 2.2 (IPv6) times as long as the smallest request, so that it
// is of no use to amplify anything; what is not a plain Binding gets no answer at all.
// Bounds: 256 at once and 32/s from one address (IPv6: one /64), 2,000 at once and 2,000/s in all; 4,096 addresses are
// remembered, the longest unheard of is forgotten.

import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createTokenBucket, type TokenBucket } from '../shared/p2p/index.ts';
import { countedAs } from './client-address.ts';
import { answerBinding, isPlainBinding, readStun } from './stun-message.ts';

/** A class of thirty tabs behind one router, each asking once for every link it makes. */
const sourceLimits = { capacity: 256, perSecond: 32 };
const allLimits = { capacity: 2_000, perSecond: 2_000 };
const sourcesMax = 4_096;

export type StunOutcome = 'answered' | 'ignored' | 'limited';

export interface StunServerOptions {
  readonly host: string;
  readonly port: number;
  readonly onRequest: (outcome: StunOutcome) => void;
}

export interface StunServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

interface Limiter {
  readonly allows: (address: string, nowMs: number) => boolean;
}

export const createStunLimiter = (startMs: number): Limiter => {
  const all = createTokenBucket(allLimits, startMs);
  // in the order in which they were last heard of
  const sources = new Map<string, TokenBucket>();
  return {
    allows: (address, nowMs) => {
      const source = countedAs(address);
      const bucket = sources.get(source) ?? createTokenBucket(sourceLimits, nowMs);
      sources.delete(source);
      sources.set(source, bucket);
      const [oldest] = sources.keys();
      if (sources.size > sourcesMax && oldest !== undefined) sources.delete(oldest);
      return bucket.take(1, nowMs) && all.take(1, nowMs);
    },
  };
};

const serve = (socket: Socket, onRequest: StunServerOptions['onRequest']): void => {
  const limiter = createStunLimiter(Date.now());
  socket.on('message', (datagram, from) => {
    const request = readStun(datagram);
    if (request === undefined || !isPlainBinding(request)) {
      onRequest('ignored');
      return;
    }
    if (!limiter.allows(from.address, Date.now())) {
      onRequest('limited');
      return;
    }
    const answer = answerBinding(request, from);
    // an answer that cannot be sent is lost like any datagram; the asker asks again
    if (answer !== undefined) socket.send(answer, from.port, from.address, () => undefined);
    onRequest('answered');
  });
};

/** Rejects where the port cannot be bound. */
export const startStunServer = async ({ host, port, onRequest }: StunServerOptions): Promise<StunServer> => {
  const socket = createSocket(host.includes(':') ? { type: 'udp6', ipv6Only: true } : { type: 'udp4' });
  serve(socket, onRequest);
  socket.bind(port, host);
  await once(socket, 'listening');
  // an ICMP "nobody there" comes back as an error; nothing of ours depends on it
  socket.on('error', () => undefined);
  return {
    port: socket.address().port,
    stop: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
};
