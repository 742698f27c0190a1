/**
 * Halves of each kind that have parted for less than the reorg limit become one chain; those that have parted for more stay
 * two, everybody where it was, until a person chooses: whoever sees the heavier one raises an alarm.
 */
import { describe, expect, test } from 'vitest';
import { expectToHold, longHalves, run, seedsOf, shortHalves } from './plans.ts';

const reach = shortHalves.reorgLimit ?? 0;

describe.each(['pow', 'poa', 'pos'] as const)('halves of the kind %s', (kind) => {
  test.each(seedsOf(1, 20))('seed %i: within the reorg limit the heavier wins', async (seed) => {
    const { split, included, sent, deepestReorganisation } = expectToHold(await run(seed, { ...shortHalves, kind }));
    if (split === undefined) throw new Error('there was no split');
    const lost = split.depths[1];
    console.log(`${kind}, within reach, seed ${seed}: ${lost} of ${reach} blocks taken back after ${split.tookMs} ms`);
    expect(lost).toBeLessThanOrEqual(reach);
    expect(deepestReorganisation).toBeGreaterThanOrEqual(lost);
    expect(split.tookMs).toBeLessThanOrEqual(60_000);
    expect(split.lighter[1]).toBe(0);
    expect(included).toBe(sent);
  });

  test.each(seedsOf(1, 20))(
    'seed %i: beyond it nobody changes sides, and the lighter half raises alarms',
    async (seed) => {
      const { split } = expectToHold(await run(seed, { ...longHalves, kind }));
      if (split === undefined) throw new Error('there was no split');
      const [all, alarmed] = split.lighter;
      console.log(
        `${kind}, out of reach, seed ${seed}: ${split.depths.join(' and ')} blocks, ${alarmed} of ${all} alarms`,
      );
      expect(Math.min(...split.depths)).toBeGreaterThan(reach);
      expect(alarmed).toBe(all);
    },
  );
});
