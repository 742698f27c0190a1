// Packing bytes: everything comes back, specs get shorter, and what a stranger packed cannot grow beyond its bound.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packBytes, unpackBytes } from './packed-bytes.ts';

const byte = fc.oneof(fc.constant(0), fc.constant(0xff), fc.integer({ min: 0, max: 255 }));

test('what was packed comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.array(byte, { maxLength: 600 }), (any, rows) => {
      for (const bytes of [any, Uint8Array.from(rows)]) {
        const packed = packBytes(bytes);
        expect(packed.length).toBeLessThanOrEqual(bytes.length + Math.ceil(bytes.length / 128) + 1);
        expect(unpackBytes(packed, bytes.length)).toEqual(bytes);
      }
    }),
  );
});

test('rows of zeros and of 0xff take a byte for every 65', () => {
  expect(packBytes(new Uint8Array(130))).toHaveLength(2);
  expect(packBytes(new Uint8Array(65).fill(0xff))).toHaveLength(1);
});

test('more than the bound, and a piece cut short, are nothing', () => {
  expect(unpackBytes(new Uint8Array(1100).fill(0xbf), 64 * 1024)).toBeUndefined();
  expect(unpackBytes(Uint8Array.of(5, 1, 2), 100)).toBeUndefined();
  expect(unpackBytes(Uint8Array.of(1, 7, 7), 1)).toBeUndefined();
});
