/** Two halves that find a hundred blocks each: when they meet, the heavier chain wins and no transaction is lost. */
import { describe, expect, test } from 'vitest';
import { expectToHold, run, seedsOf, twoHalves } from './plans.ts';

describe('a partition into halves', () => {
  test.each(seedsOf(1, 20))('seed %i: the heavier half wins', async (seed) => {
    const report = expectToHold(await run(seed, twoHalves));
    const { split } = report;
    if (split === undefined) throw new Error('there was no split');
    const [winner, loser] = split.depths;
    console.log(
      `partition, seed ${seed}: ${winner} blocks against ${loser}, the heavier half has won after ` +
        `${split.tookMs / 1000} s (<= 60), ${split.returned} transactions of the other half are back`,
    );
    expect(Math.min(winner, loser)).toBeGreaterThanOrEqual(100);
    expect(report.deepestReorganisation).toBeGreaterThanOrEqual(100);
    expect(split.tookMs).toBeLessThanOrEqual(60_000);
    expect(split.returned).toBeGreaterThan(50);
    expect(report.included).toBe(report.sent);
  });

  test('a half that has not won in time is noticed', async () => {
    const outcome = await run(1, { ...twoHalves, split: { blocks: 3, winsWithinMs: 0 } });
    if (!('violations' in outcome)) throw new Error('nobody noticed');
    expect(outcome.violations.join()).toMatch(/has not won everywhere/);
  });
});
