// Attacks on proof of work, simulated: what each would gain, with the figures that docs/protocol/pow.md states.

import { describe, expect, test } from 'vitest';
import { type Header, type PowParameters, targetOfBits, zeroHex32 } from '../model/index.ts';
import { createPowEngine, type PowEngine } from './pow.ts';

// Mining on a virtual clock against the real engine: the time to a block is drawn from the rate at which the miners of
// that moment meet the target that the engine gives them. Every block is checked as another node would check it.

const blockTimeMs = 10_000;
const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
const futureBoundMs = 30_000;
/** hashes per ms; about 2^26 hashes a block, well above the first block's 2^20 */
const fullPower = 2 ** 26 / blockTimeMs;

interface Miner {
  /** hashes per ms */
  readonly power: (now: number) => number;
  /** what this miner says the time is */
  readonly stamp: (now: number, parentTime: number) => number;
}

const honest = (power: number | ((now: number) => number)): Miner => ({
  power: typeof power === 'number' ? () => power : power,
  stamp: (now) => now,
});

interface Mined {
  readonly header: Header;
  /** when it was really found */
  readonly foundAt: number;
  readonly miner: Miner;
}

const genesis: Header = {
  version: 1,
  chainId: zeroHex32,
  height: 0,
  parent: zeroHex32,
  time: 1_700_000_000_000,
  producer: zeroHex32,
  transactionRoot: zeroHex32,
  stateRoot: zeroHex32,
  receiptRoot: zeroHex32,
  historyRoot: zeroHex32,
  gasUsed: 0,
  consensus: { kind: 'pow', target: targetOfBits(20) },
};

/** xorshift32, as numbers in (0, 1). */
const seeded = (seed: number): (() => number) => {
  let word = seed;
  return () => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return ((word >>> 0) + 0.5) / 2 ** 32;
  };
};

const engineWith = (halfLifeMs: number): PowEngine =>
  createPowEngine({
    kind: 'pow',
    blockTimeMs,
    retarget: { kind: 'asert', halfLifeMs },
    initialTarget: targetOfBits(20),
    onlyWhenTransactionsWait: false,
  } satisfies PowParameters);

/** A miner's block in the making. */
interface Attempt {
  readonly miner: Miner;
  readonly header: Header;
  /** blocks per ms */
  readonly rate: number;
  readonly renewInMs: number;
}

interface Simulation {
  readonly now: () => number;
  readonly idle: (forMs: number) => void;
  readonly mineOne: (miners: readonly Miner[]) => Mined;
  readonly mineFor: (ms: number, miners: readonly Miner[]) => readonly Mined[];
}

const simulate = (engine: PowEngine, seed: number): Simulation => {
  const random = seeded(seed);
  let now = genesis.time;
  let ancestry: { readonly parent: Header; readonly grandparentTime: number | undefined } = {
    parent: genesis,
    grandparentTime: undefined,
  };

  const attempt = (miner: Miner): Attempt => {
    const { parent } = ancestry;
    const claimed = miner.stamp(now, parent.time);
    const next = engine.prepare(ancestry, claimed);
    if (next.type === 'wait') throw new Error('asert never waits');
    const header = { ...parent, height: parent.height + 1, time: next.time, consensus: next.consensus };
    return { miner, header, rate: miner.power(now) / Number(engine.weight(header)), renewInMs: next.renewAt - claimed };
  };
  const mineOne = (miners: readonly Miner[]): Mined => {
    let work = -Math.log(random());
    for (;;) {
      const attempts = miners.map(attempt);
      const rate = attempts.reduce((sum, one) => sum + one.rate, 0);
      const renewInMs = Math.min(...attempts.map((one) => one.renewInMs));
      if (work > rate * renewInMs) {
        work -= rate * renewInMs;
        now += renewInMs;
        continue;
      }
      now += Math.ceil(work / rate);
      let draw = random() * rate;
      const found = attempts.find((one) => (draw -= one.rate) <= 0) ?? attempts[0];
      if (found === undefined) throw new Error('no miners');
      if (!engine.checkHeader(found.header, ancestry).ok) throw new Error('the engine refuses what it prepared');
      if (engine.believableFrom(found.header) > now) throw new Error('a header from too far ahead');
      ancestry = { parent: found.header, grandparentTime: ancestry.parent.time };
      return { header: found.header, foundAt: now, miner: found.miner };
    }
  };
  return {
    now: () => now,
    idle: (forMs) => {
      now += forMs;
    },
    mineOne,
    mineFor: (ms, miners) => {
      const end = now + ms;
      const mined: Mined[] = [];
      for (let block = mineOne(miners); block.foundAt < end; block = mineOne(miners)) mined.push(block);
      return mined;
    },
  };
};

