/** Proof of authority in two halves: the admin changes the signers on both, or one signer's words sign on both. */
import { describe, expect, test } from 'vitest';
import type { KeyOwnersReport, SimulationPlan, SplitReport } from '../../shared/testing/simulation/index.ts';
import { expectToHold, run, seedsOf, signerCloned, signersChanged } from './plans.ts';

/** The network has one head in the end, as every run that holds has. */
const halvesOf = async (seed: number, plan: SimulationPlan): Promise<{ keys: KeyOwnersReport; split: SplitReport }> => {
  const { keyOwners: keys, split, included, sent } = expectToHold(await run(seed, plan));
  if (keys === undefined || split === undefined) throw new Error('there was no split');
  expect(Math.min(...split.depths)).toBeGreaterThanOrEqual(30);
  expect(included).toBe(sent);
  return { keys, split };
};

const sorted = (keys: readonly string[] | undefined): readonly string[] => [...(keys ?? [])].sort();

describe('a club in two halves', () => {
  test.each(seedsOf(1, 20))('seed %i: signers changed on both sides, one set on the one chain', async (seed) => {
    const { keys, split } = await halvesOf(seed, signersChanged);
    const [one, other] = keys.whenMet.map(sorted);
    // Both changes were in force: each side had other signers for the same heights.
    expect(one).toHaveLength(7);
    expect(other).toHaveLength(7);
    expect(one).not.toEqual(other);
    expect([one, other]).toContainEqual(sorted(keys.atTheEnd));
    console.log(
      `signers changed, seed ${seed}: ${split.depths.join(' against ')} blocks, one set after ${split.tookMs} ms`,
    );
  });

  test.each(seedsOf(1, 20))('seed %i: a signer on both sides is proven within two blocks and leaves', async (seed) => {
    const { keys, split } = await halvesOf(seed, signerCloned);
    console.log(
      `signer cloned, seed ${seed}: ${split.depths.join(' against ')} blocks, ` +
        `evidence in block ${keys.evidenceAfterBlocks ?? 0} after they met (<= 2)`,
    );
    expect(keys.evidenceAfterBlocks).toBeLessThanOrEqual(2);
    expect(keys.whenMet.map(({ length }) => length)).toEqual([7, 7]);
    expect(keys.atTheEnd).toHaveLength(6);
  });
});
