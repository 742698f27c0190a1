// A newcomer asks a peer for a first few coins, on `/tabchain/welcome/1`: question 1 is the account to pay; answer 1 the id and the
// amount of a payment, answer 2 why there is none (docs/protocol/network.md). The amount is what the peer says: whether it was paid
// the chain shows. Who is paid is for the provider to decide. Bounds: 32 bytes, 40 bytes; the limits of question-stream.ts.

import type { Connection, Libp2p } from '@libp2p/interface';
import { createReader, createWriter, fromHex, toHex } from '../core/bytes/index.ts';
import type { PeerId } from '../core/node/ports.ts';
import { answerQuestions, askOnce, type QuestionBounds, type QuestionFrame } from './question-stream.ts';

const protocol = '/tabchain/welcome/1';
const bounds: QuestionBounds = { questionBytesMax: 32, answerBytesMax: 40, timeoutMs: 10_000 };
const answerLimits = { capacity: 4096, perSecond: 512 };
const kinds = { question: 1, paid: 1, notPaid: 2 } as const;

/** `off`: this node welcomes nobody; `already`: that peer or account was paid; `later`: ask again; `given-out`: all is given. */
const reasons = ['off', 'already', 'later', 'given-out'] as const;
type WelcomeRefusal = (typeof reasons)[number];

export type WelcomeAnswer =
  /** `id` of the transaction, 64 hexadecimal digits */
  | { readonly paid: true; readonly id: string; readonly amount: bigint }
  | { readonly paid: false; readonly reason: WelcomeRefusal };

export interface WelcomeQuestion {
  readonly peer: PeerId;
  /** public key to pay, 64 hexadecimal digits */
  readonly account: string;
  /** the way by which the peer came, as far as it can be told: an address, or the relay or neighbour between */
  readonly source: string;
}

/** The host of an address, or the peer through which a circuit goes: behind one there may be many, and a liar too. */
const sourceOf = (connection: Connection): string => {
  const address = connection.remoteAddr.toString();
  const circuit = address.indexOf('/p2p-circuit');
  const way = circuit < 0 ? address : address.slice(0, circuit);
  const hop = circuit < 0 ? undefined : /\/p2p\/(\w+)$/.exec(way)?.[1];
  return hop ?? /^\/(?:ip4|ip6|dns[46]?)\/([^/]+)/.exec(way)?.[1] ?? 'unknown';
};

export const encodeWelcomeAnswer = (answer: WelcomeAnswer): QuestionFrame => {
  if (!answer.paid) return { kind: kinds.notPaid, body: Uint8Array.of(reasons.indexOf(answer.reason)) };
  const id = fromHex(answer.id) ?? new Uint8Array(32);
  return { kind: kinds.paid, body: createWriter(40).fixed(id, 32).u64(answer.amount).finish() };
};

export const decodeWelcomeAnswer = ({ kind, body }: QuestionFrame): WelcomeAnswer | undefined => {
  if (kind === kinds.notPaid) {
    const reason = body.length === 1 ? reasons[body[0] ?? reasons.length] : undefined;
    return reason === undefined ? undefined : { paid: false, reason };
  }
  const reader = createReader(body);
  const read = reader.finish({ id: toHex(reader.fixed(32)), amount: reader.u64() });
  return kind === kinds.paid && read.ok ? { paid: true, ...read.value } : undefined;
};

/** `answer` is asked for each question of right form. */
export const serveWelcome = async (
  node: Libp2p,
  answer: (question: WelcomeQuestion) => Promise<WelcomeAnswer>,
): Promise<void> =>
  answerQuestions(node, {
    ...{ ...bounds, protocol, answerLimits },
    answer: async ({ kind, body }, connection) => {
      if (kind !== kinds.question || body.length !== 32) return undefined;
      const peer = connection.remotePeer.toString();
      return encodeWelcomeAnswer(await answer({ peer, account: toHex(body), source: sourceOf(connection) }));
    },
  });

/** `undefined` where that peer is not connected or does not answer. */
export const askWelcome = async (
  node: Pick<Libp2p, 'getConnections'>,
  peer: PeerId,
  account: string,
): Promise<WelcomeAnswer | undefined> => {
  const open = node
    .getConnections()
    .filter(({ remotePeer, status }) => remotePeer.toString() === peer && status === 'open');
  const connection = open.find(({ limits }) => limits === undefined) ?? open[0];
  if (connection === undefined) return undefined;
  const question = { kind: kinds.question, body: fromHex(account) ?? new Uint8Array(0) };
  const answer = await askOnce(connection, protocol, question, bounds);
  return answer === undefined ? undefined : decodeWelcomeAnswer(answer);
};
