// Both variants of the kernel against node:crypto: hits, misses, limits, the ends of a call and of the low word.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { jobWords } from './job-words.ts';
import { createPowKernel, kernelBytes, kernelCountMax } from './pow-kernel.ts';

const variants = ['scalar', 'simd'] as const;
const lowWords = 2 ** 32;

const digestOf = (seed: number): Uint8Array => createHash('sha256').update(`digest ${seed}`).digest();

/** First word of SHA-256(sealDigest ‖ nonce), the slow and plain way. */
function firstWord(sealDigest: Uint8Array, high: number, low: number): number {
  const nonce = Buffer.alloc(8);
  nonce.writeUInt32BE(high, 0);
  nonce.writeUInt32BE(low >>> 0, 4);
  return createHash('sha256').update(sealDigest).update(nonce).digest().readUInt32BE();
}

describe.each(variants)('%s kernel', (variant) => {
  const kernel = createPowKernel(variant);

  test('tells the exact first word of the digest: a limit on it hits, one below it misses', () => {
    for (const high of [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]) {
      const digest = digestOf(high);
      kernel.load(jobWords(digest, high));
      for (const low of [0, 1, 2, 3, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]) {
        const word = firstWord(digest, high, low);
        expect(kernel.search(low, 1, word)).toBe(0);
        expect(kernel.search(low, 1, word - 1)).toBe(1);
      }
    }
  });

  test('stops at the first of several hits, whatever lane it falls into, and not behind the count', () => {
    const digest = digestOf(7);
    kernel.load(jobWords(digest, 5));
    const words = Array.from({ length: 40 }, (_, low) => firstWord(digest, 5, low));
    const limit = 0x20000000;
    for (let start = 0; start < 20; start++) {
      for (let count = 0; count <= 20; count++) {
        const found = words.slice(start, start + count).findIndex((word) => word <= limit);
        expect(kernel.search(start, count, limit), `${count} from ${start}`).toBe(found < 0 ? count : found);
      }
    }
  });

  test('goes on at 0 behind the last low word', () => {
    const digest = digestOf(8);
    kernel.load(jobWords(digest, 9));
    const smallest = Math.min(...Array.from({ length: 6 }, (_, i) => firstWord(digest, 9, lowWords - 3 + i)));
    const at = Array.from({ length: 6 }, (_, i) => firstWord(digest, 9, lowWords - 3 + i)).indexOf(smallest);
    expect(kernel.search(lowWords - 3, 6, smallest)).toBe(at);
    expect(kernel.search(lowWords - 3, 6, smallest - 1)).toBe(6);
  });

  test('limits are unsigned: the highest takes every digest, zero hardly any', () => {
    kernel.load(jobWords(digestOf(9), 0));
    expect(kernel.search(0, 100, 0xffffffff)).toBe(0);
    expect(kernel.search(0, 100_000, 0)).toBe(100_000);
  });

  test('finds in a long search what a plain search finds', () => {
    const digest = digestOf(10);
    kernel.load(jobWords(digest, 3));
    let plain = 0;
    while (firstWord(digest, 3, plain) > 0x0003ffff) plain++;
    expect(kernel.search(0, plain + 1000, 0x0003ffff)).toBe(plain);
  });

  test('refuses a count that it could not tell from a hit', () => {
    expect(() => kernel.search(0, kernelCountMax + 1, 0)).toThrow(RangeError);
  });
});

test('both variants are valid modules here, and the SIMD one is the other one', () => {
  expect(variants.map((variant) => WebAssembly.validate(kernelBytes(variant)))).toEqual([true, true]);
  expect(kernelBytes('simd')).not.toEqual(kernelBytes('scalar'));
});

test('a job needs a digest of 32 bytes', () => {
  expect(() => jobWords(new Uint8Array(31), 0)).toThrow('32 bytes');
});
