// A question for holders, `/tabchain/holders/1`: its form, and how it is put to one peer. Who asks and passes on is holder-finder.ts.
//   question: hops u8 (2, 1, 0) ‖ CID · answer: holders, each u8 length ‖ peer id in ASCII; both behind a varint length
// More hops than 2 count as 2; nodes of before know 1 and 0, and take 2 for 1.
// Bounds: 16 holders an answer, 128 bytes a question, 2 KiB and 1.2 to 3 s for an answer.

import type { Connection, PeerId as Libp2pPeerId, Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { concatBytes } from '../core/bytes/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import { peerIdToKey } from '../p2p/index.ts';
import { createMessageReader } from './message-reader.ts';

export const holdersProtocol = '/tabchain/holders/1';
export const hopsMax = 2;
export const holdersMax = 16;
export const questionBytesMax = 128;
export const questionTimeoutMs = 2_000;
const answerBytesMax = 2_048;
const peerIdCharsMax = 100;
/** By hops: whoever is asked has to hear its own peers before. */
const answerMsByHops = [1_200, 2_000, 3_000] as const;

type QuestionStream = Pick<Stream, 'addEventListener' | 'send' | 'close' | 'abort'>;

/** What a question needs of libp2p. */
interface AskingLibp2p {
  readonly getConnections: (peer: Libp2pPeerId) => readonly (Pick<Connection, 'status' | 'limits'> & {
    readonly newStream: (protocol: string, options: { readonly signal: AbortSignal }) => Promise<QuestionStream>;
  })[];
}

export interface HolderQuestion {
  readonly cid: Uint8Array;
  readonly hops: number;
}

export const withLength = (body: Uint8Array): Uint8Array =>
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
export const firstMessage = async (
  stream: Pick<Stream, 'addEventListener'>,
  bytesMax: number,
  timeoutMs: number,
): Promise<Uint8Array> =>
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

/** The holders that a peer names; rejects where it cannot be asked, or does not answer. */
export const askPeer = async (
  libp2p: AskingLibp2p,
  peer: PeerId,
  { cid, hops }: HolderQuestion,
): Promise<readonly PeerId[]> => {
  const connection = libp2p
    .getConnections(peerIdFromString(peer))
    .find(({ status, limits }) => status === 'open' && limits === undefined);
  if (connection === undefined) throw new Error('not connected');
  const timeoutMs = answerMsByHops[hops] ?? questionTimeoutMs;
  const stream = await connection.newStream(holdersProtocol, { signal: AbortSignal.timeout(timeoutMs) });
  try {
    const answer = firstMessage(stream, answerBytesMax, timeoutMs);
    // Where the question cannot be sent nobody waits for the answer any more, and that none came would end a Node process.
    answer.catch(() => undefined);
    stream.send(withLength(concatBytes(Uint8Array.of(hops), cid)));
    return decodeHolders(await answer);
  } finally {
    stream.close().catch(() => stream.abort(new Error('answered')));
  }
};
