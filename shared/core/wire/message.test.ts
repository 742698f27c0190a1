// Messages: what is written is read back, what is not a message is refused, and nothing exceeds its limits.

import { describe, expect, test } from 'vitest';
import { createForge, flipBit, testSpec } from '../../testing/index.ts';
import { concatBytes } from '../bytes/index.ts';
import { decodeMessage, encodeMessage, type Message, wireLimits } from './index.ts';

const forge = createForge(testSpec());
const blocks = forge.extend(forge.genesis, 3);
const headers = blocks.map(({ block }) => {
  const { header, seal, sealDigest, id, bytes } = block;
  return { header, seal, sealDigest, id, bytes };
});
const [sealed] = headers;
if (sealed === undefined) throw new Error('three were made');

const id = 'ab'.repeat(32);

const messages: readonly Message[] = [
  { type: 'status', head: id, height: 7, weight: 12345678901234567890n },
  { type: 'status', head: id, height: 0, weight: 0n },
  { type: 'status', head: id, height: Number.MAX_SAFE_INTEGER, weight: (1n << 256n) - 1n },
  { type: 'get-headers', request: 1, locator: [] },
  { type: 'get-headers', request: 0xffff_ffff, locator: Array<string>(wireLimits.locatorMax).fill(id) },
  { type: 'headers', request: 2, headers: [] },
  { type: 'headers', request: 2, headers },
  { type: 'get-blocks', request: 3, ids: Array<string>(wireLimits.blocksMax).fill(id) },
  { type: 'blocks', request: 3, blocks: [] },
  { type: 'blocks', request: 3, blocks: blocks.map(({ bytes }) => bytes) },
  { type: 'announce', header: sealed },
  { type: 'block', block: new Uint8Array([1, 2, 3]) },
  { type: 'transactions', transactions: [new Uint8Array(170), new Uint8Array(0)] },
  { type: 'get-mempool' },
  { type: 'refusal', id, reason: 'block-transaction-rule: amount-zero' },
];

describe('a message', () => {
  test.each(messages.map((message) => [message.type, message] as const))('is read back: %s', (_type, message) => {
    expect(decodeMessage(encodeMessage(message))).toEqual({ ok: true, value: message });
  });

  test('of the most headers there may be fits into one node message', () => {
    const many = {
      type: 'headers',
      request: 1,
      headers: Array<typeof sealed>(wireLimits.headersMax).fill(sealed),
    } as const;
    const bytes = encodeMessage(many);
    expect(bytes.length).toBeLessThan(wireLimits.messageBytesMax);
    expect(decodeMessage(bytes)).toMatchObject({ ok: true });
  });

  test('from a view of a larger buffer is read the same', () => {
    const message: Message = { type: 'status', head: id, height: 7, weight: 9n };
    const inside = concatBytes(new Uint8Array(5), encodeMessage(message), new Uint8Array(5));
    expect(decodeMessage(inside.subarray(5, inside.length - 5))).toEqual({ ok: true, value: message });
  });
});

describe('what is no message', () => {
  test.each(messages.map((message) => [message.type, encodeMessage(message)] as const))(
    'cut short or with more behind it: %s',
    (_type, bytes) => {
      const steps = Math.max(1, Math.floor(bytes.length / 60));
      for (let length = 0; length < bytes.length; length += steps) {
        expect(decodeMessage(bytes.slice(0, length)).ok).toBe(false);
      }
      expect(decodeMessage(concatBytes(bytes, new Uint8Array(1)))).toMatchObject({ ok: false });
    },
  );

  test.each([0, 15, 128, 255])('an unknown kind: %i', (kind) => {
    expect(decodeMessage(Uint8Array.of(kind))).toMatchObject({ error: { type: 'bytes-not-canonical' } });
    expect(decodeMessage(concatBytes(Uint8Array.of(kind), new Uint8Array(100)))).toMatchObject({ ok: false });
  });

  const tooMany: readonly (readonly [string, Message])[] = [
    ['ids in a locator', { type: 'get-headers', request: 1, locator: Array<string>(65).fill(id) }],
    ['headers', { type: 'headers', request: 1, headers: Array<typeof sealed>(2001).fill(sealed) }],
    ['blocks asked for', { type: 'get-blocks', request: 1, ids: Array<string>(17).fill(id) }],
    ['blocks', { type: 'blocks', request: 1, blocks: Array<Uint8Array>(17).fill(new Uint8Array(1)) }],
    ['transactions', { type: 'transactions', transactions: Array<Uint8Array>(513).fill(new Uint8Array(1)) }],
    ['bytes of a transaction', { type: 'transactions', transactions: [new Uint8Array(wireLimits.gossipBytesMax + 1)] }],
    ['letters of a reason', { type: 'refusal', id, reason: 'x'.repeat(201) }],
  ];
  test.each(tooMany)('too many %s', (_name, message) => {
    expect(decodeMessage(encodeMessage(message))).toMatchObject({ error: { type: 'bytes-over-limit' } });
  });

  test('more than one node message may hold', () => {
    const bytes = encodeMessage({ type: 'block', block: new Uint8Array(wireLimits.messageBytesMax) });
    expect(decodeMessage(bytes)).toMatchObject({ error: { type: 'bytes-over-limit' } });
  });

  test('a count that promises more than there is costs nothing', () => {
    const promise = concatBytes(Uint8Array.of(5, 0, 0, 0, 1, 0, 16), new Uint8Array([0xff, 0xff, 0xff, 0xff]));
    expect(decodeMessage(promise)).toMatchObject({ ok: false });
  });

  test('a header inside that is none', () => {
    const bytes = encodeMessage({ type: 'announce', header: sealed });
    expect(decodeMessage(flipBit(bytes, (1 + 4 + sealed.bytes.length - 8 - 33) * 8 + 6))).toMatchObject({ ok: false });
  });
});
