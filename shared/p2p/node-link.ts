// One node stream, `/tabchain/node/1`, on one connection: hello first, then messages, gossip for relayed paths, pings
// and a goodbye. Which of several links to a peer is used is node-peers' business.
// Bounds: 8 MiB may wait to be sent; we send 12 MiB/s at most (a relayed path 64 KiB/s) and take 16 MiB/s, with 32 MiB
// at once, and 2,000 messages at once, 500/s; so no honest sender meets the receiver's limit.

import type { Connection, Stream } from '@libp2p/interface';
import type { GossipTopic, PeerId, PeerPath } from '../core/node/ports.ts';
import { offsetOf } from './clock-offset.ts';
import { createFrameChannel } from './frame-channel.ts';
import { createLiveness } from './liveness.ts';
import { pathOf } from './multiaddr-path.ts';
import {
  decodeNodeFrame,
  encodeGoodbye,
  encodeHello,
  encodeNonce,
  encodePong,
  encodeSequence,
  encodeTopic,
  nodeFrameBytesMax,
  nodeFrameKind,
  type GoodbyeReason,
  type Hello,
  type NodeFrame,
} from './node-codec.ts';
import { createTokenBucket, type TokenBucketLimits } from './token-bucket.ts';

const mebibyte = 1_048_576;
const queueBytesMax = 8 * mebibyte;
const inboundLimits: TokenBucketLimits = { capacity: 32 * mebibyte, perSecond: 16 * mebibyte };
const outboundLimits: TokenBucketLimits = { capacity: 8 * mebibyte, perSecond: 12 * mebibyte };
const relayedOutboundLimits: TokenBucketLimits = { capacity: 65_536, perSecond: 65_536 };
const inboundMessageLimits: TokenBucketLimits = { capacity: 2_000, perSecond: 500 };

const pingEveryMs = 2_000;

/** A direct path is dead after three lost pings; a relay's queues and a busy main thread may hold one back for longer. */
const deadAfterMs = { direct: 6_500, websocket: 20_000, relayed: 20_000 } as const;
const unansweredMax = 3;

export interface NodeLink {
  readonly connection: Connection;
  readonly peer: PeerId;
  readonly path: PeerPath;
  /** What the other side said first; `undefined` until it did. */
  readonly hello: () => Hello | undefined;
  readonly sendMessage: (sequence: number, bytes: Uint8Array) => void;
  readonly sendGossip: (topic: GossipTopic, bytes: Uint8Array) => void;
  /** Says goodbye, at once where the stream takes it, and ends. */
  readonly goodbye: (reason: GoodbyeReason) => void;
  readonly end: (reason: string) => void;
  readonly ended: () => boolean;
  readonly rttMs: () => number | undefined;
  /** Their clock minus ours, ms. */
  readonly clockOffsetMs: () => number | undefined;
  /** Pings when it is time; true when the other side has not answered for too long. */
  readonly isDead: (nowMs: number) => boolean;
  /** This machine slept: what was not answered says nothing. */
  readonly forgive: (nowMs: number) => void;
  /** How long ago something came, ms. */
  readonly silentMs: (nowMs: number) => number;
}

/** `said`: we ended it, or the other side with a goodbye; `lost`: the stream went without one; `hostile`: a rule was broken. */
export type LinkEnd = 'said' | 'lost' | 'hostile';

export interface NodeLinkOptions {
  readonly ownHello: Hello;
  readonly onFrame: (link: NodeLink, frame: NodeFrame) => void;
  readonly onEnd: (link: NodeLink, reason: string, how: LinkEnd) => void;
}

export const createNodeLink = (stream: Stream, connection: Connection, options: NodeLinkOptions): NodeLink => {
  const path = pathOf(connection);
  const messages = createTokenBucket(inboundMessageLimits, Date.now());
  let hello: Hello | undefined;
  let isEndedHere = false;
  let measured: { readonly rttMs: number; readonly clockOffsetMs: number } | undefined;

  const takePong = (nonce: number, time: number): void => {
    const nowMs = Date.now();
    const rttMs = liveness.answered(nonce, nowMs);
    if (rttMs !== undefined) measured = { rttMs, clockOffsetMs: offsetOf(time, nowMs - rttMs, rttMs) };
  };
  const onFrame = (kind: number, body: Uint8Array): string | undefined => {
    liveness.heard(Date.now());
    const decoded = decodeNodeFrame(kind, body);
    if (!decoded.ok) return `broken node frame: ${decoded.error.type}`;
    const frame = decoded.value;
    if (hello === undefined && frame.type !== 'hello' && frame.type !== 'goodbye') return 'speaks before its hello';
    switch (frame.type) {
      case 'hello':
        if (hello !== undefined) return 'says hello twice';
        hello = frame.hello;
        break;
      case 'ping':
        channel.send(nodeFrameKind.pong, encodePong(frame.nonce, Date.now()));
        return undefined;
      case 'pong':
        takePong(frame.nonce, frame.time);
        return undefined;
      default:
        if (!messages.take(1, Date.now())) return 'sends more messages than its limit';
    }
    options.onFrame(link, frame);
    return undefined;
  };

  const channel = createFrameChannel(stream, {
    frameBytesMax: nodeFrameBytesMax,
    queueBytesMax,
    inbound: inboundLimits,
    outbound: path === 'relayed' ? relayedOutboundLimits : outboundLimits,
    onFrame,
    onEnd: (reason, hostile) => options.onEnd(link, reason, hostile ? 'hostile' : isEndedHere ? 'said' : 'lost'),
  });
  const end = (reason: string): void => {
    isEndedHere = true;
    channel.end(reason);
  };
  const limits = { pingEveryMs, deadAfterMs: deadAfterMs[path], unansweredMax };
  const liveness = createLiveness(limits, Date.now(), (nonce) => channel.send(nodeFrameKind.ping, encodeNonce(nonce)));
  const link: NodeLink = {
    connection,
    peer: connection.remotePeer.toString(),
    path,
    hello: () => hello,
    sendMessage: (sequence, bytes) => channel.send(nodeFrameKind.message, encodeSequence(sequence), bytes),
    sendGossip: (topic, bytes) => channel.send(nodeFrameKind.gossip, encodeTopic(topic), bytes),
    goodbye: (reason) => {
      channel.sendNow(nodeFrameKind.goodbye, encodeGoodbye(reason));
      end(`we said goodbye: ${reason}`);
    },
    end,
    ended: channel.ended,
    rttMs: () => measured?.rttMs,
    clockOffsetMs: () => measured?.clockOffsetMs,
    ...{ isDead: liveness.isDead, forgive: liveness.forgive, silentMs: liveness.silentMs },
  };
  channel.send(nodeFrameKind.hello, encodeHello(options.ownHello));
  return link;
};
