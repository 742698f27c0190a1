/** The same small class, where signatures seal blocks: everything goes wrong, all agree, nothing is lost. */
import { describe, expect, test } from 'vitest';
import { expectToHold, run, seedsOf, signedNetwork } from './plans.ts';

describe.each(['poa', 'pos'] as const)('a network of the kind %s', (kind) => {
  test.each(seedsOf(2, 40))('seed %i: all agree, every payment arrives, no slot is sealed twice', async (seed) => {
    const report = expectToHold(await run(seed, signedNetwork(kind)));
    console.log(
      `${kind}, seed ${seed}: ${report.height} blocks, ${report.reorganisations} reorganisations, ` +
        `${report.included} of ${report.sent} payments`,
    );
    expect(report.height).toBeGreaterThan(10);
    expect(report.sent).toBeGreaterThan(50);
    expect(report.included).toBe(report.sent);
  });
});
