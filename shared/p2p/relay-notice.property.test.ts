// Relay notices: what is written is read back, what is not a notice is a fault and never an exception.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeRelayNotice,
  encodeRelayNotice,
  noticeSiblingsMax,
  noticeStunMax,
  type RelayNotice,
} from './relay-notice.ts';

const text = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .filter((one) => new TextEncoder().encode(one).length <= 256);

const notice: fc.Arbitrary<RelayNotice> = fc.record({
  type: fc.constantFrom('about', 'leaving', 'full', 'address-full', 'tag', 'draining'),
  stun: fc.array(text, { maxLength: noticeStunMax }),
  siblings: fc.array(text, { maxLength: noticeSiblingsMax }),
});

test('a notice comes back as itself', () => {
  fc.assert(
    fc.property(notice, (one) => {
      const { kind, body } = encodeRelayNotice(one);
      expect(decodeRelayNotice(kind, body)).toEqual({ ok: true, value: one });
    }),
  );
});

test('any bytes are a notice of one form, or a fault', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 }), fc.uint8Array({ maxLength: 200 }), (kind, bytes) => {
      const decoded = decodeRelayNotice(kind, bytes);
      if (!decoded.ok) return;
      expect(encodeRelayNotice(decoded.value)).toEqual({ kind, body: bytes });
    }),
    { numRuns: 1_000 },
  );
});

test('the largest fits into its frame; what is too long or too much is left out', () => {
  const long = 'x'.repeat(256);
  const most = { type: 'about', stun: Array(4).fill(long), siblings: Array(8).fill(long) } as const;
  expect(encodeRelayNotice(most).body.length).toBeLessThan(4_096);
  const { kind, body } = encodeRelayNotice({
    type: 'leaving',
    stun: [`${long}x`, 'stun:a.example:1'],
    siblings: Array(9).fill('/dns/a.example'),
  });
  expect(decodeRelayNotice(kind, body)).toMatchObject({
    ok: true,
    value: { type: 'leaving', stun: ['stun:a.example:1'], siblings: { length: 8 } },
  });
});

test('a cut notice is a fault', () => {
  const { kind, body } = encodeRelayNotice({ type: 'about', stun: ['stun:a.example:1'], siblings: ['/dns/b.example'] });
  for (let length = 0; length < body.length; length += 1) {
    expect(decodeRelayNotice(kind, body.subarray(0, length)).ok).toBe(false);
  }
});
