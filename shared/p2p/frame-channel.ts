// Frames over one libp2p stream, both ways, with everything bounded: what waits to be sent, what one frame may hold,
// and how fast the other side may send.
// Owns: the stream, from here to its end. Ends once, with a reason.

import type { Stream } from '@libp2p/interface';
import { createFrameReader, encodeFrame } from './frame.ts';
import { createFrameSender } from './frame-sender.ts';
import { createTokenBucket, type TokenBucketLimits } from './token-bucket.ts';

export interface FrameChannelOptions {
  readonly frameBytesMax: number;
  readonly queueBytesMax: number;
  /** bytes that the other side may send; more ends the channel */
  readonly inbound: TokenBucketLimits;
  /** bytes that we send; absent for as fast as the stream takes them */
  readonly outbound?: TokenBucketLimits;
  /** A body's buffer is the receiver's own. What it returns, if anything, is the reason to end the channel. */
  readonly onFrame: (kind: number, body: Uint8Array<ArrayBuffer>) => string | undefined;
  /** `hostile` when the other side broke a rule rather than merely went away. */
  readonly onEnd: (reason: string, hostile: boolean) => void;
}

export interface FrameChannel {
  /** Queues one frame; when the queue is full the channel ends. */
  readonly send: (kind: number, ...parts: readonly Uint8Array[]) => void;
  /** Sends at once, ahead of the queue, where the stream takes it: for the last word of a page that is going away. */
  readonly sendNow: (kind: number, ...parts: readonly Uint8Array[]) => void;
  readonly end: (reason: string) => void;
  readonly ended: () => boolean;
}

/** What was sent last, a goodbye say, is given this long to leave. */
const closeTimeoutMs = 2_000;

export const createFrameChannel = (stream: Stream, options: FrameChannelOptions): FrameChannel => {
  const inbound = createTokenBucket(options.inbound, Date.now());
  let over = false;

  const finish = (reason: string, hostile: boolean): void => {
    if (over) return;
    over = true;
    sender.stop();
    options.onEnd(reason, hostile);
    if (hostile) stream.abort(new Error(reason));
    else stream.close({ signal: AbortSignal.timeout(closeTimeoutMs) }).catch(() => stream.abort(new Error(reason)));
  };
  const sender = createFrameSender(stream, {
    queueBytesMax: options.queueBytesMax,
    ...(options.outbound === undefined ? {} : { outbound: options.outbound }),
    onFailed: (reason) => finish(reason, false),
  });
  const reader = createFrameReader(options.frameBytesMax, (kind, body) => {
    const refused = over ? undefined : options.onFrame(kind, body);
    if (refused !== undefined) finish(refused, true);
  });
  const receive = (bytes: Uint8Array): void => {
    if (over) return;
    const withinLimit = inbound.take(bytes.length, Date.now());
    const fault = withinLimit ? reader.push(bytes) : undefined;
    if (!withinLimit) finish('sends faster than its limit', true);
    else if (fault !== undefined) finish(`broken frame: ${fault.type}`, true);
  };

  stream.addEventListener('message', ({ data }) => receive(data.subarray()));
  stream.addEventListener('remoteCloseWrite', () => finish('the stream was closed', false));
  stream.addEventListener('close', () => finish('the connection was lost', false));
  if (stream.status !== 'open') queueMicrotask(() => finish('the connection was lost', false));

  return {
    send: (kind, ...parts) => {
      if (!over && !sender.send(encodeFrame(kind, ...parts))) finish('reads slower than it is sent to', false);
    },
    sendNow: (kind, ...parts) => {
      if (!over) sender.sendNow(encodeFrame(kind, ...parts));
    },
    end: (reason) => finish(reason, false),
    ended: () => over,
  };
};
