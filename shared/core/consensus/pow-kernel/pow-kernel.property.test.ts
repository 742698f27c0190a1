// For any digest, nonce and limit the kernel variants agree with each other and with node:crypto.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jobWords } from './job-words.ts';
import { createPowKernel } from './pow-kernel.ts';

const kernels = [createPowKernel('scalar'), createPowKernel('simd')];

const word = fc.integer({ min: 0, max: 0xffffffff });
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });

function firstWords(sealDigest: Uint8Array, high: number, start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const nonce = Buffer.alloc(8);
    nonce.writeUInt32BE(high, 0);
    nonce.writeUInt32BE((start + index) >>> 0, 4);
    return createHash('sha256').update(sealDigest).update(nonce).digest().readUInt32BE();
  });
}

test('the kernels find the first nonce that SHA-256 says is within the limit', () => {
  fc.assert(
    fc.property(digest, word, word, fc.nat(33), word, (sealDigest, high, start, count, limit) => {
      const index = firstWords(sealDigest, high, start, count).findIndex((first) => first <= limit);
      for (const kernel of kernels) {
        kernel.load(jobWords(sealDigest, high));
        expect(kernel.search(start, count, limit), kernel.variant).toBe(index < 0 ? count : index);
      }
    }),
    { numRuns: 300 },
  );
});

test('the kernels tell the smallest first word of a range to the bit', () => {
  fc.assert(
    fc.property(digest, word, word, fc.integer({ min: 1, max: 33 }), (sealDigest, high, start, count) => {
      const words = firstWords(sealDigest, high, start, count);
      const smallest = Math.min(...words);
      for (const kernel of kernels) {
        kernel.load(jobWords(sealDigest, high));
        expect(kernel.search(start, count, smallest), kernel.variant).toBe(words.indexOf(smallest));
        if (smallest > 0) expect(kernel.search(start, count, smallest - 1), kernel.variant).toBe(count);
      }
    }),
    { numRuns: 300 },
  );
});

test('a digest within a larger buffer counts with its own bytes', () => {
  fc.assert(
    fc.property(digest, fc.nat(7), word, (sealDigest, offset, high) => {
      const buffer = new Uint8Array(48).fill(0xee);
      buffer.set(sealDigest, offset);
      expect(jobWords(buffer.subarray(offset, offset + 32), high)).toEqual(jobWords(sealDigest, high));
    }),
  );
});
