// The rules of proof of work one by one, each kept and broken.

import { describe, expect, test } from 'vitest';
import {
  accountAddress,
  type ChainSpec,
  type ConsensusField,
  formatAddress,
  type Header,
  parseChainSpec,
  type PowParameters,
  sealHeader,
  targetOfBits,
  zeroHex32,
} from '../model/index.ts';
import type { Ancestry, ConsensusEngine } from './engine.ts';
import { engineFor } from './engine-for.ts';
import { createPowEngine } from './pow.ts';

const blockTimeMs = 10_000;
const genesisTime = 1_700_000_000_000;

const asert: PowParameters = {
  kind: 'pow',
  blockTimeMs,
  retarget: { kind: 'asert', halfLifeMs: 600_000 },
  initialTarget: targetOfBits(20),
  onlyWhenTransactionsWait: false,
};
const fixed: PowParameters = {
  ...asert,
  retarget: { kind: 'fixed', leadingHexZeros: 5 },
  onlyWhenTransactionsWait: true,
};

const headerAt = (time: number, consensus: ConsensusField): Header => ({
  version: 1,
  chainId: zeroHex32,
  height: 7,
  parent: zeroHex32,
  time,
  producer: zeroHex32,
  transactionRoot: zeroHex32,
  stateRoot: zeroHex32,
  receiptRoot: zeroHex32,
  historyRoot: zeroHex32,
  gasUsed: 0,
  consensus,
});
const powHeader = (time: number, target: string): Header => headerAt(time, { kind: 'pow', target });
const poaField: ConsensusField = { kind: 'poa', slot: 1, validatorsHash: zeroHex32, nextValidatorsHash: zeroHex32 };

/** 2^bits − 1 as a target; small powers make the arithmetic of the rules visible. */
const hex = (target: bigint): string => target.toString(16).padStart(64, '0');
const target = 1n << 230n;

/** The target that the engine expects of a block `afterMs` after its parent. */
const targetAfter = (engine: ConsensusEngine, ancestry: Ancestry, afterMs: number): bigint => {
  const checked = engine.checkHeader(powHeader(ancestry.parent.time + afterMs, zeroHex32), ancestry);
  if (checked.ok || checked.error.type !== 'header-target') throw new Error('the target of all zeros is never right');
  return BigInt(`0x${checked.error.expected}`);
};

/** A parent with `target` whose own interval was `intervalMs`. */
const after = (intervalMs: number, parentTarget = target): Ancestry => ({
  parent: powHeader(genesisTime + intervalMs, hex(parentTarget)),
  grandparentTime: genesisTime,
});
const afterGenesis: Ancestry = { parent: powHeader(genesisTime, targetOfBits(20)), grandparentTime: undefined };

describe('asert: the target of a block', () => {
  const engine = createPowEngine(asert);
  const initial = BigInt(`0x${asert.initialTarget}`);

  test('is the initial one for the first block, however long ago the spec was made', () => {
    expect(targetAfter(engine, afterGenesis, 1)).toBe(initial);
    expect(targetAfter(engine, afterGenesis, 119_999)).toBe(initial);
    expect(targetAfter(engine, afterGenesis, 120_000)).toBe(initial << 1n);
    expect(targetAfter(engine, afterGenesis, 365 * 86_400_000)).toBe(initial << 16n);
  });

  test('is the parent’s when the parent came on time', () => {
    expect(targetAfter(engine, after(blockTimeMs), 5)).toBe(target);
  });

  test('is twice the parent’s after a half-life of lateness, spread over blocks that each count 30 block times', () => {
    const short = createPowEngine({ ...asert, retarget: { kind: 'asert', halfLifeMs: 50_000 } });
    expect(targetAfter(short, after(60_000), 5)).toBe(2n * target);
    // 29 block times are 290 s of lateness: 48 % of a half-life of 600 s
    const most = targetAfter(engine, after(300_000, target << 2n), 5);
    expect(targetAfter(engine, after(359_999, target << 2n), 5)).toBe(most);
    expect(Number((1000n * most) / target)).toBe(Math.floor(1000 * 2 ** (290 / 600)));
  });

  test('doubles for each whole 120 s of silence before the block itself, 16 times at most', () => {
    const ancestry = after(blockTimeMs);
    expect(targetAfter(engine, ancestry, 119_999)).toBe(target);
    expect(targetAfter(engine, ancestry, 120_000)).toBe(2n * target);
    expect(targetAfter(engine, ancestry, 239_999)).toBe(2n * target);
    expect(targetAfter(engine, ancestry, 240_000)).toBe(4n * target);
    expect(targetAfter(engine, ancestry, 16 * 120_000)).toBe(target << 16n);
    expect(targetAfter(engine, ancestry, 1000 * 120_000)).toBe(target << 16n);
  });

  test('does not inherit the doublings of a silence: a week before the parent counts 29 block times of lateness', () => {
    const lateness29 = targetAfter(engine, after(300_000, target << 2n), 5);
    expect(targetAfter(engine, after(7 * 86_400_000, target << 16n), 5)).toBe(lateness29);
  });

  test('is no harder than the first block’s when the parent’s was the easiest there is', () => {
    const easiest = (1n << 256n) - 1n;
    const easy = createPowEngine({ ...asert, initialTarget: hex(easiest) });
    expect(targetAfter(easy, after(7 * 86_400_000, easiest), 5)).toBe(easiest);
    // 2^240 − 1 is what is left at least, and easier than an initial target of 2^236 − 1; then 290 s of lateness
    expect(targetAfter(engine, after(7 * 86_400_000, easiest), 5)).toBeGreaterThan((1n << 240n) - 1n);
  });

  test('waits longer for silence where blocks are far apart or the clock’s bound is wide', () => {
    const silence = (ms: number): number => {
      const one = createPowEngine({ ...asert, blockTimeMs: ms });
      const ancestry = after(ms);
      const first = targetAfter(one, ancestry, 1);
      let late = 1000;
      while (targetAfter(one, ancestry, late) === first) late += 1000;
      return late;
    };
    expect(silence(1000)).toBe(60_000);
    expect(silence(10_000)).toBe(120_000);
    expect(silence(60_000)).toBe(720_000);
  });
});