/** A network of full power that has long found its pace. */
const settled = (halfLifeMs: number, seed: number): Simulation => {
  const simulation = simulate(engineWith(halfLifeMs), seed);
  simulation.mineFor(6 * hourMs, [honest(fullPower)]);
  return simulation;
};

const tenMinutesMs = 600_000;
const halfLives = [tenMinutesMs, hourMs];

/** Blocks in proportion to what the spec promises. */
const pace = (blocks: readonly Mined[], ms: number): number => blocks.length / (ms / blockTimeMs);

const shareOf = (miner: Miner, blocks: readonly Mined[]): number =>
  blocks.filter((block) => block.miner === miner).length / blocks.length;

const expectBetween = (value: number, low: number, high: number): void => {
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
};

describe('steady power', () => {
  test.each(halfLives)('gives a block each block time, with a half-life of %d ms', (halfLifeMs) => {
    const blocks = settled(halfLifeMs, 1).mineFor(12 * hourMs, [honest(fullPower)]);
    expectBetween(pace(blocks, 12 * hourMs), 0.97, 1.03);
  });

  test('gives its first blocks at the spec’s target and a thousand blocks later the right pace', () => {
    const simulation = simulate(engineWith(tenMinutesMs), 2);
    for (let i = 0; i < 1000; i++) simulation.mineOne([honest(fullPower)]);
    expectBetween(pace(simulation.mineFor(2 * hourMs, [honest(fullPower)]), 2 * hourMs), 0.9, 1.1);
  });
});

describe('after an idle time', () => {
  test.each([
    { idle: 'twenty minutes', idleMs: 1_200_000, halfLifeMs: tenMinutesMs },
    { idle: 'a week', idleMs: weekMs, halfLifeMs: tenMinutesMs },
    { idle: 'a week, at a long half-life', idleMs: weekMs, halfLifeMs: hourMs },
  ])('of $idle, the next hour has about an hour’s blocks and no storm at its start', ({ idleMs, halfLifeMs }) => {
    for (const seed of [1, 2]) {
      const simulation = settled(halfLifeMs, seed);
      simulation.idle(idleMs);
      const first = simulation.mineOne([honest(fullPower)]);
      expect(first.foundAt - first.header.time).toBeLessThan(5000);
      const firstMinute = simulation.mineFor(60_000, [honest(fullPower)]);
      expect(firstMinute.length).toBeLessThan(20);
      const rest = simulation.mineFor(hourMs - 60_000, [honest(fullPower)]);
      expectBetween(pace([...firstMinute, ...rest], hourMs), 0.9, 1.2);
    }
  });
});

describe('when most of the power leaves', () => {
  test.each([
    { ratio: 30, firstMs: 300_000, tenMs: 1_800_000, eightyMs: 2 * hourMs },
    { ratio: 1000, firstMs: 900_000, tenMs: 2 * hourMs, eightyMs: 4 * hourMs },
  ])('to one part in $ratio, blocks come soon again and at last at their pace', (limits) => {
    for (const seed of [1, 2]) {
      const simulation = settled(tenMinutesMs, seed);
      const start = simulation.now();
      const times = Array.from(
        { length: 80 },
        () => simulation.mineOne([honest(fullPower / limits.ratio)]).foundAt - start,
      );
      expect(times[0]).toBeLessThan(limits.firstMs);
      expect(times[9]).toBeLessThan(limits.tenMs);
      expect(times[79]).toBeLessThan(limits.eightyMs);
    }
  });
});

