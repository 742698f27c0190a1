// Other relays, as this one knows them from its settings: kept dialled, told to clients, and asked for peers of a tag
// where there are few here. A sibling is asked as any client would ask it, and it answers from what it holds itself: it
// passes on only the questions of peers that hold a place with it, and a relay never does, so a question goes one step.
// Bounds: 8 siblings; one question a tag at a time and its answer kept 5 s, 256 tags; 32 questions at once and 1/s to
// each; answers are waited for 2 s.

import type { Connection, Libp2p } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { toHex } from '../shared/core/bytes/index.ts';
import {
  createExchangeChannel,
  createRelayKeeper,
  createTokenBucket,
  exchangeEntriesMax,
  exchangeProtocol,
  type ExchangeChannel,
  type ExchangeEntry,
  type ExchangeMessage,
  type TokenBucket,
} from '../shared/p2p/index.ts';

const pumpEveryMs = 1_000;
const pingEveryMs = 30_000;
const dialTimeoutMs = 5_000;
const answerWithinMs = 2_000;
const answerKeptMs = 5_000;
const tagsMax = 256;
/** A relay takes 64 at once and 2/s from one peer. */
const questionLimits = { capacity: 32, perSecond: 1 };

export interface SiblingRelays {
  /** the addresses of all, connected or not */
  readonly addresses: readonly string[];
  /** … of those that are connected now */
  readonly connectedAddresses: () => readonly string[];
  readonly connected: () => number;
  /** Peers of the tag that siblings hold, with addresses through them; empty when none answers in time. */
  readonly ask: (tag: Uint8Array) => Promise<readonly ExchangeEntry[]>;
  readonly stop: () => void;
}

export interface SiblingRelaysOptions {
  readonly node: Libp2p;
  /** multiaddrs that end in /p2p/<id>; our own is left out, so that all relays may have one list */
  readonly addresses: readonly string[];
  readonly onLink: (address: string, linked: boolean) => void;
}

interface Session {
  readonly address: string;
  readonly channel: ExchangeChannel;
  readonly limits: TokenBucket;
  /** by tag in hex: who waits for its answer */
  readonly waiting: Map<string, (entries: readonly ExchangeEntry[]) => void>;
  pingedAtMs: number;
}

/** Where a tab is reached through the sibling that holds it; others have addresses of their own. */
const through = (address: string, entry: ExchangeEntry): ExchangeEntry | undefined => {
  if (entry.addresses.length > 0) return entry;
  if (entry.kind !== 'tab') return undefined;
  return { ...entry, addresses: [`${address}/p2p-circuit/webrtc/p2p/${entry.peer}`] };
};

const openSession = async (address: string, connection: Connection, onEnd: () => void): Promise<Session> => {
  const stream = await connection.newStream(exchangeProtocol, { signal: AbortSignal.timeout(dialTimeoutMs) });
  const waiting: Session['waiting'] = new Map();
  const take = (message: ExchangeMessage): undefined => {
    if (message.type !== 'peers') return;
    waiting.get(toHex(message.tag))?.(message.entries.flatMap((entry) => through(address, entry) ?? []));
  };
  const channel = createExchangeChannel(stream, {
    onMessage: take,
    onEnd: () => {
      for (const answer of waiting.values()) answer([]);
      onEnd();
    },
  });
  const nowMs = Date.now();
  return { address, channel, limits: createTokenBucket(questionLimits, nowMs), waiting, pingedAtMs: nowMs };
};

const question = async ({ channel, limits, waiting }: Session, tag: Uint8Array): Promise<readonly ExchangeEntry[]> => {
  if (!limits.take(1, Date.now())) return [];
  const name = toHex(tag);
  return new Promise((resolve) => {
    const answer = (entries: readonly ExchangeEntry[]): void => {
      clearTimeout(timer);
      waiting.delete(name);
      resolve(entries);
    };
    const timer = setTimeout(() => answer([]), answerWithinMs);
    waiting.set(name, answer);
    channel.send({ type: 'want', tag, count: exchangeEntriesMax });
  });
};

/** Keeps the siblings dialled and a session on each; returns what ends it. */
const keepDialled = (options: SiblingRelaysOptions, sessions: Map<string, Session>): (() => void) => {
  const { node, addresses, onLink } = options;
  const keeper = createRelayKeeper(() => Math.random());
  keeper.add(addresses);
  let stopped = false;

  const open = async (peer: string, address: string): Promise<void> => {
    try {
      const connection = await node.dial(multiaddr(address), { signal: AbortSignal.timeout(dialTimeoutMs) });
      const session = await openSession(address, connection, () => {
        if (sessions.get(peer) === session) sessions.delete(peer);
        onLink(address, false);
        keeper.disconnected(peer, Date.now());
      });
      sessions.set(peer, session);
      keeper.connected(peer);
      onLink(address, true);
    } catch {
      keeper.failed(peer, Date.now());
    }
  };
  const pump = (): void => {
    const nowMs = Date.now();
    for (let due = keeper.next(nowMs); due !== undefined && !stopped; due = keeper.next(nowMs)) {
      void open(due.peer, due.address);
    }
    for (const session of sessions.values()) {
      if (session.pingedAtMs > nowMs - pingEveryMs) continue;
      session.pingedAtMs = nowMs;
      session.channel.send({ type: 'ping' });
    }
  };
  const timer = setInterval(pump, pumpEveryMs);
  pump();
  return () => {
    stopped = true;
    clearInterval(timer);
    for (const session of [...sessions.values()]) session.channel.end('the relay stops');
  };
};

export const startSiblingRelays = (options: SiblingRelaysOptions): SiblingRelays => {
  const self = options.node.peerId.toString();
  const addresses = options.addresses.filter((address) => !address.endsWith(`/p2p/${self}`));
  const sessions = new Map<string, Session>();
  const answers = new Map<string, { readonly atMs: number; readonly entries: Promise<readonly ExchangeEntry[]> }>();
  const stop = keepDialled({ ...options, addresses }, sessions);

  const askAll = async (tag: Uint8Array): Promise<readonly ExchangeEntry[]> => {
    const all = await Promise.all([...sessions.values()].map(async (session) => question(session, tag)));
    const byPeer = new Map(all.flat().map((entry) => [entry.peer, entry]));
    return [...byPeer.values()].slice(0, exchangeEntriesMax);
  };

  return {
    addresses,
    connectedAddresses: () => [...sessions.values()].map(({ address }) => address),
    connected: () => sessions.size,
    ask: async (tag) => {
      const name = toHex(tag);
      const nowMs = Date.now();
      const known = answers.get(name);
      if (known !== undefined && known.atMs > nowMs - answerKeptMs) return known.entries;
      const entries = askAll(tag);
      answers.delete(name);
      answers.set(name, { atMs: nowMs, entries });
      const [oldest] = answers.keys();
      if (answers.size > tagsMax && oldest !== undefined) answers.delete(oldest);
      return entries;
    },
    stop,
  };
};
