// Finds holders that are not our peers, `/tabchain/holders/1`: a peer is asked who holds a file; it answers for itself and for those
// that it has heard of, and asks its own peers once. Who is found is dialled at its address, where one is known, else over
// WebRTC through the peer that named it, or a relay. No DHT: docs/decisions/0020.
//   question: hops u8 (1, 0) ‖ CID · answer: holders, each u8 length ‖ peer id in ASCII; both behind a varint length
// Bounds: 16 holders an answer, 128 bytes a question, 8 questions a peer and 1 a second more, 2 s for an answer, 4 dials.

import type { Libp2p, Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { concatBytes, toHex } from '../core/bytes/index.ts';
import { readCid } from '../core/model/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import { createTokenBucket, peerIdToKey, type TokenBucket } from '../p2p/index.ts';
import type { BlockKey } from './block-shelf.ts';
import type { HolderTable } from './holder-table.ts';
import { createMessageReader } from './message-reader.ts';

const holdersProtocol = '/tabchain/holders/1';

const holdersMax = 16;
const questionBytesMax = 128;
const answerBytesMax = 2_048;
const peerIdCharsMax = 100;
const answerTimeoutMs = 2_000;
const relayedTimeoutMs = 1_200;
const dialTimeoutMs = 8_000;
const dialsMax = 4;
const dialAgainMs = 20_000;
const questionLimits = { capacity: 8, perSecond: 1 };
const askedMax = 12;
const triedMax = 256;

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

export interface HolderFinder {
  /** Asks the peers, and dials holders that they name. */
  readonly look: (cid: Uint8Array, key: BlockKey) => void;
  /** holders that are connected because of it, and are not peers (yet) */
  readonly guests: () => readonly PeerId[];
  readonly stop: () => Promise<void>;
}

interface Finder {
  readonly options: HolderFinderOptions;
  readonly self: PeerId;
  readonly buckets: Map<PeerId, TokenBucket>;
  readonly triedAt: Map<PeerId, number>;
  readonly guests: Set<PeerId>;
  dials: number;
}

const withLength = (body: Uint8Array): Uint8Array =>
  body.length < 128
    ? concatBytes(Uint8Array.of(body.length), body)
    : concatBytes(Uint8Array.of((body.length & 127) | 128, body.length >> 7), body);

export const encodeHolders = (holders: readonly PeerId[]): Uint8Array =>
  concatBytes(
    ...holders.slice(0, holdersMax).map((peer) => {
      const text = new TextEncoder().encode(peer);
      return concatBytes(Uint8Array.of(text.length), text);
    }),
  );

/** Peer ids that are none are left out: whatever is handed on is dialled. */
export const decodeHolders = (bytes: Uint8Array): readonly PeerId[] => {
  const holders: PeerId[] = [];
  for (let at = 0; at < bytes.length && holders.length < holdersMax;) {
    const length = bytes[at] ?? 0;
    const text = length <= peerIdCharsMax ? String.fromCharCode(...bytes.subarray(at + 1, at + 1 + length)) : '';
    if (peerIdToKey(text) !== undefined) holders.push(text);
    at += 1 + length;
  }
  return holders;
};

/** The first message of a stream; rejects when none comes in time. */
const firstMessage = async (stream: Stream, bytesMax: number, timeoutMs: number): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), timeoutMs);
    const end = (cause: Error): void => {
      clearTimeout(timer);
      reject(cause);
    };
    const reader = createMessageReader(
      () => bytesMax,
      (body) => {
        clearTimeout(timer);
        resolve(body);
      },
    );
    stream.addEventListener('message', ({ data }) => {
      const fault = reader.push(data.subarray());
      if (fault !== undefined) end(new Error(fault));
    });
    stream.addEventListener('close', () => end(new Error('closed')));
  });

const ask = async (
  { options }: Finder,
  peer: PeerId,
  cid: Uint8Array,
  how: { readonly hops: number; readonly timeoutMs: number },
): Promise<readonly PeerId[]> => {
  const connection = options.libp2p
    .getConnections(peerIdFromString(peer))
    .find(({ status, limits }) => status === 'open' && limits === undefined);
  if (connection === undefined) return [];
  const stream = await connection.newStream(holdersProtocol, { signal: AbortSignal.timeout(how.timeoutMs) });
  try {
    const answer = firstMessage(stream, answerBytesMax, how.timeoutMs);
    // Where the question cannot be sent nobody waits for the answer any more, and that none came would end a Node process.
    answer.catch(() => undefined);
    stream.send(withLength(concatBytes(Uint8Array.of(how.hops), cid)));
    return decodeHolders(await answer);
  } finally {
    stream.close().catch(() => stream.abort(new Error('answered')));
  }
};

