// Shared doublings give what two multiplications of the library give.

import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jointMultiply } from './joint-multiply.ts';

const { Point } = ed25519;
const order = Point.Fn.ORDER;

const littleEndian = (value: bigint, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));

const scalars = fc.oneof(
  fc.bigInt({ min: 0n, max: order - 1n }),
  fc.constantFrom(0n, 1n, 15n, 16n, 17n, 31n, (1n << 128n) - 1n, order - 1n),
);

describe('a·P − b·Q', () => {
  it('is the difference of the products', () => {
    fc.assert(
      fc.property(scalars, scalars, fc.integer({ min: 1, max: 1_000_000 }), (a, b, k) => {
        const p = Point.BASE.multiply(BigInt(k));
        const q = Point.BASE.multiply(BigInt(k) + 7n);
        const expected = p.multiplyUnsafe(a).subtract(q.multiplyUnsafe(b));
        expect(jointMultiply(littleEndian(a, 32), p, littleEndian(b, 32), q).equals(expected)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('takes scalars of any bytes, also none', () => {
    const all = new Uint8Array(16).fill(0xff);
    const expected = Point.BASE.multiplyUnsafe((1n << 128n) - 1n);
    expect(jointMultiply(all, Point.BASE, new Uint8Array(0), Point.BASE).equals(expected)).toBe(true);
    expect(jointMultiply(new Uint8Array(0), Point.BASE, new Uint8Array(0), Point.BASE).is0()).toBe(true);
  });
});
