// The VRF against the RFC's examples, and proofs with anything changed: every field flipped, other keys, other inputs,
// points that are not canonical or of small order.

import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import rfc9381 from '../../../tests/vectors/ecvrf/rfc9381_ell2.json' with { type: 'json' };
import smallOrder from '../../../tests/vectors/ed25519/small_order.json' with { type: 'json' };
import { concatBytes, fromHex, toHex } from '../bytes/index.ts';
import { vrfOutputOf, vrfProve, vrfVerify } from './ecvrf.ts';
import { publicKeyOf } from './ed25519-key.ts';

const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const flips = isNight ? 5_000 : 250;

const bytesOfVector = (hex: string): Uint8Array => {
  const bytes = fromHex(hex.toLowerCase());
  if (bytes === undefined) throw new Error(`vector is not hexadecimal: ${hex}`);
  return bytes;
};

const examples = rfc9381.suites['ECVRF-EDWARDS25519-SHA512-ELL2'];

const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
const publicKey = publicKeyOf(seed);
const alpha = new TextEncoder().encode('slot 812');
const proof = vrfProve(seed, alpha);

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};

describe('the examples of RFC 9381, B.4', () => {
  it.each(examples)('example $rfc9381_example', ({ SK, PK, alpha: input, pi, beta }) => {
    const own = bytesOfVector(input);
    expect(toHex(vrfProve(bytesOfVector(SK), own))).toBe(pi);
    const output = vrfVerify(bytesOfVector(PK), own, bytesOfVector(pi));
    expect(output && toHex(output)).toBe(beta);
    expect(toHex(vrfOutputOf(bytesOfVector(pi)) ?? new Uint8Array(0))).toBe(beta);
  });

  it('are at least two', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
  });
});

describe('checking a proof', () => {
  it.skipIf(!isNight)('takes no longer than four checks of a signature by the same library', () => {
    const signature = ed25519.sign(alpha, seed);
    const timeOf = (check: () => unknown): number => {
      for (let i = 0; i < 50; i++) check();
      const start = performance.now();
      for (let i = 0; i < 500; i++) check();
      return performance.now() - start;
    };
    const ofSignature = timeOf(() => ed25519.verify(signature, alpha, publicKey));
    expect(timeOf(() => vrfVerify(publicKey, alpha, proof)) / ofSignature).toBeLessThan(4);
  });
});

describe('a proof', () => {
  it('is right for its key and input, and gives the same output each time', () => {
    expect(proof).toHaveLength(80);
    expect(vrfProve(seed, alpha)).toEqual(proof);
    expect(vrfVerify(publicKey, alpha, proof)).toEqual(vrfOutputOf(proof));
    expect(vrfVerify(publicKey, alpha, proof)).toHaveLength(64);
  });

  it('gives another output for each key and input', () => {
    const outputs = new Set<string>();
    for (let i = 0; i < 8; i++) {
      const key = Uint8Array.from({ length: 32 }, (_, at) => at + (i >> 2));
      const input = Uint8Array.of(i & 3);
      const output = vrfVerify(publicKeyOf(key), input, vrfProve(key, input));
      outputs.add(output === undefined ? '' : toHex(output));
    }
    expect(outputs.size).toBe(8);
    expect(outputs.has('')).toBe(false);
  });

  it(`is refused with one bit of gamma, challenge, s, key or input turned (${flips} cases)`, () => {
    const fields = [
      { name: 'gamma', from: 0, bits: 256 },
      { name: 'challenge', from: 256, bits: 128 },
      { name: 's', from: 384, bits: 256 },
    ];
    const inputs = Array.from({ length: isNight ? 64 : 4 }, (_, i) => Uint8Array.of(i, 7));
    const proofs = inputs.map((input) => ({ input, right: vrfProve(seed, input) }));
    for (let i = 0; i < flips; i++) {
      const { input, right } = proofs[Math.floor(i / 5) % proofs.length] ?? { input: alpha, right: proof };
      const which = i % 5;
      const field = fields[which];
      // 89 and 256 share no divisor: every bit of every field has its turn
      const turn = Math.floor(i / 5) * 89;
      const verdict =
        field !== undefined
          ? vrfVerify(publicKey, input, flipped(right, field.from + (turn % field.bits)))
          : which === 3
            ? vrfVerify(flipped(publicKey, turn % 256), input, right)
            : vrfVerify(publicKey, flipped(input, turn % 16), right);
      expect(verdict, `${field?.name ?? (which === 3 ? 'key' : 'input')}, case ${i}`).toBeUndefined();
    }
  });

  it('is refused with any other length', () => {
    for (const length of [0, 32, 79, 81, 160]) {
      const other = new Uint8Array(length);
      other.set(proof.subarray(0, length));
      expect(vrfVerify(publicKey, alpha, other), `${length} bytes`).toBeUndefined();
    }
    expect(vrfVerify(publicKey.subarray(1), alpha, proof)).toBeUndefined();
    expect(vrfOutputOf(proof.subarray(1))).toBeUndefined();
  });

  it('is refused with s + L, which is the same number', () => {
    const order = ed25519.Point.Fn.ORDER;
    const s = proof.subarray(48).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) + order;
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => Number((s >> BigInt(8 * i)) & 0xffn));
    expect(vrfVerify(publicKey, alpha, concatBytes(proof.subarray(0, 48), bytes))).toBeUndefined();
  });

  it('is refused with a key or a gamma of small order, in every encoding', () => {
    const encodings = smallOrder.map(bytesOfVector);
    expect(encodings.length).toBeGreaterThanOrEqual(8);
    for (const point of encodings) {
      expect(vrfVerify(point, alpha, proof)).toBeUndefined();
      expect(vrfVerify(publicKey, alpha, concatBytes(point, proof.subarray(32)))).toBeUndefined();
      // zeros satisfy the equations where all points are neutral
      expect(vrfVerify(point, alpha, concatBytes(point, new Uint8Array(48)))).toBeUndefined();
      expect(vrfOutputOf(concatBytes(point, new Uint8Array(48)))).toBeUndefined();
    }
  });

  it('is refused with a gamma of the field that is no point, and with zeros', () => {
    expect(vrfVerify(publicKey, alpha, new Uint8Array(80))).toBeUndefined();
    expect(vrfVerify(publicKey, alpha, new Uint8Array(80).fill(0xff))).toBeUndefined();
    expect(vrfVerify(new Uint8Array(32).fill(0xff), alpha, proof)).toBeUndefined();
  });
});
