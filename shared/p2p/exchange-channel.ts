// One peer-exchange stream, `/tabchain/peers/1`: frames to messages and back. The same at a tab and at a relay; what a
// message means is the owner's business. Answers pings by itself.
// Bounds: 64 KiB may wait; the other side may send 128 KiB at once and 16 KiB/s (a full list each second).

import type { Stream } from '@libp2p/interface';
import { decodeExchange, encodeExchange, exchangeFrameBytesMax, type ExchangeMessage } from './exchange-codec.ts';
import { createFrameChannel } from './frame-channel.ts';

const queueBytesMax = 65_536;
const inboundLimits = { capacity: 131_072, perSecond: 16_384 };

export interface ExchangeChannel {
  readonly send: (message: ExchangeMessage) => void;
  readonly end: (reason: string) => void;
  readonly ended: () => boolean;
  /** Ms since 1970 when something last came. */
  readonly heardAtMs: () => number;
}

export interface ExchangeChannelOptions {
  /** What it returns, if anything, is the reason to end the channel. */
  readonly onMessage: (message: ExchangeMessage, channel: ExchangeChannel) => string | undefined;
  readonly onEnd: (reason: string, hostile: boolean) => void;
}

export const createExchangeChannel = (stream: Stream, options: ExchangeChannelOptions): ExchangeChannel => {
  let heardAtMs = Date.now();
  const frames = createFrameChannel(stream, {
    frameBytesMax: exchangeFrameBytesMax,
    queueBytesMax,
    inbound: inboundLimits,
    onEnd: options.onEnd,
    onFrame: (kind, body) => {
      heardAtMs = Date.now();
      const message = decodeExchange(kind, body);
      if (!message.ok) return `broken peer-exchange message: ${message.error.type}`;
      if (message.value.type === 'ping') channel.send({ type: 'pong' });
      return options.onMessage(message.value, channel);
    },
  });
  const channel: ExchangeChannel = {
    send: (message) => {
      const { kind, body } = encodeExchange(message);
      frames.send(kind, body);
    },
    end: frames.end,
    ended: frames.ended,
    heardAtMs: () => heardAtMs,
  };
  return channel;
};
