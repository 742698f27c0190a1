// A network's spec, for who has a link with its chain id alone, on `/tabchain/spec/1`: question 1 is the chain id, answer 1 the
// canonical bytes, answer 2 nothing (docs/protocol/network.md). What comes is believed by nobody: whoever wanted it computes
// the chain id of it. Bounds: 256 KiB an answer; 2 MiB of answers at once and 128 KiB/s for all who ask; who fetches takes
// `answersMax` different ones.

import type { Connection, Libp2p } from '@libp2p/interface';
import { equalBytes, fromHex } from '../core/bytes/index.ts';
import { answerQuestions, askOnce, type QuestionBounds } from './question-stream.ts';

const protocol = '/tabchain/spec/1';
const specBytesMax = 256 * 1024;
const bounds: QuestionBounds = { questionBytesMax: 32, answerBytesMax: specBytesMax, timeoutMs: 15_000 };
const answerLimits = { capacity: 8 * specBytesMax, perSecond: specBytesMax / 2 };
const kinds = { question: 1, spec: 1, unknown: 2 } as const;
const answersMax = 8;
const lookEveryMs = 250;
/** A peer that did not answer is asked again: it may not have had the spec yet. */
const askAgainMs = 5_000;
/** From the first answer on: time for another, should that one be a lie. */
const moreAnswersMs = 1_500;

export interface OwnSpec {
  /** 64 hexadecimal digits */
  readonly chainId: string;
  /** canonical bytes; `undefined` where this node wants to know them itself */
  readonly spec: Uint8Array | undefined;
}

/** Answers for one network. */
export const serveSpec = async (node: Libp2p, { chainId, spec }: OwnSpec): Promise<void> => {
  const own = fromHex(chainId) ?? new Uint8Array(0);
  await answerQuestions(node, {
    ...{ ...bounds, protocol, answerLimits },
    answer: async ({ kind, body }) => {
      if (kind !== kinds.question || !equalBytes(body, own) || spec === undefined) {
        return { kind: kinds.unknown, body: new Uint8Array(0) };
      }
      return { kind: kinds.spec, body: spec };
    },
  });
};

const askFor = async (connection: Connection, chainId: Uint8Array): Promise<Uint8Array | undefined> => {
  const answer = await askOnce(connection, protocol, { kind: kinds.question, body: chainId }, bounds);
  return answer?.kind === kinds.spec ? answer.body : undefined;
};

/**
 * Asks everybody that this node gets connected to, until somebody has answered and others had a moment to, or until the
 * deadline. All different answers, none of them checked.
 */
export const fetchSpec = async (
  node: Pick<Libp2p, 'getConnections'>,
  chainId: string,
  deadlineMs: number,
): Promise<readonly Uint8Array[]> => {
  const wanted = fromHex(chainId) ?? new Uint8Array(0);
  const answers: Uint8Array[] = [];
  const askedAt = new Map<string, number>();
  let end = Date.now() + deadlineMs;
  const ask = async (connection: Connection): Promise<void> => {
    const spec = await askFor(connection, wanted);
    if (spec === undefined || answers.length >= answersMax || answers.some((one) => equalBytes(one, spec))) return;
    answers.push(spec);
    end = Math.min(end, Date.now() + moreAnswersMs);
  };
  while (Date.now() < end && answers.length < answersMax) {
    for (const connection of node.getConnections()) {
      const peer = connection.remotePeer.toString();
      const isDue = (askedAt.get(peer) ?? 0) + askAgainMs <= Date.now();
      if (connection.status !== 'open' || !isDue) continue;
      askedAt.set(peer, Date.now());
      void ask(connection);
    }
    await new Promise((resolve) => void setTimeout(resolve, lookEveryMs));
  }
  return answers;
};
