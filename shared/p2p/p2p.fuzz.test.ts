// What streams, gossip, peers' entries and the stored book bring: frames, messages of all protocols, addresses.

import { base58 } from '@scure/base';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesTarget, fuzzSuite, textTarget, valueOf } from '../../tests/fuzz/index.ts';
import { concatBytes, createWriter } from '../core/bytes/index.ts';
import { type BookRecord, decodeBook, encodeBook } from './book-record.ts';
import {
  decodeExchange,
  encodeExchange,
  type ExchangeEntry,
  exchangeFrameBytesMax,
  type ExchangeMessage,
  peerIdFromKey,
  peerIdToKey,
} from './exchange-codec.ts';
import { createFrameReader, encodeFrame } from './frame.ts';
import { decodeText } from './free-topics.ts';
import { parseMultiaddr, peerOfAddress } from './multiaddr-path.ts';
import {
  decodeNodeFrame,
  encodeGoodbye,
  encodeHello,
  encodeNonce,
  encodePong,
  encodeSequence,
  encodeTopic,
  goodbyeReasons,
  type NodeFrame,
  nodeFrameBytesMax,
  nodeFrameKind,
} from './node-codec.ts';
import { decodeRelayNotice, encodeRelayNotice } from './relay-notice.ts';
import { decodeWelcomeAnswer, encodeWelcomeAnswer, type WelcomeAnswer } from './welcome-stream.ts';

const filled = (byte: number, length = 32): Uint8Array => new Uint8Array(length).fill(byte);
const peerOf = (byte: number) => peerIdFromKey(filled(byte));

/** Frames are kind and body in one: the first byte and the rest. */
const join = (kind: number, ...parts: readonly Uint8Array[]): Uint8Array => concatBytes(Uint8Array.of(kind), ...parts);
const kindOf = (bytes: Uint8Array): number => bytes[0] ?? 0;

const nodeFrame = (frame: NodeFrame): Uint8Array => {
  switch (frame.type) {
    case 'hello':
      return join(nodeFrameKind.hello, encodeHello(frame.hello));
    case 'message':
      return join(nodeFrameKind.message, encodeSequence(frame.sequence), frame.bytes);
    case 'ping':
      return join(nodeFrameKind.ping, encodeNonce(frame.nonce));
    case 'pong':
      return join(nodeFrameKind.pong, encodePong(frame.nonce, frame.time));
    case 'goodbye':
      return join(nodeFrameKind.goodbye, encodeGoodbye(frame.reason));
    case 'gossip':
      return join(nodeFrameKind.gossip, encodeTopic(frame.topic), frame.bytes);
  }
};

const hello = {
  chainId: filled(0xc1),
  session: filled(3, 8),
  losses: 2,
  kind: 'terminal',
  agent: 'tabchain/1 Größe 🙂',
} as const;

const nodeFrames: readonly NodeFrame[] = [
  { type: 'hello', hello },
  { type: 'hello', hello: { ...hello, agent: '' } },
  { type: 'message', sequence: 0xffff_ffff, bytes: filled(7, 50) },
  { type: 'message', sequence: 0, bytes: new Uint8Array(0) },
  { type: 'ping', nonce: 1 },
  { type: 'pong', nonce: 2, time: 1_767_225_600_000 },
  ...goodbyeReasons.map((reason): NodeFrame => ({ type: 'goodbye', reason })),
  { type: 'gossip', topic: 'block', bytes: filled(8, 40) },
  { type: 'gossip', topic: 'transaction', bytes: new Uint8Array(0) },
];

const entry: ExchangeEntry = { peer: peerOf(1), kind: 'tab', links: 3, addresses: [] };
const entries: readonly ExchangeEntry[] = [
  entry,
  { peer: peerOf(2), kind: 'relay', links: 255, addresses: ['/dns4/größe/tcp/443/wss', 'a'.repeat(256)] },
];
const tag = filled(0xc1);

const exchangeMessages: readonly ExchangeMessage[] = [
  { type: 'advertise', tag, entry },
  { type: 'want', tag, count: 16 },
  { type: 'peers', tag, entries },
  { type: 'joined', tag, entries: [] },
  { type: 'ping' },
  { type: 'pong' },
];

const exchangeFrame = (message: ExchangeMessage): Uint8Array => {
  const { kind, body } = encodeExchange(message);
  return join(kind, body);
};

const record: BookRecord = {
  ...{ peerId: peerOf(4), kind: 'terminal', addresses: ['/ip4/10.0.0.4/tcp/9090/ws'], introducer: peerOf(5) },
  ...{ metAt: 1_767_225_600_000, lastSeen: 1_767_225_700_000, fails: 2, isAnchor: true },
};
const bookRecordsMax = 192;
const bookBodyAt = 1 + 2 + 4;
/** The checksum of the first record, which then counts whatever stands in it. */
const withChecksum = (book: Uint8Array): Uint8Array => {
  const length = ((book[1] ?? 0) << 8) | (book[2] ?? 0);
  if (book.length < bookBodyAt + length) return book;
  const mended = book.slice();
  mended.set(sha256(book.subarray(bookBodyAt, bookBodyAt + length)).subarray(0, 4), 3);
  return mended;
};

const notices = [
  { type: 'about', stun: ['stun:10.0.0.1:9090'], siblings: ['/ip4/10.0.0.2/tcp/9090/ws'] },
  { type: 'leaving', stun: [], siblings: [] },
] as const;

