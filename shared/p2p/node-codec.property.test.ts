// Frames of the node stream: what is written is read back, and hostile bytes are refused without an exception.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chainIdBytes,
  decodeNodeFrame,
  encodeGoodbye,
  encodeHello,
  encodeNonce,
  encodePong,
  encodeSequence,
  encodeTopic,
  goodbyeReasons,
  gossipBytesMax,
  nodeFrameKind,
  sessionBytes,
} from './node-codec.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

const helloArbitrary = fc.record({
  chainId: bytes(chainIdBytes),
  session: bytes(sessionBytes),
  losses: fc.nat(255),
  kind: fc.constantFrom('tab' as const, 'terminal' as const, 'relay' as const),
  agent: fc.string({ maxLength: 60 }),
});

test('hellos, numbers, goodbyes and payloads are read back', () => {
  fc.assert(
    fc.property(
      helloArbitrary,
      u32,
      fc.constantFrom(...goodbyeReasons),
      fc.uint8Array(),
      (hello, number, reason, body) => {
        const read = (kind: number, frame: Uint8Array) => {
          const decoded = decodeNodeFrame(kind, frame);
          return decoded.ok ? decoded.value : decoded.error;
        };
        expect(read(nodeFrameKind.hello, encodeHello(hello))).toEqual({ type: 'hello', hello });
        expect(read(nodeFrameKind.ping, encodeNonce(number))).toEqual({ type: 'ping', nonce: number });
        const pong = { type: 'pong', nonce: number, time: 1000 * number };
        expect(read(nodeFrameKind.pong, encodePong(number, 1000 * number))).toEqual(pong);
        expect(read(nodeFrameKind.goodbye, encodeGoodbye(reason))).toEqual({ type: 'goodbye', reason });
        const message = { type: 'message', sequence: number, bytes: body };
        expect(read(nodeFrameKind.message, join(encodeSequence(number), body))).toEqual(message);
        const gossip = { type: 'gossip', topic: 'transaction', bytes: body };
        expect(read(nodeFrameKind.gossip, join(encodeTopic('transaction'), body))).toEqual(gossip);
      },
    ),
  );
});

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.uint8Array({ maxLength: 120 }), (kind, body) => void decodeNodeFrame(kind, body)),
  );
});

test('what is cut, too long, unknown or of another version is refused', () => {
  const hello = encodeHello({
    ...{ chainId: new Uint8Array(chainIdBytes), session: new Uint8Array(sessionBytes) },
    ...{ losses: 0, kind: 'tab', agent: 'a' },
  });
  for (let length = 0; length < hello.length; length++) {
    expect(decodeNodeFrame(nodeFrameKind.hello, hello.subarray(0, length)).ok).toBe(false);
  }
  expect(decodeNodeFrame(nodeFrameKind.hello, join(hello, new Uint8Array(1))).ok).toBe(false);
  expect(decodeNodeFrame(nodeFrameKind.hello, join(Uint8Array.of(2), hello.subarray(1))).ok).toBe(false);
  expect(decodeNodeFrame(nodeFrameKind.message, new Uint8Array(3)).ok).toBe(false);
  expect(decodeNodeFrame(nodeFrameKind.goodbye, Uint8Array.of(99)).ok).toBe(false);
  expect(decodeNodeFrame(nodeFrameKind.goodbye, Uint8Array.of(0, 0)).ok).toBe(false);
  expect(decodeNodeFrame(nodeFrameKind.gossip, Uint8Array.of(2, 1)).ok).toBe(false);
  expect(decodeNodeFrame(nodeFrameKind.gossip, new Uint8Array(1 + gossipBytesMax)).ok).toBe(true);
  expect(decodeNodeFrame(nodeFrameKind.gossip, new Uint8Array(2 + gossipBytesMax)).ok).toBe(false);
});

test('an agent that is too long is cut between characters', () => {
  const keys = { chainId: new Uint8Array(chainIdBytes), session: new Uint8Array(sessionBytes) };
  const hello = { ...keys, losses: 0, kind: 'tab' } as const;
  const decoded = decodeNodeFrame(nodeFrameKind.hello, encodeHello({ ...hello, agent: `a${'€'.repeat(40)}` }));
  expect(decoded).toMatchObject({ ok: true, value: { hello: { agent: `a${'€'.repeat(21)}` } } });
});