describe('a proof-of-work header', () => {
  const engine = createPowEngine(asert);
  const ancestry = after(blockTimeMs);
  const time = ancestry.parent.time + 9000;

  test('with the right target is accepted, with any other refused by name', () => {
    expect(engine.checkHeader(powHeader(time, hex(target)), ancestry).ok).toBe(true);
    for (const wrong of [target - 1n, target + 1n]) {
      expect(engine.checkHeader(powHeader(time, hex(wrong)), ancestry)).toEqual({
        ok: false,
        error: { type: 'header-target', expected: hex(target), actual: hex(wrong) },
      });
    }
  });

  test('of another kind is refused, weighs nothing and gets no search', () => {
    const other = headerAt(time, poaField);
    const fault = { type: 'header-consensus-kind', expected: 'pow', actual: 'poa' };
    expect(engine.checkHeader(other, ancestry)).toEqual({ ok: false, error: fault });
    expect(engine.verifySeal(sealHeader(other, new Uint8Array(64)))).toEqual({ ok: false, error: fault });
    expect(engine.weight(other)).toBe(0n);
    expect(() => engine.sealTask(other)).toThrow('a poa header');
  });

  test('is believed up to the future bound ahead of the clock', () => {
    const aheadMs = (ms: number): number =>
      time - createPowEngine({ ...asert, blockTimeMs: ms }).believableFrom(powHeader(time, hex(target)));
    expect([1000, 10_000, 20_000, 40_000, 600_000].map(aheadMs)).toEqual([30_000, 30_000, 60_000, 120_000, 120_000]);
  });

  test('is sealed when its id is strictly below the target', () => {
    const sealed = sealHeader(powHeader(time, hex(target)), new Uint8Array(8));
    const id = BigInt(`0x${sealed.id}`);
    const withTarget = (bound: bigint) => ({ ...sealed, header: powHeader(time, hex(bound)) });
    expect(engine.verifySeal(withTarget(id + 1n)).ok).toBe(true);
    expect(engine.verifySeal(withTarget(id))).toEqual({ ok: false, error: { type: 'header-seal', id: sealed.id } });
    expect(engine.verifySeal(withTarget(id - 1n)).ok).toBe(false);
  });

  test('weighs the hashes that it takes on average', () => {
    const weightOf = (of: bigint): bigint => engine.weight(powHeader(time, hex(of)));
    expect(weightOf((1n << 256n) - 1n)).toBe(1n);
    expect(weightOf((1n << 236n) - 1n)).toBe(1n << 20n);
    expect(weightOf(1n << 236n)).toBe((1n << 20n) - 1n);
    expect(weightOf(1n)).toBe(1n << 255n);
  });

  test('is searched over its own seal digest', () => {
    const header = powHeader(time, hex(target));
    const { sealDigest } = sealHeader(header, new Uint8Array(8));
    expect(engine.sealTask(header)).toEqual({ type: 'search', sealDigest, target: hex(target) });
  });
});

