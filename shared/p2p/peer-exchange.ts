// A node's side of peer exchange, on every connection that does not pass through somebody else. To a relay it
// advertises itself and asks for others, fast at first and then every half minute; to a neighbour it says who it is and
// which neighbours it has, on every change and every ten seconds. Relays never advertise themselves: that tells them
// from neighbours.
// Bounds: one stream a connection; what comes is bounded by exchange-codec and the channel's limits.

import type { Connection, Stream } from '@libp2p/interface';
import { equalBytes } from '../core/bytes/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import { abortConnection } from './abort-connection.ts';
import { createExchangeChannel, type ExchangeChannel } from './exchange-channel.ts';
import { exchangeEntriesMax, exchangeProtocol, type ExchangeEntry, type ExchangeMessage } from './exchange-codec.ts';
import { createLiveness, type Liveness } from './liveness.ts';

const openTimeoutMs = 5_000;
const listEveryMs = 10_000;
/** Several changes at once, as when a page loads, make one list. */
const listSoonMs = 250;
/** Two lost pings and some; a browser may hold back a hidden page's timers, but not what it receives. */
const silenceLimits = { pingEveryMs: 10_000, deadAfterMs: 25_000, unansweredMax: 2 };
/** Asking again: half a second after the first time, doubling while there are too few peers. */
const wantMinMs = 500;
const wantMaxMs = 30_000;

export interface PeerExchangeOptions {
  readonly tag: Uint8Array;
  readonly ownEntry: () => ExchangeEntry;
  readonly neighbours: () => readonly ExchangeEntry[];
  /** true while more peers are needed */
  readonly isLonely: () => boolean;
  readonly onPeers: (hop: PeerId, from: 'relay' | 'neighbour', entries: readonly ExchangeEntry[]) => void;
  readonly onJoined: (hop: PeerId, entries: readonly ExchangeEntry[]) => void;
  readonly onAdvertised: (entry: ExchangeEntry) => void;
  readonly onHopLost: (hop: PeerId) => void;
  readonly onHostile: (peer: PeerId, reason: string) => void;
}

export interface PeerExchange {
  /** Opens the stream on a connection that we dialled. */
  readonly open: (connection: Connection) => Promise<void>;
  /** Takes a stream that the other side opened. */
  readonly adopt: (stream: Stream, connection: Connection) => void;
  /** Our own neighbours or addresses have changed. */
  readonly changed: () => void;
  /** Asks, lists and pings when it is time; call it a few times a second. */
  readonly tick: (nowMs: number) => void;
  readonly askNow: () => void;
  /** This machine slept, or its timers were held back: everybody has as long again to answer. */
  readonly forgive: (nowMs: number) => void;
}

interface Session {
  readonly peer: PeerId;
  readonly connection: Connection;
  readonly channel: ExchangeChannel;
  readonly liveness: Liveness;
  isNeighbour: boolean;
  wantAtMs: number;
  wantStepMs: number;
  listAtMs: number;
}

const sendList = (session: Session, { tag, neighbours }: PeerExchangeOptions): void => {
  const entries = neighbours().filter((entry) => entry.peer !== session.peer);
  session.channel.send({ type: 'peers', tag, entries: entries.slice(0, exchangeEntriesMax) });
};

/** Who we are and how many links we have, again and again: others choose by it. */
const advertise = (session: Session, { tag, ownEntry }: PeerExchangeOptions): void => {
  session.channel.send({ type: 'advertise', tag, entry: ownEntry() });
};

const introduce = (session: Session, options: PeerExchangeOptions): void => {
  const { tag } = options;
  advertise(session, options);
  sendList(session, options);
  session.channel.send({ type: 'want', tag, count: exchangeEntriesMax });
};

const receive = (session: Session, message: ExchangeMessage, options: PeerExchangeOptions): void => {
  if (message.type === 'ping' || message.type === 'pong' || !equalBytes(message.tag, options.tag)) return;
  switch (message.type) {
    case 'advertise':
      session.isNeighbour = true;
      {
        options.onAdvertised({ ...message.entry, peer: session.peer });
        return;
      }
    case 'want': {
      sendList(session, options);
      return;
    }
    case 'peers': {
      options.onPeers(session.peer, session.isNeighbour ? 'neighbour' : 'relay', message.entries);
      return;
    }
    case 'joined':
      // only a relay sees peers come
      if (!session.isNeighbour) options.onJoined(session.peer, message.entries);
  }
};

const tickSession = (session: Session, nowMs: number, options: PeerExchangeOptions): void => {
  const { channel, connection } = session;
  if (session.liveness.isDead(nowMs)) {
    channel.end('silent');
    abortConnection(connection, 'silent');
    return;
  }
  if (session.isNeighbour && session.listAtMs <= nowMs) {
    session.listAtMs = nowMs + listEveryMs;
    advertise(session, options);
    sendList(session, options);
  }
  if (!session.isNeighbour && session.wantAtMs <= nowMs) {
    session.wantStepMs = options.isLonely() ? Math.min(wantMaxMs, session.wantStepMs * 2) : wantMaxMs;
    session.wantAtMs = nowMs + session.wantStepMs;
    advertise(session, options);
    channel.send({ type: 'want', tag: options.tag, count: exchangeEntriesMax });
  }
};

export const createPeerExchange = (options: PeerExchangeOptions): PeerExchange => {
  const sessions = new Map<PeerId, Session>();

  const adopt = (stream: Stream, connection: Connection): void => {
    if (connection.limits !== undefined) {
      stream.abort(new Error('not over relayed connections'));
      return;
    }
    const peer = connection.remotePeer.toString();
    const channel = createExchangeChannel(stream, {
      onMessage: (message) => {
        session.liveness.heard(Date.now());
        receive(session, message, options);
        return undefined;
      },
      onEnd: (reason, hostile) => {
        if (hostile) options.onHostile(peer, reason);
        if (sessions.get(peer) !== session) return;
        sessions.delete(peer);
        options.onHopLost(peer);
      },
    });
    const nowMs = Date.now();
    const session: Session = {
      ...{ peer, connection, channel, isNeighbour: false },
      ...{ wantAtMs: nowMs + wantMinMs, wantStepMs: wantMinMs, listAtMs: nowMs + listEveryMs },
      liveness: createLiveness(silenceLimits, nowMs, () => channel.send({ type: 'ping' })),
    };
    const before = sessions.get(peer);
    sessions.set(peer, session);
    before?.channel.end('replaced by a newer stream');
    introduce(session, options);
  };

  return {
    adopt,
    open: async (connection) => {
      adopt(await connection.newStream(exchangeProtocol, { signal: AbortSignal.timeout(openTimeoutMs) }), connection);
    },
    changed: () => {
      const soonMs = Date.now() + listSoonMs;
      for (const session of sessions.values()) session.listAtMs = Math.min(session.listAtMs, soonMs);
    },
    tick: (nowMs) => {
      for (const session of [...sessions.values()]) tickSession(session, nowMs, options);
    },
    askNow: () => {
      for (const session of sessions.values()) Object.assign(session, { wantAtMs: 0, wantStepMs: wantMinMs });
    },
    forgive: (nowMs) => {
      for (const { liveness } of sessions.values()) liveness.forgive(nowMs);
    },
  };
};
