// The walk through the nonces: the full target decides, nothing is tried twice or left out, and high words follow.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createNonceSearch } from './nonce-search.ts';
import type { NonceSearch } from './nonce-search.ts';
import { createPowKernel } from './pow-kernel.ts';

const lowWords = 2 ** 32;
const sealDigest = createHash('sha256').update('a header').digest();
const everything = new Uint8Array(32).fill(0xff);
const nothing = new Uint8Array(32);

const idOf = (nonce: Uint8Array): Buffer => createHash('sha256').update(sealDigest).update(nonce).digest();

function nonceOf(high: number, low: number): Buffer {
  const nonce = Buffer.alloc(8);
  nonce.writeUInt32BE(high, 0);
  nonce.writeUInt32BE(low, 4);
  return nonce;
}

/** 32 bytes, as a number one higher. */
function successor(bytes: Uint8Array): Uint8Array {
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) + 1n;
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

/** All hits of the next `count` nonces. */
function hitsOf(search: NonceSearch, count: number, slice: number): Buffer[] {
  const hits: Buffer[] = [];
  for (let left = count; left > 0;) {
    const { tried, nonce } = search(Math.min(slice, left));
    if (nonce !== undefined) hits.push(Buffer.from(nonce));
    left -= tried;
  }
  return hits;
}

describe.each(['scalar', 'simd'] as const)('%s', (variant) => {
  const kernel = createPowKernel(variant);

  test('finds every hit once and no other, in slices of any size', () => {
    const target = Buffer.alloc(32, 0xff);
    target.writeUInt32BE(0x03ffffff);
    const nonces = Array.from({ length: 3000 }, (_, low) => nonceOf(4, low));
    const expected = nonces.filter((nonce) => Buffer.compare(idOf(nonce), target) < 0);
    expect(expected.length).toBeGreaterThan(20);
    for (const slice of [1, 7, 64, 3000]) {
      const search = createNonceSearch(kernel, { sealDigest, target }, { high: 4, low: 0, highStep: 1 });
      expect(hitsOf(search, 3000, slice)).toEqual(expected);
    }
  });

  test('an id equal to the target is no hit, one below it is', () => {
    const nonce = nonceOf(2, 77);
    const space = { high: 2, low: 77, highStep: 1 };
    const equal = createNonceSearch(kernel, { sealDigest, target: idOf(nonce) }, space);
    expect(equal(1)).toEqual({ tried: 1, nonce: undefined });
    const above = createNonceSearch(kernel, { sealDigest, target: successor(idOf(nonce)) }, space);
    expect(above(1)).toEqual({ tried: 1, nonce: new Uint8Array(nonce) });
  });

  test('goes on behind a candidate that the full check refuses', () => {
    // the same first word as the id of nonce 77, and nothing behind it: the kernel's limit is reached, the target is not
    const target = Buffer.alloc(32);
    idOf(nonceOf(2, 77)).copy(target, 0, 0, 4);
    const search = createNonceSearch(kernel, { sealDigest, target }, { high: 2, low: 70, highStep: 1 });
    const expected = Array.from({ length: 100 }, (_, index) => nonceOf(2, 70 + index)).filter(
      (nonce) => Buffer.compare(idOf(nonce), target) < 0,
    );
    expect(expected.some((nonce) => nonce.readUInt32BE(4) > 77)).toBe(true);
    expect(hitsOf(search, 100, 100)).toEqual(expected);
  });

  test('at the end of the low words it takes the next high word, which wraps as well', () => {
    for (const [high, next] of [
      [6, 9],
      [0xfffffffe, 1],
    ] as const) {
      const space = { high, low: lowWords - 2, highStep: 3 };
      const search = createNonceSearch(kernel, { sealDigest, target: everything }, space);
      const hits = hitsOf(search, 4, 10);
      expect(hits).toEqual([nonceOf(high, 0xfffffffe), nonceOf(high, 0xffffffff), nonceOf(next, 0), nonceOf(next, 1)]);
    }
  });

  test('a slice ends with the low words, a target of zero is never met', () => {
    const space = { high: 0, low: lowWords - 5, highStep: 1 };
    const search = createNonceSearch(kernel, { sealDigest, target: nothing }, space);
    expect(search(100)).toEqual({ tried: 5, nonce: undefined });
    expect(search(100)).toEqual({ tried: 100, nonce: undefined });
  });
});

test('a target of another length is refused', () => {
  const kernel = createPowKernel('scalar');
  const space = { high: 0, low: 0, highStep: 1 };
  expect(() => createNonceSearch(kernel, { sealDigest, target: new Uint8Array(4) }, space)).toThrow('32 bytes');
});
