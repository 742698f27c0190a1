/**
 * A node on a store that loses power: whatever a crash takes, nothing that was strictly committed is lost, and the node
 * ends in the state of a twin that never crashed. Two thousand crashes at night, a twentieth of them by day.
 */
import sodium from 'libsodium-wrappers';
import { describe, expect, test } from 'vitest';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { rememberedCheck } from '../../shared/testing/simulation/index.ts';
import { type CrashReport, runCrashCourse } from './crash-course.ts';

const crashesPerCourse = 20;
const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const givenSeed = process.env['TABCHAIN_SEED'];
const seeds =
  givenSeed === undefined ? Array.from({ length: isNight ? 100 : 5 }, (_, index) => index + 1) : [Number(givenSeed)];

describe('a node that crashes again and again', () => {
  const reports: CrashReport[] = [];

  test.each(seeds)('seed %i: nothing strict is lost, and it ends where its twin stands', async (seed) => {
    await sodium.ready;
    const report = await runCrashCourse(seed, crashesPerCourse, rememberedCheck(signatureCheckFrom(sodium)));
    reports.push(report);
    expect(report.crashes).toBeGreaterThanOrEqual(crashesPerCourse);
    expect(report.height).toBeGreaterThan(0);
  });

  test.each(seeds.slice(0, isNight ? 20 : 2))(
    'seed %i: nor where it loads what it undoes, in portions',
    async (seed) => {
      await sodium.ready;
      const report = await runCrashCourse(seed, crashesPerCourse, rememberedCheck(signatureCheckFrom(sodium)), true);
      expect(report.crashes).toBeGreaterThanOrEqual(crashesPerCourse);
      expect(report.reorganisations).toBeGreaterThan(0);
    },
  );

  test.runIf(givenSeed === undefined)('together the seeds have seen every kind of crash', () => {
    const sum = (figure: (report: CrashReport) => number): number =>
      reports.reduce((total, report) => total + figure(report), 0);
    const crashes = sum((report) => report.crashes);
    if (isNight) console.log(reports.reduce((all, report) => `${all}\n${JSON.stringify(report)}`, ''));
    expect(crashes).toBeGreaterThanOrEqual(crashesPerCourse * seeds.length);
    expect(sum(({ duringRecovery }) => duringRecovery) / crashes).toBeGreaterThan(0.1);
    for (const loss of ['suffix', 'scattered', 'torn'] as const)
      expect(sum(({ byLoss }) => byLoss[loss])).toBeGreaterThan(0);
    expect(sum(({ commitsAtRisk }) => commitsAtRisk)).toBeGreaterThan(crashes / 4);
    expect(sum(({ strictCommits }) => strictCommits)).toBeGreaterThan(crashes);
    expect(sum(({ rebuilt }) => rebuilt)).toBeGreaterThan(0);
    if (isNight) expect(sum(({ duringRebuild }) => duringRebuild)).toBeGreaterThan(0);
    expect(sum(({ archived }) => archived)).toBeGreaterThan(seeds.length * 16);
    expect(sum(({ reorganisations }) => reorganisations)).toBeGreaterThan(crashes / 4);
    expect(Math.max(...reports.map(({ deepestReorganisation }) => deepestReorganisation))).toBeGreaterThanOrEqual(6);
  });
});
