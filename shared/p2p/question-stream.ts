// One question and its answer on a stream of their own: a frame each way, then the stream ends. For what two nodes ask each
// other seldom and outside of the node stream. Nobody is penalised here: who breaks the form gets no answer.
// Bounds: one frame of the protocol's size each way; a time for the whole; on the answering side `streamsMax` at a time on a
// connection, and questions and answers of all together by token buckets.

import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { createFrameChannel } from './frame-channel.ts';
import { createTokenBucket, type TokenBucketLimits } from './token-bucket.ts';

export interface QuestionFrame {
  readonly kind: number;
  readonly body: Uint8Array;
}

export interface QuestionBounds {
  readonly questionBytesMax: number;
  readonly answerBytesMax: number;
  readonly timeoutMs: number;
}

/** length and kind of a frame, and one byte more than the other side may send: a lone byte more ends the stream */
const frameRoom = 16;
const streamsMax = 2;
/** questions that all together may put */
const questionLimits: TokenBucketLimits = { capacity: 64, perSecond: 8 };

const channelOptions = (inBytesMax: number, outBytesMax: number) => ({
  frameBytesMax: inBytesMax + frameRoom,
  queueBytesMax: outBytesMax + 2 * frameRoom,
  inbound: { capacity: inBytesMax + 2 * frameRoom, perSecond: 1 },
});

/** `undefined` where no answer came: another protocol, another form, the time is over, the connection went. */
export const askOnce = async (
  connection: Connection,
  protocol: string,
  question: QuestionFrame,
  { questionBytesMax, answerBytesMax, timeoutMs }: QuestionBounds,
): Promise<QuestionFrame | undefined> => {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const stream = await connection.newStream(protocol, { signal, runOnLimitedConnection: true });
    return await new Promise<QuestionFrame | undefined>((resolve) => {
      let answer: QuestionFrame | undefined;
      const channel = createFrameChannel(stream, {
        ...channelOptions(answerBytesMax, questionBytesMax),
        onFrame: (kind, body) => {
          answer = { kind, body };
          channel.end('answered');
          return undefined;
        },
        onEnd: () => resolve(answer),
      });
      signal.addEventListener('abort', () => channel.end('no answer in time'));
      channel.send(question.kind, question.body);
    });
  } catch {
    return undefined; // the other side does not speak the protocol, or is gone
  }
};

export interface QuestionServer extends QuestionBounds {
  readonly protocol: string;
  /** bytes of answers that all together get */
  readonly answerLimits: TokenBucketLimits;
  /** `undefined` ends the stream without an answer. */
  readonly answer: (question: QuestionFrame, connection: Connection) => Promise<QuestionFrame | undefined>;
}

/** Answers one question a stream, from now on. */
export const answerQuestions = async (node: Libp2p, server: QuestionServer): Promise<void> => {
  const { questionBytesMax, answerBytesMax, timeoutMs } = server;
  const questions = createTokenBucket(questionLimits, Date.now());
  const answers = createTokenBucket(server.answerLimits, Date.now());
  const take = (stream: Stream, connection: Connection): void => {
    if (!questions.take(1, Date.now())) {
      stream.abort(new Error('too many questions'));
      return;
    }
    const answering = async (question: QuestionFrame): Promise<void> => {
      const answer = await server.answer(question, connection).catch(() => undefined);
      if (answer === undefined || !answers.take(answer.body.length, Date.now())) channel.end('no answer');
      else channel.send(answer.kind, answer.body);
    };
    let isAsked = false;
    const timer = setTimeout(() => channel.end('took too long'), timeoutMs);
    const channel = createFrameChannel(stream, {
      ...channelOptions(questionBytesMax, answerBytesMax),
      onFrame: (kind, body) => {
        if (isAsked) return 'asks twice on one stream';
        isAsked = true;
        void answering({ kind, body });
        return undefined;
      },
      onEnd: () => clearTimeout(timer),
    });
  };
  await node.handle(server.protocol, take, { runOnLimitedConnection: true, maxInboundStreams: streamsMax });
};
