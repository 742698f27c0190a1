// Finds holders that are not our peers: a peer is asked who holds a file; it answers for itself and for those that it has
// heard of, and asks its own peers; where they know nobody, theirs are asked too. A question is passed on once a node
// (heard-questions.ts), not once for each way to it. Who is found is dialled at its address, where one is known, else over
// WebRTC through the peer that named it, or a relay. No DHT: docs/decisions/0020. The bytes: holder-question.ts.
// Bounds: 12 peers asked; of a peer 32 questions and 3 a second more, of which 12 links and 1 a second are passed on (a
// question that goes two links counts twice); to a peer 24 and 2 a second are passed on, so that own ones find room there; 8
// lists looked through, 1 a second more; 4 dials.

import type { Libp2p, Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { toHex } from '../core/bytes/index.ts';
import { readCid } from '../core/model/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import { createTokenBucket, type TokenBucket } from '../p2p/index.ts';
import type { BlockKey } from './block-shelf.ts';
import { createHeardQuestions, type HeardQuestions } from './heard-questions.ts';
import {
  askPeer,
  encodeHolders,
  firstMessage,
  type HolderQuestion,
  holdersMax,
  holdersProtocol,
  hopsMax,
  questionBytesMax,
  questionTimeoutMs,
  withLength,
} from './holder-question.ts';
import type { HolderTable } from './holder-table.ts';

const dialTimeoutMs = 8_000;
const dialsMax = 4;
/** of one answer: whoever names others falsely leaves room for those that the others name */
const dialsPerAnswer = 2;
const dialAgainMs = 20_000;
const triedMax = 256;
const askedMax = 12;
/** After the first who names somebody the others are waited for so long: who is quickest need not be right. */
const othersMs = 400;
const takenLimits = { capacity: 32, perSecond: 3 };
/** Links that questions are passed on: whoever floods gets half of what is passed on, and the other half is for the others. */
const passedForLimits = { capacity: 12, perSecond: 1 };
const passedToLimits = { capacity: 24, perSecond: 2 };
const probeLimits = { capacity: 8, perSecond: 1 };
const askersMax = 256;
/** questions of a peer that wait for their answers */
const streamsMax = 16;

export type FinderLibp2p = Pick<Libp2p, 'handle' | 'unhandle' | 'getConnections' | 'dial' | 'peerId'>;

export interface HolderFinderOptions {
  readonly libp2p: FinderLibp2p;
  readonly peers: () => readonly PeerId[];
  readonly relays: () => readonly PeerId[];
  /** where a node that is no peer can be dialled without help */
  readonly addressesOf: (peer: PeerId) => readonly string[];
  readonly holders: HolderTable;
  readonly has: (key: BlockKey) => boolean;
}

/**
 * `near`: two links, for lists and for what comes anyway; `further`: three where two name nobody that is new; `far`: three,
 * because whoever is known does not give it.
 */
export type Reach = 'near' | 'further' | 'far';

export interface HolderFinder {
  /** Asks the peers, and dials holders that they name. */
  readonly look: (cid: Uint8Array, key: BlockKey, reach: Reach) => void;
  /** holders that are connected because of it, and are not peers (yet) */
  readonly guests: () => readonly PeerId[];
  readonly stop: () => Promise<void>;
}

interface Asker {
  readonly taken: TokenBucket;
  readonly passedFor: TokenBucket;
  readonly passedTo: TokenBucket;
}

interface Finder {
  readonly options: HolderFinderOptions;
  readonly self: PeerId;
  readonly askers: Map<PeerId, Asker>;
  readonly heard: HeardQuestions;
  readonly probes: TokenBucket;
  readonly triedAt: Map<PeerId, number>;
  readonly guests: Set<PeerId>;
  dials: number;
}

/** A question, and the key of its file. */
interface Question extends HolderQuestion {
  readonly key: BlockKey;
}

/** `undefined` where there are too many to count. */
const askerOf = ({ askers, options }: Finder, peer: PeerId, now: number): Asker | undefined => {
  const known = askers.get(peer);
  if (known !== undefined) return known;
  if (askers.size >= askersMax) {
    for (const one of askers.keys()) {
      if (options.libp2p.getConnections(peerIdFromString(one)).length === 0) askers.delete(one);
    }
  }
  if (askers.size >= askersMax) return undefined;
  const asker = {
    taken: createTokenBucket(takenLimits, now),
    passedFor: createTokenBucket(passedForLimits, now),
    passedTo: createTokenBucket(passedToLimits, now),
  };
  askers.set(peer, asker);
  return asker;
};

/** Ends when all have answered, or will not. */
const askAll = async (
  { heard, options }: Finder,
  peers: readonly PeerId[],
  question: Question,
  onNamed: (holders: readonly PeerId[], namedBy: PeerId) => void,
): Promise<void> => {
  await Promise.allSettled(
    peers.map(async (peer) => {
      const holders = await askPeer(options.libp2p, peer, question);
      if (holders.length > 0) onNamed(holders, peer);
      else heard.lacks(question.key, peer, Date.now());
    }),
  );
};

/** One of each answer in turn, so that nobody's names crowd out those of the others. */
const inTurn = (answers: readonly (readonly PeerId[])[]): readonly PeerId[] => {
  const names = new Set<PeerId>();
  for (let at = 0; at < holdersMax; at++) {
    for (const answer of answers) {
      const name = answer[at];
      if (name !== undefined && names.size < holdersMax) names.add(name);
    }
  }
  return [...names];
};

const gather = async (finder: Finder, peers: readonly PeerId[], question: Question): Promise<readonly PeerId[]> =>
  new Promise((resolve) => {
    const answers: (readonly PeerId[])[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(timer);
      resolve(inTurn(answers));
    };
    void askAll(finder, peers, question, (holders) => {
      answers.push(holders.filter((holder) => holder !== finder.self));
      timer ??= setTimeout(end, othersMs);
    }).then(end);
  });

const passOn = async (finder: Finder, from: PeerId, question: Question): Promise<readonly PeerId[]> => {
  const { heard, options } = finder;
  const { key, hops } = question;
  const now = Date.now();
  const known = heard.answer(key, hops, now);
  if (known !== undefined) return known;
  if (askerOf(finder, from, now)?.passedFor.take(hops, now) !== true) return [];
  const peers = options
    .peers()
    .filter((peer) => peer !== from && (hops > 1 || heard.mayHold(key, peer, now)))
    .slice(0, askedMax)
    .filter((peer) => askerOf(finder, peer, now)?.passedTo.take(1, now) === true);
  const answer = gather(finder, peers, { ...question, hops: hops - 1 });
  heard.remember(key, hops, answer, now);
  return answer;
};

const answerFor = async (finder: Finder, from: PeerId, asked: Uint8Array): Promise<readonly PeerId[]> => {
  const { heard, options, self } = finder;
  const hops = Math.min(asked[0] ?? 0, hopsMax);
  const cid = asked.slice(1);
  const read = readCid(cid);
  if (!read.ok) return [];
  const key = toHex(read.value.digest);
  const known = options.holders.holdersOf(key).filter((peer) => peer !== from && options.peers().includes(peer));
  const here = [...(options.has(key) ? [self] : []), ...known];
  if (here.length > 0) return here;
  // Whoever had it would not ask.
  heard.lacks(key, from, Date.now());
  if (hops === 0) return [];
  const named = await passOn(finder, from, { cid, key, hops });
  return named.filter((peer) => peer !== from);
};

const takeQuestion = async (finder: Finder, stream: Stream, from: PeerId): Promise<void> => {
  const now = Date.now();
  if (askerOf(finder, from, now)?.taken.take(1, now) !== true) throw new Error('asks too often');
  const question = await firstMessage(stream, questionBytesMax, questionTimeoutMs);
  const answer = withLength(encodeHolders(await answerFor(finder, from, question)));
  stream.send(answer);
  await stream.close({ signal: AbortSignal.timeout(questionTimeoutMs) });
};

const dial = async (finder: Finder, holder: PeerId, namedBy: PeerId): Promise<void> => {
  const { addressesOf, libp2p, relays } = finder.options;
  const own = addressesOf(holder).filter((address) => address.endsWith(`/p2p/${holder}`));
  const through = [...new Set([namedBy, ...relays()])].map((hop) => `/p2p/${hop}/p2p-circuit/webrtc/p2p/${holder}`);
  finder.dials += 1;
  try {
    for (const way of [...(own.length > 0 ? [own] : []), ...through.map((address) => [address])]) {
      try {
        const signal = AbortSignal.timeout(dialTimeoutMs);
        await libp2p.dial(
          way.map((address) => multiaddr(address)),
          { signal },
        );
        finder.guests.add(holder);
        return;
      } catch {
        // another way, else again later: whoever waits looks again
      }
    }
  } finally {
    finder.dials -= 1;
  }
};

/** Whether one of them is linked, or is dialled now. */
const dialFound = (finder: Finder, key: BlockKey, holders: readonly PeerId[], namedBy: PeerId): boolean => {
  const { options, self, triedAt } = finder;
  const now = Date.now();
  let isLinked = false;
  let dialled = 0;
  for (const holder of holders) {
    if (holder === self) continue;
    options.holders.note(key, holder, now);
    const isConnected = options.libp2p
      .getConnections(peerIdFromString(holder))
      .some(({ status, limits }) => status === 'open' && limits === undefined);
    if (isConnected) {
      finder.guests.add(holder);
      isLinked = true;
    }
    if (isConnected || finder.dials >= dialsMax || dialled >= dialsPerAnswer) continue;
    if (now - (triedAt.get(holder) ?? -Infinity) < dialAgainMs) continue;
    if (triedAt.size >= triedMax) triedAt.clear();
    triedAt.set(holder, now);
    dialled += 1;
    void dial(finder, holder, namedBy);
  }
  return isLinked || dialled > 0;
};

const lookFor = async (finder: Finder, cid: Uint8Array, key: BlockKey, reach: Reach): Promise<void> => {
  const { options, probes } = finder;
  if (reach === 'near' && !probes.take(1, Date.now())) return;
  const tellers = new Set<PeerId>();
  const ask = async (hops: number): Promise<void> =>
    askAll(finder, options.peers().slice(0, askedMax), { cid, key, hops }, (holders, namedBy) => {
      if (dialFound(finder, key, holders, namedBy)) tellers.add(namedBy);
    });
  if (reach !== 'far') await ask(1);
  if (reach === 'far' || (reach === 'further' && tellers.size === 0)) await ask(hopsMax);
};

export const openHolderFinder = async (options: HolderFinderOptions): Promise<HolderFinder> => {
  const { libp2p } = options;
  const finder: Finder = {
    ...{ options, self: libp2p.peerId.toString(), dials: 0, heard: createHeardQuestions() },
    ...{ askers: new Map(), probes: createTokenBucket(probeLimits, Date.now()) },
    ...{ triedAt: new Map(), guests: new Set() },
  };
  await libp2p.handle(
    holdersProtocol,
    (stream, connection) => {
      takeQuestion(finder, stream, connection.remotePeer.toString()).catch((cause: unknown) => {
        stream.abort(cause instanceof Error ? cause : new Error(String(cause)));
      });
    },
    { maxInboundStreams: streamsMax },
  );
  return {
    look: (cid, key, reach) => void lookFor(finder, cid, key, reach),
    guests: () => {
      for (const guest of finder.guests) {
        if (libp2p.getConnections(peerIdFromString(guest)).length === 0) finder.guests.delete(guest);
      }
      return [...finder.guests];
    },
    stop: async () => libp2p.unhandle(holdersProtocol),
  };
};
