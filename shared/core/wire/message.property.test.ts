// Decoding is total and canonical: any bytes give a message or a fault, and a message has one form.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ConsensusField, sealBytes, sealHeader, type SealedHeader } from '../model/index.ts';
import { decodeMessage, encodeMessage, type Message } from './index.ts';

const id = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const request = fc.nat({ max: 0xffff_ffff });
const parts = (max: number) => fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: max });

const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const slot = { slot: fc.maxSafeNat(), validatorsHash: id, nextValidatorsHash: id };
const consensus: fc.Arbitrary<ConsensusField> = fc.oneof(
  fc.record({ kind: fc.constant('pow' as const), target: id }),
  fc.record({ kind: fc.constant('pos' as const), ...slot, vrfOutput: exactly(64) }),
  fc.record({ kind: fc.constant('poa' as const), ...slot }),
);
const count = fc.maxSafeNat();
const roots = { transactionRoot: id, stateRoot: id, receiptRoot: id, historyRoot: id };
const header: fc.Arbitrary<SealedHeader> = fc
  .record({
    ...{ version: fc.nat({ max: 255 }), chainId: id, height: count, parent: id, time: count, producer: id },
    ...roots,
    ...{ gasUsed: count, consensus },
  })
  .chain((fields) => exactly(sealBytes[fields.consensus.kind]).map((seal) => sealHeader(fields, seal)));

/** A path whose bits beyond the depth are 0. */
const prefix = fc.tuple(fc.nat({ max: 256 }), exactly(32)).map(([depth, bytes]) => {
  const bits = [...bytes]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, depth)
    .padEnd(256, '0');
  return { depth, path: BigInt(`0b${bits}`).toString(16).padStart(64, '0') };
});
const opaque = fc.uint8Array({ maxLength: 100 });

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    type: fc.constant('status' as const),
    head: id,
    height: fc.maxSafeNat(),
    weight: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
  }),
  fc.record({ type: fc.constant('get-headers' as const), request, locator: fc.array(id, { maxLength: 64 }) }),
  fc.record({ type: fc.constant('headers' as const), request, headers: fc.array(header, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('announce' as const), header }),
  fc.constant<Message>({ type: 'get-mempool' }),
  fc.record({ type: fc.constant('get-blocks' as const), request, ids: fc.array(id, { maxLength: 16 }) }),
  fc.record({ type: fc.constant('blocks' as const), request, blocks: parts(16) }),
  fc.record({ type: fc.constant('transactions' as const), transactions: parts(20) }),
  fc.record({ type: fc.constant('block' as const), block: fc.uint8Array({ maxLength: 100 }) }),
  fc.record({
    type: fc.constant('refusal' as const),
    id,
    reason: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => Buffer.byteLength(text) <= 200),
  }),
  fc.record({ type: fc.constant('get-state' as const), request, block: id, prefix }),
  fc.record({ type: fc.constant('state' as const), request, part: opaque }),
  fc.record({
    type: fc.constant('get-proof' as const),
    request,
    subject: fc.oneof(
      fc.record({ kind: fc.constant('record' as const), key: id.map((text) => `a${text}`) }),
      fc.record({ kind: fc.constant('transaction' as const), id }),
    ),
  }),
  fc.record({ type: fc.constant('proof' as const), request, proof: opaque }),
);

test('every message is read back', () => {
  fc.assert(
    fc.property(message, (each) => {
      expect(decodeMessage(encodeMessage(each))).toEqual({ ok: true, value: each });
    }),
  );
});

test('any bytes are a message in its one form or a fault', () => {
  const start = fc.nat({ max: 15 }).map((kind) => Uint8Array.of(kind));
  const bytes = fc
    .tuple(start, fc.uint8Array({ maxLength: 200 }))
    .map((both) => Uint8Array.from(both.flatMap((b) => [...b])));
  fc.assert(
    fc.property(bytes, (each) => {
      const decoded = decodeMessage(each);
      if (decoded.ok) expect(encodeMessage(decoded.value)).toEqual(each);
    }),
    { numRuns: 2000 },
  );
});

test('a message with any byte changed is another message or a fault, never the same', () => {
  fc.assert(
    fc.property(message, fc.nat(), fc.integer({ min: 1, max: 255 }), (each, place, change) => {
      const bytes = encodeMessage(each);
      const at = place % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ change;
      const decoded = decodeMessage(bytes);
      if (decoded.ok) expect(encodeMessage(decoded.value)).toEqual(bytes);
      if (decoded.ok) expect(decoded.value).not.toEqual(each);
    }),
  );
});