const askAll = async (
  finder: Finder,
  peers: readonly PeerId[],
  cid: Uint8Array,
  how: { readonly hops: number; readonly timeoutMs: number },
): Promise<ReadonlyMap<PeerId, PeerId>> => {
  const named = new Map<PeerId, PeerId>();
  await Promise.allSettled(
    peers.slice(0, askedMax).map(async (peer) => {
      for (const holder of await ask(finder, peer, cid, how)) if (!named.has(holder)) named.set(holder, peer);
    }),
  );
  return named;
};

const answerFor = async (finder: Finder, from: PeerId, question: Uint8Array): Promise<readonly PeerId[]> => {
  const { options, self } = finder;
  const [hops = 0] = question;
  const cid = question.slice(1);
  const read = readCid(cid);
  if (!read.ok) return [];
  const key = toHex(read.value.digest);
  const known = options.holders.holdersOf(key).filter((peer) => peer !== from && options.peers().includes(peer));
  const here = [...(options.has(key) ? [self] : []), ...known];
  if (here.length > 0 || hops === 0) return here;
  const others = options.peers().filter((peer) => peer !== from);
  const named = await askAll(finder, others, cid, { hops: 0, timeoutMs: relayedTimeoutMs });
  return [...named.keys()].filter((peer) => peer !== from);
};

const takeQuestion = async (finder: Finder, stream: Stream, from: PeerId): Promise<void> => {
  const now = Date.now();
  const bucket = finder.buckets.get(from) ?? createTokenBucket(questionLimits, now);
  finder.buckets.set(from, bucket);
  if (!bucket.take(1, now)) throw new Error('asks too often');
  const question = await firstMessage(stream, questionBytesMax, answerTimeoutMs);
  const answer = withLength(encodeHolders(await answerFor(finder, from, question)));
  stream.send(answer);
  await stream.close({ signal: AbortSignal.timeout(answerTimeoutMs) });
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

const dialFound = (finder: Finder, key: BlockKey, named: ReadonlyMap<PeerId, PeerId>): void => {
  const { options, self, triedAt } = finder;
  const now = Date.now();
  for (const [holder, namedBy] of named) {
    if (holder === self) continue;
    options.holders.note(key, holder, now);
    const isConnected = options.libp2p
      .getConnections(peerIdFromString(holder))
      .some(({ status, limits }) => status === 'open' && limits === undefined);
    if (isConnected) finder.guests.add(holder);
    if (isConnected || finder.dials >= dialsMax || now - (triedAt.get(holder) ?? -Infinity) < dialAgainMs) continue;
    if (triedAt.size >= triedMax) triedAt.clear();
    triedAt.set(holder, now);
    void dial(finder, holder, namedBy);
  }
};

export const openHolderFinder = async (options: HolderFinderOptions): Promise<HolderFinder> => {
  const { libp2p } = options;
  const finder: Finder = {
    ...{ options, self: libp2p.peerId.toString(), dials: 0 },
    ...{ buckets: new Map(), triedAt: new Map(), guests: new Set() },
  };
  await libp2p.handle(
    holdersProtocol,
    (stream, connection) => {
      takeQuestion(finder, stream, connection.remotePeer.toString()).catch((cause: unknown) => {
        stream.abort(cause instanceof Error ? cause : new Error(String(cause)));
      });
    },
    { maxInboundStreams: 4 },
  );
  return {
    look: (cid, key) => {
      for (const peer of finder.buckets.keys()) if (!options.peers().includes(peer)) finder.buckets.delete(peer);
      const peers = options.peers();
      void askAll(finder, peers, cid, { hops: 1, timeoutMs: answerTimeoutMs }).then((named) =>
        dialFound(finder, key, named),
      );
    },
    guests: () => {
      for (const guest of finder.guests) {
        if (libp2p.getConnections(peerIdFromString(guest)).length === 0) finder.guests.delete(guest);
      }
      return [...finder.guests];
    },
    stop: async () => libp2p.unhandle(holdersProtocol),
  };
};
