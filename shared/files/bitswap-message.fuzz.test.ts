// Hostile bytes for the decoder of Bitswap messages: it ends, within its bounds, and never throws.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitswapLimits, decodeBitswap, encodeBitswap } from './bitswap-message.ts';

const runs = process.env['TABCHAIN_NIGHTLY'] === '1' ? 200_000 : 5_000;
const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((one) => new Uint8Array(one));

test('any bytes', () => {
  fc.assert(
    fc.property(bytes(300), (one) => {
      const decoded = decodeBitswap(one);
      if (decoded.ok) expect(decoded.value.wants.length).toBeLessThanOrEqual(bitswapLimits.wantsMax);
    }),
    { numRuns: runs },
  );
});

test('a right message with one byte changed', () => {
  const cid = Uint8Array.from([1, 0x55, 0x12, 32, ...Array.from({ length: 32 }, () => 7)]);
  const right = encodeBitswap({
    wants: [{ cid, cancel: false, onlyHave: true, sendDontHave: true }],
    full: true,
    blocks: [{ prefix: cid.slice(0, 4), data: new Uint8Array(9) }],
    presences: [{ cid, has: false }],
  });
  fc.assert(
    fc.property(fc.nat(right.length - 1), fc.nat(255), (at, value) => {
      const broken = new Uint8Array(right.slice(1));
      broken[at] = value;
      decodeBitswap(broken);
    }),
    { numRuns: runs },
  );
});
