// The aserti3-2d arithmetic against the official vectors, bit for bit, and at its edges.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asertTarget } from './asert.ts';

const vectorFile = (run: string): string =>
  readFileSync(new URL(`../../../tests/vectors/asert/${run}`, import.meta.url), 'utf8');

/** Bitcoin's compact form of a target: one byte for the length in bytes, three for the leading digits, signed. */
const fromCompact = (compact: bigint): bigint => {
  const shift = 8n * ((compact >> 24n) - 3n);
  const digits = compact & 0x7fffffn;
  return shift < 0n ? digits >> -shift : digits << shift;
};

const toCompact = (target: bigint): bigint => {
  let length = BigInt(Math.ceil(target.toString(2).length / 8));
  let digits = length <= 3n ? target << (8n * (3n - length)) : target >> (8n * (length - 3n));
  if ((digits & 0x800000n) !== 0n) {
    digits >>= 8n;
    length += 1n;
  }
  return (length << 24n) | digits;
};

const setting = (text: string, name: string): bigint => {
  const value = new RegExp(`##\\s+${name}: (\\S+)`).exec(text)?.[1];
  if (value === undefined) throw new Error(`no ${name} in the vectors`);
  return BigInt(value);
};

const spacing = 600n;
const bitcoinCash = { halfLife: 172_800n, targetMax: (1n << 224n) - 1n };

describe('the official vectors of aserti3-2d', () => {
  test.each([
    ['run01', 10],
    ['run02', 10],
    ['run03', 10],
    ['run04', 225],
    ['run05', 225],
    ['run06', 1000],
  ])('%s: every row, bit for bit', (run, count) => {
    const text = vectorFile(run);
    const target = fromCompact(setting(text, 'anchor nBits'));
    const anchorHeight = setting(text, 'anchor height');
    const anchorTime = setting(text, 'anchor ancestor time');
    const rows = text.split('\n').filter((line) => /^\d/.test(line));
    expect(rows).toHaveLength(count);
    for (const row of rows) {
      const [, height = '', time = '', compact = ''] = row.trim().split(' ');
      const lateness = BigInt(time) - anchorTime - spacing * (BigInt(height) - anchorHeight + 1n);
      const next = toCompact(asertTarget({ target, lateness, ...bitcoinCash }));
      expect(`${row} → 0x${next.toString(16).padStart(8, '0')}`).toBe(`${row} → ${compact}`);
    }
  });
});

describe('a step, for any target and lateness', () => {
  const targetMax = (1n << 256n) - 1n;
  const target = fc.bigInt({ min: 1n, max: targetMax });
  const halfLife = fc.bigInt({ min: 1n, max: 1n << 32n });
  const lateness = fc.bigInt({ min: -(1n << 53n), max: 1n << 53n });

  test('stays within its bounds', () => {
    fc.assert(
      fc.property(target, lateness, halfLife, (from, late, life) => {
        const next = asertTarget({ target: from, lateness: late, halfLife: life, targetMax });
        expect(next >= 1n && next <= targetMax).toBe(true);
      }),
    );
  });

  test('never gets harder with more lateness or with an easier start', () => {
    const more = fc.bigInt({ min: 0n, max: 1n << 40n });
    fc.assert(
      fc.property(target, lateness, halfLife, more, more, (from, late, life, later, easier) => {
        const step = { target: from, lateness: late, halfLife: life, targetMax };
        const next = asertTarget(step);
        expect(asertTarget({ ...step, lateness: late + later }) >= next).toBe(true);
        expect(asertTarget({ ...step, target: from + easier }) >= next).toBe(true);
      }),
    );
  });

  test('doubles for a half-life of lateness, halves for one of earliness, and keeps what is on time', () => {
    const middle = fc.bigInt({ min: 1n << 100n, max: 1n << 200n });
    fc.assert(
      fc.property(middle, halfLife, (from, life) => {
        const step = { target: from, halfLife: life, targetMax };
        expect(asertTarget({ ...step, lateness: life })).toBe(2n * from);
        expect(asertTarget({ ...step, lateness: -life })).toBe(from / 2n);
        expect(asertTarget({ ...step, lateness: 0n })).toBe(from);
      }),
    );
  });

  test('is bounded however late or early a block is', () => {
    const step = { target: 1n << 200n, halfLife: 1n, targetMax };
    expect(asertTarget({ ...step, lateness: 1n << 53n })).toBe(targetMax);
    expect(asertTarget({ ...step, lateness: -(1n << 53n) })).toBe(1n);
  });
});