const streamFrameBytesMax = 4096;

/** The frames that a stream brings in pieces, and what is left behind the last whole one; nothing after a fault. */
const framesOf = (bytes: Uint8Array): readonly Uint8Array[] | undefined => {
  const frames: Uint8Array[] = [];
  const reader = createFrameReader(streamFrameBytesMax, (kind, body) => {
    if (body.length >= streamFrameBytesMax) throw new Error(`a body of ${body.length} bytes`);
    frames.push(encodeFrame(kind, body));
  });
  const step = 1 + (bytes.length % 37);
  for (let at = 0; at < bytes.length; at += step) {
    if (reader.push(bytes.subarray(at, at + step)) !== undefined) return undefined;
  }
  return frames;
};

const welcomes: readonly WelcomeAnswer[] = [
  { paid: true, id: 'c1'.repeat(32), amount: 2n ** 64n - 1n },
  ...(['off', 'already', 'later', 'given-out'] as const).map((reason) => ({ paid: false as const, reason })),
];
const welcomeFrame = (answer: WelcomeAnswer): Uint8Array => {
  const { kind, body } = encodeWelcomeAnswer(answer);
  return join(kind, body);
};

fuzzSuite(
  bytesTarget({
    decoder: decodeWelcomeAnswer,
    samples: welcomes.map(welcomeFrame),
    lengthMax: 256,
    decode: (bytes) => decodeWelcomeAnswer({ kind: kindOf(bytes), body: bytes.subarray(1) }),
    encode: welcomeFrame,
  }),
  bytesTarget({
    decoder: createFrameReader,
    samples: [
      encodeFrame(1),
      encodeFrame(2, filled(1, 30)),
      concatBytes(encodeFrame(3, filled(2, 100)), encodeFrame(255, filled(3, 1))),
    ],
    lengthMax: 64 * 1024,
    decode: framesOf,
    encode: (frames, bytes) => {
      const whole = concatBytes(...frames);
      return concatBytes(whole, bytes.subarray(whole.length));
    },
  }),
  bytesTarget({
    decoder: decodeNodeFrame,
    samples: nodeFrames.map(nodeFrame),
    lengthMax: nodeFrameBytesMax,
    decode: (bytes) => valueOf(decodeNodeFrame(kindOf(bytes), bytes.subarray(1))),
    encode: nodeFrame,
  }),
  bytesTarget({
    decoder: decodeExchange,
    samples: exchangeMessages.map(exchangeFrame),
    lengthMax: exchangeFrameBytesMax,
    decode: (bytes) => valueOf(decodeExchange(kindOf(bytes), bytes.subarray(1))),
    encode: exchangeFrame,
  }),
  bytesTarget({
    decoder: decodeRelayNotice,
    samples: notices.map((notice) => {
      const { kind, body } = encodeRelayNotice(notice);
      return join(kind, body);
    }),
    lengthMax: 4096,
    decode: (bytes) => valueOf(decodeRelayNotice(kindOf(bytes), bytes.subarray(1))),
    encode: (notice) => {
      const { kind, body } = encodeRelayNotice(notice);
      return join(kind, body);
    },
  }),
  bytesTarget({
    decoder: decodeBook,
    samples: [
      encodeBook([]),
      encodeBook([record]),
      encodeBook([{ ...record, introducer: undefined, addresses: [], metAt: 0, isAnchor: false }, record]),
    ],
    largest: () => [encodeBook(Array.from({ length: bookRecordsMax }, () => record))],
    lengthMax: 256 * 1024,
    // A damaged record is left out, and the others stand.
    canonical: 'settles',
    mend: withChecksum,
    decode: (bytes) => decodeBook(bytes, bookRecordsMax),
    encode: encodeBook,
  }),
  bytesTarget({
    decoder: decodeText,
    samples: ['', 'hello', 'Größe €🙂\u0000'].map((text) => concatBytes(filled(9, 8), new TextEncoder().encode(text))),
    lengthMax: 32 * 1024,
    decode: decodeText,
    encode: (text, bytes) => createWriter().raw(bytes.subarray(0, 8)).raw(new TextEncoder().encode(text)).finish(),
  }),
);

const multiaddrs = [
  '/ip4/10.0.0.4/tcp/9090/ws',
  '/ip6/2001:db8::1/tcp/443/tls/ws',
  `/dns4/relay.example.org/tcp/443/wss/p2p/${peerOf(1)}`,
  `/p2p/${peerOf(1)}/p2p-circuit/webrtc/p2p/${peerOf(2)}`,
];

fuzzSuite(
  textTarget({
    decoder: peerIdToKey,
    samples: [peerOf(0), peerOf(1), peerOf(255)],
    lengthMax: 1024,
    mend: (_text, random) => {
      const bytes = concatBytes(Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20), random.bytes(32));
      return base58.encode(bytes);
    },
    decode: peerIdToKey,
    encode: peerIdFromKey,
  }),
  textTarget({
    decoder: parseMultiaddr,
    samples: multiaddrs,
    lengthMax: 1024,
    tokens: [
      '/ip4/',
      '/ip6/',
      '/tcp/',
      '/ws',
      '/p2p/',
      '/p2p-circuit',
      '/webrtc',
      '/certhash/',
      '/unix/',
      '/http-path/',
    ],
    canonical: 'settles',
    decode: parseMultiaddr,
    encode: (address) => {
      peerOfAddress(address);
      return address.toString();
    },
  }),
);
