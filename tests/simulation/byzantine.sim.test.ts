/** Nine attackers of thirty, each of another kind: the others keep one chain, and it grows nearly as fast as without. */
import { describe, expect, test } from 'vitest';
import { byzantineThird, expectToHold, faultFree, run, seedsOf } from './plans.ts';

const growthPercentMin = 60;

describe('a byzantine third', () => {
  test.each(seedsOf(1, 20))('seed %i: one chain, and growth', async (seed) => {
    const without = expectToHold(await run(seed, faultFree));
    const report = expectToHold(await run(seed, byzantineThird));
    const percent = Math.round((100 * report.turbulentHeight) / without.turbulentHeight);
    console.log(
      `byzantine third, seed ${seed}: ${report.turbulentHeight} blocks, ${without.turbulentHeight} without attackers, ` +
        `${percent} % (>= ${growthPercentMin}), ${report.included} of ${report.sent} payments`,
    );
    expect(percent).toBeGreaterThanOrEqual(growthPercentMin);
    expect(report.included).toBe(report.sent);
    // Floods, false bodies and garbage can be proved: these three are dropped by neighbours.
    expect(report.penalisedBy.size).toBeGreaterThanOrEqual(3);
  });
});