describe('the next block', () => {
  const engine = createPowEngine(asert);
  const ancestry = after(blockTimeMs);
  const parentTime = ancestry.parent.time;
  const consensus = { kind: 'pow', target: hex(target) };

  test('has our time, or the millisecond after a parent that is ahead of it, and is renewed after 5 s', () => {
    expect(engine.prepare(ancestry, parentTime + 700)).toEqual({
      type: 'ready',
      time: parentTime + 700,
      consensus,
      renewAt: parentTime + 5700,
    });
    expect(engine.prepare(ancestry, parentTime - 20_000)).toEqual({
      type: 'ready',
      time: parentTime + 1,
      consensus,
      renewAt: parentTime + 5001,
    });
  });

  test('is renewed at once when silence makes it easier', () => {
    const before = engine.prepare(ancestry, parentTime + 118_000);
    expect(before).toMatchObject({ renewAt: parentTime + 120_000, consensus });
    expect(engine.prepare(ancestry, parentTime + 120_000)).toMatchObject({ consensus: { target: hex(2n * target) } });
  });

  test('is renewed more often where blocks are quick', () => {
    const quick = createPowEngine({ ...asert, blockTimeMs: 3000 });
    expect(quick.prepare(ancestry, parentTime + 700)).toMatchObject({ renewAt: parentTime + 700 + 1500 });
    const quickest = createPowEngine({ ...asert, blockTimeMs: 100 });
    expect(quickest.prepare(ancestry, parentTime + 700)).toMatchObject({ renewAt: parentTime + 700 + 1000 });
  });
});

describe('teaching mode', () => {
  const engine = createPowEngine(fixed);
  const fiveZeros = `00000${'f'.repeat(59)}`;
  const bound = `00001${'0'.repeat(59)}`;
  const parentTime = afterGenesis.parent.time;

  test('asks for as many leading zeros as the spec says, whatever happened before', () => {
    for (const ancestry of [afterGenesis, after(blockTimeMs), after(7 * 86_400_000)]) {
      expect(targetAfter(engine, ancestry, 86_400_000)).toBe(BigInt(`0x${bound}`));
    }
    const sealed = sealHeader(powHeader(parentTime, bound), new Uint8Array(8));
    expect(engine.verifySeal({ ...sealed, id: fiveZeros }).ok).toBe(true);
    expect(engine.verifySeal({ ...sealed, id: bound }).ok).toBe(false);
    const none = createPowEngine({ ...fixed, retarget: { kind: 'fixed', leadingHexZeros: 0 } });
    expect(targetAfter(none, afterGenesis, blockTimeMs)).toBe((1n << 256n) - 1n);
  });

  test('refuses a block before its time', () => {
    expect(engine.checkHeader(powHeader(parentTime + 9999, bound), afterGenesis)).toEqual({
      ok: false,
      error: { type: 'header-too-early', earliest: parentTime + blockTimeMs, time: parentTime + 9999 },
    });
    expect(engine.checkHeader(powHeader(parentTime + blockTimeMs, bound), afterGenesis).ok).toBe(true);
  });

  test('waits for that time and then searches', () => {
    expect(engine.prepare(afterGenesis, parentTime + 9999)).toEqual({ type: 'wait', until: parentTime + blockTimeMs });
    expect(engine.prepare(afterGenesis, parentTime + blockTimeMs)).toMatchObject({
      type: 'ready',
      time: parentTime + blockTimeMs,
      renewAt: parentTime + blockTimeMs + 5000,
    });
  });

  test('refuses empty bodies where the spec says so', () => {
    expect(engine.bodyMayBeEmpty).toBe(false);
    expect(createPowEngine(asert).bodyMayBeEmpty).toBe(true);
  });
});

const checks = { signatureCheck: () => false };

describe('the engine of a chain', () => {
  const specWith = (consensus: object): ChainSpec => {
    const spec = parseChainSpec({ name: 'Classroom', genesisTime, salt: '00'.repeat(16), consensus });
    if (!spec.ok) throw new Error(`the spec is refused: ${JSON.stringify(spec.error)}`);
    return spec.value;
  };
  const admin = formatAddress(accountAddress(zeroHex32));

  test('is proof of work where the spec says so', () => {
    const engine = engineFor(specWith({ kind: 'pow' }), checks);
    expect(engine).toMatchObject({ kind: 'pow' });
  });

  test('is that which the spec names', () => {
    const stake = engineFor(specWith({ kind: 'pos', stakes: [{ address: admin, amount: '1' }] }), checks);
    expect(stake).toMatchObject({ kind: 'pos' });
    const authority = engineFor(specWith({ kind: 'poa', admin }), checks);
    expect(authority).toMatchObject({ kind: 'poa' });
  });
});
