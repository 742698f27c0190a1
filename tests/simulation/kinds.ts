// The tests of networks in which signatures seal blocks: all that the other simulations ask, and no slot is sealed twice.
// A file for each kind runs them, so that a night's two cores have work. Bounds: those of each plan in plans.ts.

import { describe, expect, test } from 'vitest';
import type { SimulationPlan, SimulationReport } from '../../shared/testing/simulation/index.ts';
import {
  byzantineThird,
  expectToHold,
  faultFree,
  isNight,
  largeNetwork,
  roughNetwork,
  run,
  seedsOf,
  signedAs,
  sleepyNetwork,
  smallThird,
  smallNetwork,
  twoHalves,
} from './plans.ts';

/** Nine of thirty signers; headers cannot be forged by search here, so the two kinds of attack that do are left out. */
const signingThird: SimulationPlan = {
  ...byzantineThird,
  attacks: byzantineThird.attacks.map((attack) =>
    attack === 'header flood' ? 'weight liar' : attack === 'false promises' ? 'censor' : attack,
  ),
};

/** A block is held until its slot has begun by one's own clock: clocks as the network time keeps them, so that links are measured. */
const rightClocks: SimulationPlan = { ...largeNetwork, skewMsMax: 250 };

/** Those that need no header which only a search forges. */
const loneAttacks = [
  ...(['garbage', 'bad bodies', 'future blocks', 'weight liar'] as const),
  ...(['withheld bodies', 'stale chain', 'censor', 'sync liar'] as const),
];

/** Two halves whose signers are not as many, so that one of them leads after a while. */
const unevenHalves: SimulationPlan = { ...twoHalves, miners: 9 };

export const testKind = (kind: 'poa' | 'pos'): void => {
  const told = async (name: string, seed: number, plan: SimulationPlan): Promise<SimulationReport> => {
    const report = expectToHold(await run(seed, signedAs(kind, plan)));
    console.log(
      `${kind}, ${name}, seed ${seed}: ${report.height} blocks, ${report.reorganisations} reorganisations of up to ` +
        `${report.deepestReorganisation}, ${report.included} of ${report.sent} payments`,
    );
    expect(report.included).toBe(report.sent);
    expect(report.sent).toBeGreaterThan(50);
    return report;
  };

  test.each(seedsOf(2, 40))('seed %i: in a small class everything goes wrong', async (seed) => {
    expect((await told('small class', seed, smallNetwork)).height).toBeGreaterThan(10);
  });

  test.each(seedsOf(1, 20))('seed %i: whoever sleeps comes back without a penalty', async (seed) => {
    const report = await told('sleepers', seed, sleepyNetwork);
    expect(report.healings.map(({ what }) => what)).toContain('sleep of all');
    expect(report.penalisedBy.size).toBe(0);
  });

  test.each(seedsOf(1, 20))('seed %i: of a class a third does not keep the protocol, and it grows', async (seed) => {
    expect((await told('small third', seed, smallThird)).turbulentHeight).toBeGreaterThan(10);
  });

  describe.runIf(isNight)('by night', () => {
    test.each(seedsOf(1, 20))('seed %i: a rough network of twenty', async (seed) => {
      expect((await told('rough network', seed, roughNetwork)).height).toBeGreaterThan(40);
    });

    test.each(seedsOf(1, 20))('seed %i: of two halves the longer wins, and nothing is lost', async (seed) => {
      const { split } = await told('halves', seed, unevenHalves);
      if (split === undefined) throw new Error('there was no split');
      expect(Math.min(...split.depths)).toBeGreaterThanOrEqual(100);
      expect(split.tookMs).toBeLessThanOrEqual(60_000);
      expect(split.returned).toBeGreaterThan(50);
    });

    test.each(seedsOf(1, 20))('seed %i: a byzantine third takes little of the growth', async (seed) => {
      const without = await told('fault-free', seed, faultFree);
      const report = await told('byzantine third', seed, signingThird);
      expect(report.turbulentHeight / without.turbulentHeight).toBeGreaterThanOrEqual(0.6);
    });

    test.each(seedsOf(1, 20))('seed %i: an attacker of any kind hurts nobody honest', async (seed) => {
      for (const attack of loneAttacks) {
        const plan: SimulationPlan = {
          ...smallNetwork,
          attacks: [attack],
          faults: ['late and torn', 'partition', 'crash'],
        };
        expect((await told(attack, seed, plan)).height).toBeGreaterThan(5);
      }
    });

    test.each(seedsOf(1, 1))(
      'seed %i: a block of 200 kB is at 19 of 20 nodes of many within two seconds',
      async (seed) => {
        const { spreads } = await told('large network', seed, rightClocks);
        const large = spreads.filter(({ bytes }) => bytes >= 200_000).map(({ tookMs }) => tookMs);
        expect(large.length).toBeGreaterThanOrEqual(2);
        expect(Math.max(...large)).toBeLessThanOrEqual(2_000);
      },
    );
  });
};
