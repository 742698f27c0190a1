/** Thirty nodes on bad links with a partition, cuts, pauses and crashes: whatever the seed, the rules hold. */
import { describe, expect, test } from 'vitest';
import type { SimulationReport } from '../../shared/testing/simulation/index.ts';
import { expectToHold, roughNetwork, run, runsAllSeeds, seeds } from './plans.ts';

describe('a rough network', () => {
  const reports: SimulationReport[] = [];

  test.each(seeds)('seed %i: all agree, nothing is lost, every payment arrives', async (seed) => {
    const report = expectToHold(await run(seed, roughNetwork));
    reports.push(report);
    expect(report.height).toBeGreaterThan(20);
    expect(report.included).toBe(report.sent);
    expect(report.sent).toBeGreaterThan(100);
  });

  test.runIf(runsAllSeeds)('together the seeds have seen all kinds of trouble', () => {
    const sum = (figure: (report: SimulationReport) => number): number =>
      reports.reduce((total, report) => total + figure(report), 0);
    expect(sum(({ reorganisations }) => reorganisations)).toBeGreaterThan(50);
    expect(Math.max(...reports.map(({ deepestReorganisation }) => deepestReorganisation))).toBeGreaterThan(1);
    expect(sum(({ rolledBack }) => rolledBack)).toBeGreaterThan(0);
    expect(sum(({ saidAgain }) => saidAgain)).toBeGreaterThan(0);
    expect(sum(({ repriced }) => repriced)).toBeGreaterThan(0);
  });
});
