/**
 * Halves of each kind that have parted for less than the reorg limit become one chain; those that have parted for more stay
 * two, everybody where it was, until a person chooses: everybody raises an alarm, on both sides.
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
    expect([split.heavier[1], split.lighter[1]]).toEqual([0, 0]);
    expect(included).toBe(sent);
  });

  test.each(seedsOf(1, 20))('seed %i: beyond it nobody changes sides, and everybody raises an alarm', async (seed) => {
    const { split } = expectToHold(await run(seed, { ...longHalves, kind }));
    if (split === undefined) throw new Error('there was no split');
    const { heavier, lighter, depths } = split;
    console.log(
      `${kind}, out of reach, seed ${seed}: ${depths.join(' and ')} blocks, ` +
        `alarms ${heavier[1]} of ${heavier[0]} and ${lighter[1]} of ${lighter[0]}`,
    );
    expect(Math.min(...depths)).toBeGreaterThan(reach);
    expect([heavier[1], lighter[1]]).toEqual([heavier[0], lighter[0]]);
  });
});
