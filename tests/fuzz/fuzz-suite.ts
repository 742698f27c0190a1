/**
 * Fuzz targets as tests: each decoder gets 50,000 frames, a million at night. TABCHAIN_FUZZ_SEED draws others; the seed of
 * a night is its date. TABCHAIN_FUZZ_FRAME=<decoder>/<seed>/<number> gives that one frame alone. docs/fuzzing.md.
 */
import { expect, test } from 'vitest';
import type { FuzzTarget } from './fuzz-target.ts';
import { type FuzzFailure, frameMsMax, largestMs, runFrame, runFuzz } from './run-fuzz.ts';

const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const frames = isNight ? 1_000_000 : 50_000;
const timeoutMs = isNight ? 3_600_000 : 120_000;
const dayMs = 86_400_000;
const seed = Number(process.env['TABCHAIN_FUZZ_SEED'] ?? (isNight ? Math.floor(Date.now() / dayMs) : 1));
/** Fewer and the frames stay outside: what stands behind the first checks would not be tried. */
const acceptedMin = 20;

const wanted = /^(?<name>.+)\/(?<seed>\d+)\/(?<number>\d+)$/.exec(process.env['TABCHAIN_FUZZ_FRAME'] ?? '')?.groups;

const inWords = (target: FuzzTarget, ofSeed: number, { frame, why, input }: FuzzFailure): string =>
  [
    `${target.name} fails on frame ${frame} of seed ${ofSeed}: ${why}`,
    `input: ${input}`,
    `again: TABCHAIN_FUZZ_FRAME='${target.name}/${ofSeed}/${frame}' npx vitest run --project fuzz`,
  ].join('\n');

const expectNone = (target: FuzzTarget, ofSeed: number, failure: FuzzFailure | undefined): void => {
  if (failure !== undefined) expect.fail(inWords(target, ofSeed, failure));
};

const testTarget = (target: FuzzTarget): void => {
  test(`${target.name} holds for ${frames} frames`, { timeout: timeoutMs }, () => {
    for (const sample of target.samples) expect(sample.judge(), sample.show()).toBe('sample');
    const { failure, accepted } = runFuzz(target, { seed, frames });
    expectNone(target, seed, failure);
    const enough = target.everyChangeBreaks ? 0 : acceptedMin;
    expect(accepted, 'changed frames that were accepted').toBeGreaterThanOrEqual(enough);
    expect(largestMs(target), 'ms for the largest forms').toBeLessThanOrEqual(frameMsMax);
  });
};

/** Declares the tests of these targets. */
export const fuzzSuite = (...targets: readonly FuzzTarget[]): void => {
  if (wanted === undefined) {
    targets.forEach(testTarget);
    return;
  }
  const { name, seed: wantedSeed = '', number = '' } = wanted;
  const target = targets.find((one) => one.name === name);
  test.runIf(target !== undefined)(`frame ${number} of ${name}`, { timeout: timeoutMs }, () => {
    if (target !== undefined)
      expectNone(target, Number(wantedSeed), runFrame(target, Number(wantedSeed), Number(number)));
  });
};
