// The tests of the rough network for a share of its seeds: two files take half of them each, so that two cores have work.
// Owns the counts of seeds and the line that tells of them; the plan is in plans.ts.

import { describe, expect, test } from 'vitest';
import type { SimulationReport } from '../../shared/testing/simulation/index.ts';
import { expectToHold, roughNetwork, run, runsAllSeeds, seedsOf } from './plans.ts';

const seedsByDay = 25;
const seedsByNight = 1_000;
const limitMs = roughNetwork.healsWithinBlocks * roughNetwork.blockTimeMs;

const sum = (reports: readonly SimulationReport[], figure: (report: SimulationReport) => number): number =>
  reports.reduce((total, report) => total + figure(report), 0);

/** One line with the figures of these runs. */
const told = (reports: readonly SimulationReport[]): string => {
  const healings = reports.flatMap((report) => report.healings).sort((a, b) => a.tookMs - b.tookMs);
  const slowest = healings.at(-1);
  return [
    `rough network: ${reports.length} seeds held, ${healings.length} healings`,
    `one head after ${(healings[healings.length >> 1]?.tookMs ?? 0) / 1000} s in the middle`,
    `${(slowest?.tookMs ?? 0) / 1000} s at most (${slowest?.what ?? ''}; <= ${limitMs / 1000})`,
    `${sum(reports, ({ reorganisations }) => reorganisations)} reorganisations`,
    `${sum(reports, ({ included }) => included)} payments`,
  ].join(', ');
};

/** `share` says which seeds are meant: 0 the even ones, 1 the odd ones. */
export const describeRoughNetwork = (share: 0 | 1): void => {
  const seeds = seedsOf(seedsByDay, seedsByNight).filter((seed) => seed % 2 === share);
  const reports: SimulationReport[] = [];

  describe('a rough network', () => {
    test.each(seeds)('seed %i: all agree, nothing is lost, every payment arrives', async (seed) => {
      const report = expectToHold(await run(seed, roughNetwork));
      reports.push(report);
      expect(report.height).toBeGreaterThan(40);
      expect(report.included).toBe(report.sent);
      expect(report.sent).toBeGreaterThan(100);
      // Each round a partition of each kind and three long pauses, then the end.
      expect(report.healings).toHaveLength(3 * (2 + 3) + 1);
      expect(Math.max(...report.healings.map(({ tookMs }) => tookMs))).toBeLessThanOrEqual(limitMs);
    });

    test.runIf(runsAllSeeds)('together the seeds have seen all kinds of trouble', () => {
      console.log(told(reports));
      expect(sum(reports, ({ reorganisations }) => reorganisations)).toBeGreaterThan(50);
      expect(Math.max(...reports.map(({ deepestReorganisation }) => deepestReorganisation))).toBeGreaterThan(1);
      expect(sum(reports, ({ rolledBack }) => rolledBack)).toBeGreaterThan(0);
      expect(sum(reports, ({ saidAgain }) => saidAgain)).toBeGreaterThan(0);
      expect(sum(reports, ({ repriced }) => repriced)).toBeGreaterThan(0);
    });
  });
};
