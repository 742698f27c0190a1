/** Tabs that freeze for minutes, alone or all together: they come back, and nobody holds their silence against them. */
import { expect, test } from 'vitest';
import { expectToHold, run, seedsOf, sleepyNetwork } from './plans.ts';

test.each(seedsOf(3, 60))('seed %i: whoever sleeps comes back without a penalty', async (seed) => {
  const report = expectToHold(await run(seed, sleepyNetwork));
  const slowest = Math.max(...report.healings.map(({ tookMs }) => tookMs));
  console.log(
    `wake, seed ${seed}: ${report.healings.length} times awake again, one head after ${slowest / 1000} s at most (<= 100)`,
  );
  // Three that sleep alone, the sleep of all, and the end.
  expect(report.healings.map(({ what }) => what)).toContain('sleep of all');
  expect(report.healings).toHaveLength(5);
  expect(report.penalisedBy.size).toBe(0);
  expect(report.included).toBe(report.sent);
});
