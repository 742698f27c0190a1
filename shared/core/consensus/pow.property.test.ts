// Properties of the proof-of-work engine for any parameters, targets and times.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Header, type PowParameters, targetOfBits, zeroHex32 } from '../model/index.ts';
import type { Ancestry } from './engine.ts';
import { createPowEngine } from './pow.ts';

const parameters = fc
  .record({
    blockTimeMs: fc.integer({ min: 100, max: 86_400_000 }),
    halfLives: fc.integer({ min: 1, max: 1000 }),
    bits: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ blockTimeMs, halfLives, bits }): PowParameters => ({
    kind: 'pow',
    blockTimeMs,
    retarget: { kind: 'asert', halfLifeMs: halfLives * blockTimeMs },
    initialTarget: targetOfBits(bits),
    onlyWhenTransactionsWait: false,
  }));

const headerAt = (time: number, target: string): Header => ({
  version: 1,
  chainId: zeroHex32,
  height: 1,
  parent: zeroHex32,
  time,
  producer: zeroHex32,
  transactionRoot: zeroHex32,
  stateRoot: zeroHex32,
  receiptRoot: zeroHex32,
  historyRoot: zeroHex32,
  gasUsed: 0,
  consensus: { kind: 'pow', target },
});

const genesisTime = 1_700_000_000_000;
const targetMax = (1n << 256n) - 1n;
/** from a quick block to a year of silence, evenly over the magnitudes */
const intervalMs = fc.double({ min: 0, max: 10.5, noNaN: true }).map((power) => Math.max(1, Math.round(10 ** power)));
const intervals = fc.array(intervalMs, { minLength: 1, maxLength: 30 });

const targetFor = (pow: PowParameters, ancestry: Ancestry, now: number): bigint => {
  const next = createPowEngine(pow).prepare(ancestry, now);
  if (next.type === 'wait' || next.consensus.kind !== 'pow') throw new Error('asert never waits');
  return BigInt(`0x${next.consensus.target}`);
};

/** The ancestry at the end of a chain whose blocks came at these intervals. */
const chainOf = (pow: PowParameters, gaps: readonly number[]): Ancestry => {
  let ancestry: Ancestry = { parent: headerAt(genesisTime, pow.initialTarget), grandparentTime: undefined };
  for (const gap of gaps) {
    const time = ancestry.parent.time + gap;
    const target = targetFor(pow, ancestry, time).toString(16).padStart(64, '0');
    ancestry = { parent: headerAt(time, target), grandparentTime: ancestry.parent.time };
  }
  return ancestry;
};

describe('the target, for any spec and any times', () => {
  test('stays in 1…2^256 − 1, and the engine accepts what it prepares', () => {
    fc.assert(
      fc.property(parameters, intervals, intervalMs, (pow, gaps, gap) => {
        const ancestry = chainOf(pow, gaps);
        const engine = createPowEngine(pow);
        const next = engine.prepare(ancestry, ancestry.parent.time + gap);
        if (next.type === 'wait' || next.consensus.kind !== 'pow') throw new Error('asert never waits');
        const target = BigInt(`0x${next.consensus.target}`);
        expect(target >= 1n && target <= targetMax).toBe(true);
        expect(next.consensus.target).toHaveLength(64);
        expect(next.renewAt).toBeGreaterThan(next.time);
        expect(engine.checkHeader(headerAt(next.time, next.consensus.target), ancestry).ok).toBe(true);
      }),
    );
  });

  test('never gets harder while a block is waited for, and stays the same until its renewal is due', () => {
    fc.assert(
      fc.property(parameters, intervals, intervalMs, intervalMs, (pow, gaps, gap, more) => {
        const ancestry = chainOf(pow, gaps);
        const now = ancestry.parent.time + gap;
        const target = targetFor(pow, ancestry, now);
        expect(targetFor(pow, ancestry, now + more) >= target).toBe(true);
        const next = createPowEngine(pow).prepare(ancestry, now);
        if (next.type === 'ready') expect(targetFor(pow, ancestry, next.renewAt - 1)).toBe(target);
      }),
    );
  });

  test('is easier by 2^16 at most after any pause, and the pause leaves its successors 30 block times at most', () => {
    fc.assert(
      fc.property(parameters, intervals, intervalMs, (pow, gaps, pause) => {
        const ancestry = chainOf(pow, gaps);
        const steady = targetFor(pow, ancestry, ancestry.parent.time + 1);
        fc.pre(steady < 1n << 239n); // easier than that, a pause may reach the easiest target
        expect(targetFor(pow, ancestry, ancestry.parent.time + pause) <= steady << 16n).toBe(true);
        const successor = (gap: number): bigint => {
          const child = chainOf(pow, [...gaps, gap]);
          return targetFor(pow, child, child.parent.time + 1);
        };
        const capped = successor(30 * pow.blockTimeMs);
        expect(successor(pause) <= capped).toBe(true);
        expect(successor(30 * pow.blockTimeMs + pause)).toBe(capped);
      }),
    );
  });

  test('depends on its arguments alone: another engine of the same spec says the same', () => {
    fc.assert(
      fc.property(parameters, intervals, (pow, gaps) => {
        expect(chainOf(structuredClone(pow), gaps)).toEqual(chainOf(pow, gaps));
      }),
    );
  });

  test('a later stamp inside the future bound moves the successors by its own lateness, no more', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 30_000 }), (pow, ahead) => {
        const block = pow.blockTimeMs;
        const gaps = [block, block, block];
        const honest = chainOf(pow, [...gaps, block, block + 30_000]);
        const lied = chainOf(pow, [...gaps, block + ahead, block + 30_000 - ahead]);
        fc.pre(block > 2000 && 30_000 + block < 30 * block); // no interval is cut off
        const targets = [honest, lied].map((chain) => Number(targetFor(pow, chain, chain.parent.time + 1)));
        const [straight = 0, bent = 0] = targets;
        expect(Math.abs(Math.log2(bent / straight))).toBeLessThan(0.001);
      }),
    );
  });
});