describe('a producer that plays with time', () => {
  const share = 0.3;
  const tricks = {
    'stamps as far ahead as is believed': (now: number): number => now + futureBoundMs,
    'stamps as early as is allowed': (now: number, parentTime: number): number => Math.min(now, parentTime + 1),
  };
  test.each(
    Object.entries(tricks).flatMap(([trick, stamp]) => halfLives.map((halfLifeMs) => ({ trick, stamp, halfLifeMs }))),
  )('and $trick gains nothing, with a half-life of $halfLifeMs ms', ({ stamp, halfLifeMs }) => {
    const liar: Miner = { power: () => share * fullPower, stamp };
    const blocks = settled(halfLifeMs, 5).mineFor(24 * hourMs, [honest((1 - share) * fullPower), liar]);
    // with this seed an honest miner of the same share finds as many, within the noise of 8,640 blocks
    expectBetween(pace(blocks, 24 * hourMs), 0.98, 1.02);
    expectBetween(shareOf(liar, blocks), share - 0.015, share + 0.015);
  });
});

describe('power that comes and goes', () => {
  test.each([5, 30, 360].flatMap((blockTimes) => halfLives.map((halfLifeMs) => ({ blockTimes, halfLifeMs }))))(
    'tenfold every $blockTimes block times keeps the pace, and the hopper has no advantage ($halfLifeMs ms)',
    ({ blockTimes, halfLifeMs }) => {
      const isOn = (now: number): boolean => Math.floor(now / (blockTimes * blockTimeMs)) % 2 === 0;
      const steady = honest(fullPower);
      const hopper = honest((now) => (isOn(now) ? 9 * fullPower : 0));
      const simulation = settled(halfLifeMs, 7);
      simulation.mineFor(6 * hourMs, [steady, hopper]);
      const blocks = simulation.mineFor(24 * hourMs, [steady, hopper]);
      expectBetween(pace(blocks, 24 * hourMs), 0.95, 1.05);
      // per hash: the hopper works half of the time with nine times the power
      const perHash = shareOf(hopper, blocks) / 4.5 / shareOf(steady, blocks);
      expect(perHash).toBeLessThan(1.05); // one part in 5.5 of 8,640 blocks is known to 2.3 %
    },
  );
});

describe('power that multiplies by sixteen, and falls back', () => {
  const manyTimes = 16;
  /** five half-lives of 60 block times */
  const settleMs = 5 * tenMinutesMs;

  test.each([1, 2, 3])('is followed within five half-lives, up and down (seed %d)', (seed) => {
    const simulation = settled(tenMinutesMs, seed);
    for (const power of [manyTimes * fullPower, fullPower]) {
      simulation.mineFor(settleMs, [honest(power)]);
      const blocks = simulation.mineFor(2 * hourMs, [honest(power)]);
      expectBetween((2 * hourMs) / blocks.length / blockTimeMs, 0.5, 2);
    }
  });
});

describe('a week without anybody', () => {
  test.each([1, 2, 3])('is followed by no burst: never more than twice the rate over ten minutes (seed %d)', (seed) => {
    const simulation = settled(tenMinutesMs, seed);
    simulation.idle(weekMs);
    simulation.mineOne([honest(fullPower)]);
    for (let window = 0; window < 12; window++) {
      const blocks = simulation.mineFor(tenMinutesMs, [honest(fullPower)]);
      expect(pace(blocks, tenMinutesMs)).toBeLessThan(2);
    }
  });
});
