// Frames of `/tabchain/node/1`; the layout is in docs/protocol/network.md.
// Bounds: a message of 1 MiB, a gossiped one of 64 KiB, an agent name of 64 bytes.

import { createReader, createWriter, err, type DecodeFault, type Result } from '../core/bytes/index.ts';
import type { GossipTopic, PeerKind } from '../core/node/ports.ts';
import { peerKinds } from './exchange-codec.ts';

export const nodeProtocol = '/tabchain/node/1';
export const nodeMessageBytesMax = 1_048_576;
export const gossipBytesMax = 65_536;
export const chainIdBytes = 32;
export const sessionBytes = 8;

const protocolVersion = 1;
const agentBytesMax = 64;
const sequenceBytes = 4;
const nonceBytes = 4;
const timeBytes = 8;

/** Kind, sequence number and a whole message. */
export const nodeFrameBytesMax = 1 + sequenceBytes + nodeMessageBytesMax;

export const nodeFrameKind = { hello: 1, message: 2, ping: 3, pong: 4, goodbye: 5, gossip: 6 } as const;

export const goodbyeReasons = ['leaving', 'other chain', 'full', 'refused', 'superseded', 'exchanged'] as const;
export type GoodbyeReason = (typeof goodbyeReasons)[number];

export interface Hello {
  readonly chainId: Uint8Array;
  /** random, drawn when the host starts: tells a restarted node from its former self */
  readonly session: Uint8Array;
  /** how often the sender has lost the receiver in this session, modulo 256: more than before, and all is to be said anew */
  readonly losses: number;
  readonly kind: PeerKind;
  readonly agent: string;
}

export type NodeFrame =
  | { readonly type: 'hello'; readonly hello: Hello }
  /** `sequence` grows with each message of a session, over whatever path it comes */
  | { readonly type: 'message'; readonly sequence: number; readonly bytes: Uint8Array }
  | { readonly type: 'ping'; readonly nonce: number }
  /** `time` is the answerer's clock, ms since 1970 */
  | { readonly type: 'pong'; readonly nonce: number; readonly time: number }
  | { readonly type: 'goodbye'; readonly reason: GoodbyeReason }
  /** a gossiped message for a peer that gossip does not reach, as on a relayed path */
  | { readonly type: 'gossip'; readonly topic: GossipTopic; readonly bytes: Uint8Array };

export type NodeFrameFault = DecodeFault | { readonly type: 'node-frame-unknown'; readonly kind: number };

const gossipTopics: readonly GossipTopic[] = ['block', 'transaction'];

/** As much of a text as `bytesMax` bytes of UTF-8 hold, never half a character. */
const cutText = (text: string, bytesMax: number): string =>
  text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(bytesMax)).read);

export const encodeHello = (hello: Hello): Uint8Array =>
  createWriter(160)
    .u8(protocolVersion)
    .fixed(hello.session, sessionBytes)
    .u8(hello.losses % 256)
    .fixed(hello.chainId, chainIdBytes)
    .u8(peerKinds.indexOf(hello.kind))
    .text(cutText(hello.agent, agentBytesMax))
    .finish();

export const encodeSequence = (sequence: number): Uint8Array => createWriter(sequenceBytes).u32(sequence).finish();
export const encodeNonce = (nonce: number): Uint8Array => createWriter(nonceBytes).u32(nonce).finish();
export const encodePong = (nonce: number, time: number): Uint8Array =>
  createWriter(nonceBytes + timeBytes)
    .u32(nonce)
    .uint(time)
    .finish();
export const encodeGoodbye = (reason: GoodbyeReason): Uint8Array => new Uint8Array([goodbyeReasons.indexOf(reason)]);
export const encodeTopic = (topic: GossipTopic): Uint8Array => new Uint8Array([gossipTopics.indexOf(topic)]);

const decodeHello = (body: Uint8Array): Result<NodeFrame, NodeFrameFault> => {
  const reader = createReader(body);
  if (reader.u8() !== protocolVersion) reader.refuse('another protocol version');
  const session = reader.fixed(sessionBytes);
  const losses = reader.u8();
  const chainId = reader.fixed(chainIdBytes);
  const kind = peerKinds[reader.u8()];
  if (kind === undefined) reader.refuse('a kind of peer that does not exist');
  const agent = reader.text(agentBytesMax);
  return reader.finish({ type: 'hello', hello: { session, losses, chainId, kind: kind ?? 'tab', agent } });
};

/** The rest of a body without copying it: a message may be a megabyte. */
const restFrom = (body: Uint8Array, from: number): Uint8Array => body.subarray(Math.min(from, body.length));

const decodeMessage = (body: Uint8Array): Result<NodeFrame, NodeFrameFault> => {
  const reader = createReader(body.subarray(0, sequenceBytes));
  return reader.finish({ type: 'message', sequence: reader.u32(), bytes: restFrom(body, sequenceBytes) });
};

const decodeGossip = (body: Uint8Array): Result<NodeFrame, NodeFrameFault> => {
  const reader = createReader(body.subarray(0, 1));
  const topic = gossipTopics[reader.u8()];
  if (topic === undefined) reader.refuse('a topic that does not exist');
  const bytes = restFrom(body, 1);
  if (bytes.length > gossipBytesMax) reader.refuse('a gossiped message above 64 KiB');
  return reader.finish({ type: 'gossip', topic: topic ?? 'block', bytes });
};

const decodeGoodbye = (body: Uint8Array): Result<NodeFrame, NodeFrameFault> => {
  const reader = createReader(body);
  const reason = goodbyeReasons[reader.u8()];
  if (reason === undefined) reader.refuse('a reason that does not exist');
  return reader.finish({ type: 'goodbye', reason: reason ?? 'leaving' });
};

const decodePing = (body: Uint8Array): Result<NodeFrame, NodeFrameFault> => {
  const reader = createReader(body);
  return reader.finish({ type: 'ping', nonce: reader.u32() });
};

const decodePong = (body: Uint8Array): Result<NodeFrame, NodeFrameFault> => {
  const reader = createReader(body);
  return reader.finish({ type: 'pong', nonce: reader.u32(), time: reader.uint() });
};

export const decodeNodeFrame = (kind: number, body: Uint8Array): Result<NodeFrame, NodeFrameFault> => {
  switch (kind) {
    case nodeFrameKind.hello:
      return decodeHello(body);
    case nodeFrameKind.message:
      return decodeMessage(body);
    case nodeFrameKind.ping:
      return decodePing(body);
    case nodeFrameKind.pong:
      return decodePong(body);
    case nodeFrameKind.goodbye:
      return decodeGoodbye(body);
    case nodeFrameKind.gossip:
      return decodeGossip(body);
    default:
      return err({ type: 'node-frame-unknown', kind });
  }
};
