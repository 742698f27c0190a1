// The sending half of a frame channel: a bounded queue that waits for the stream to drain and, where it is paced, for a
// token bucket, in pieces of 16 KiB (what one WebRTC message holds).
// Bound: `queueBytesMax` waiting; a stream that does not drain for 30 s is given up.

import type { Stream } from '@libp2p/interface';
import { createTokenBucket, type TokenBucketLimits } from './token-bucket.ts';

const pieceBytes = 16_384;
const drainTimeoutMs = 30_000;

export interface FrameSenderOptions {
  readonly queueBytesMax: number;
  /** bytes that we send; absent for as fast as the stream takes them */
  readonly outbound?: TokenBucketLimits;
  readonly onFailed: (reason: string) => void;
}

export interface FrameSender {
  /** False when the queue is full; the frame is then not sent. */
  readonly send: (frame: Uint8Array) => boolean;
  /** Sends ahead of the queue, unless a frame is half sent: that would break the framing. */
  readonly sendNow: (frame: Uint8Array) => void;
  readonly stop: () => void;
}

const pause = async (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

export const createFrameSender = (stream: Stream, options: FrameSenderOptions): FrameSender => {
  const bucket = options.outbound === undefined ? undefined : createTokenBucket(options.outbound, Date.now());
  const queue: Uint8Array[] = [];
  let queuedBytes = 0;
  let sending = false;
  let stopped = false;
  const isStopped = (): boolean => stopped;

  const sendPiece = async (piece: Uint8Array): Promise<void> => {
    while (bucket?.take(piece.length, Date.now()) === false) await pause(bucket.waitMs(piece.length, Date.now()));
    if (!isStopped() && !stream.send(piece)) await stream.onDrain({ signal: AbortSignal.timeout(drainTimeoutMs) });
  };

  const sendFrame = async (frame: Uint8Array): Promise<void> => {
    const step = bucket === undefined ? frame.length : pieceBytes;
    for (let at = 0; at < frame.length && !isStopped(); at += step) await sendPiece(frame.subarray(at, at + step));
  };

  const drain = async (): Promise<void> => {
    sending = true;
    try {
      for (let frame = queue[0]; frame !== undefined; frame = queue[0]) {
        await sendFrame(frame);
        queue.shift();
        queuedBytes -= frame.length;
      }
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError';
      options.onFailed(isTimeout ? 'the peer does not read' : 'the stream broke');
    } finally {
      sending = false;
    }
  };

  return {
    send: (frame) => {
      if (stopped) return true;
      if (queuedBytes + frame.length > options.queueBytesMax) return false;
      queue.push(frame);
      queuedBytes += frame.length;
      if (!sending) void drain();
      return true;
    },
    sendNow: (frame) => {
      if (!stopped && !sending && stream.writeStatus === 'writable') stream.send(frame);
    },
    stop: () => {
      stopped = true;
      queue.length = 0;
    },
  };
};
