// Peer-exchange messages: what is written is read back, and hostile bytes are refused without an exception.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeExchange,
  encodeExchange,
  exchangeAddressBytesMax,
  exchangeAddressesMax,
  exchangeEntriesMax,
  exchangeFrameBytesMax,
  peerIdFromKey,
  peerIdToKey,
  type ExchangeEntry,
  type ExchangeMessage,
} from './exchange-codec.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const entryArbitrary: fc.Arbitrary<ExchangeEntry> = fc.record({
  peer: bytes(32).map(peerIdFromKey),
  kind: fc.constantFrom('tab', 'terminal', 'relay'),
  links: fc.integer({ min: 0, max: 255 }),
  addresses: fc.array(fc.string({ maxLength: 60, unit: 'grapheme' }), { maxLength: exchangeAddressesMax }),
});

const entries = fc.array(entryArbitrary, { maxLength: exchangeEntriesMax });

const messageArbitrary: fc.Arbitrary<ExchangeMessage> = fc.oneof(
  fc.record({ type: fc.constant('advertise' as const), tag: bytes(32), entry: entryArbitrary }),
  fc.record({ type: fc.constant('want' as const), tag: bytes(32), count: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ type: fc.constantFrom('peers' as const, 'joined' as const), tag: bytes(32), entries }),
  fc.constantFrom({ type: 'ping' as const }, { type: 'pong' as const }),
);

/** An address in full length, and one byte more. */
const longest = 'a'.repeat(exchangeAddressBytesMax);

test('what is written is read back', () => {
  fc.assert(
    fc.property(messageArbitrary, (message) => {
      const { kind, body } = encodeExchange(message);
      expect(body.length).toBeLessThan(exchangeFrameBytesMax);
      expect(decodeExchange(kind, body)).toEqual({ ok: true, value: message });
    }),
  );
});

test('a list that no frame has room for is cut, not refused', () => {
  const entry = { kind: 'terminal', links: 3, addresses: new Array<string>(4).fill(longest) } as const;
  const list = Array.from({ length: 32 }, (_, i) => ({ ...entry, peer: peerIdFromKey(new Uint8Array(32).fill(i)) }));
  const { kind, body } = encodeExchange({ type: 'peers', tag: new Uint8Array(32), entries: list });
  expect(body.length).toBeLessThan(exchangeFrameBytesMax);
  const decoded = decodeExchange(kind, body);
  expect(decoded.ok && decoded.value.type === 'peers' && decoded.value.entries.length).toBe(15);
});

test('addresses that are too long or too many are left out', () => {
  const peer = peerIdFromKey(new Uint8Array(32));
  const addresses = [`${longest}a`, 'one', 'two', 'three', 'four', 'five'];
  const message = {
    type: 'advertise',
    tag: new Uint8Array(32),
    entry: { peer, kind: 'tab', links: 999, addresses },
  } as const;
  const { kind, body } = encodeExchange(message);
  const entry = { peer, kind: 'tab', links: 255, addresses: ['one', 'two', 'three', 'four'] };
  expect(decodeExchange(kind, body)).toMatchObject({ ok: true, value: { entry } });
});

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 200 }), (kind, body) => {
      decodeExchange(kind % 9, body);
    }),
  );
});

test('every cut and every byte too many is refused', () => {
  fc.assert(
    fc.property(messageArbitrary, fc.nat(), (message, at) => {
      const { kind, body } = encodeExchange(message);
      expect(decodeExchange(kind, Uint8Array.from([...body, 0])).ok).toBe(false);
      if (body.length > 0) expect(decodeExchange(kind, body.subarray(0, at % body.length)).ok).toBe(false);
    }),
  );
});

test('a peer id is its key and back; other texts are no peers of ours', () => {
  fc.assert(
    fc.property(bytes(32), (key) => {
      expect(peerIdToKey(peerIdFromKey(key))).toEqual(key);
      expect(peerIdFromKey(key).startsWith('12D3KooW')).toBe(true);
    }),
  );
  for (const text of ['', 'nonsense!', 'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N']) {
    expect(peerIdToKey(text)).toBeUndefined();
  }
});
