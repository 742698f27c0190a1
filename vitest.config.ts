/**
 * Five suites run under Vitest: `unit` (beside the sources, plus the tidiness of the repository), `processes` (real
 * processes, threads and hosts on loopback, `x.process.test.ts`), `fuzz` (hostile frames for every decoder,
 * `x.fuzz.test.ts`), `simulation` (whole networks on a virtual clock, a minute each, or an hour at night) and
 * `browser-parts` (single parts in a real browser, `x.browser.test.ts`, each file with a Chromium of its own).
 */
import { defineConfig } from 'vitest/config';
import { buildMachine } from './scripts/build-machine.ts';

await buildMachine();

const simulationTimeoutMs = process.env['TABCHAIN_NIGHTLY'] === '1' ? 3_600_000 : 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // The files of one thread share their modules: no module of ours keeps state, and loading them anew for each file
          // took longer than the tests.
          isolate: false,
          // A deadline, not a measure: machines are noisy.
          testTimeout: 20_000,
          exclude: ['**/*.browser.test.ts', '**/*.process.test.ts', '**/*.fuzz.test.ts'],
          include: [
            'shared/**/*.test.ts',
            'browser-node/**/*.test.ts',
            'relay/**/*.test.ts',
            'terminal-node/**/*.test.ts',
            'bench/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/*.test.ts',
            'tests/contracts/*.test.ts',
            'tests/tidy/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'browser-parts',
          include: ['{shared,browser-node,bench,tests}/**/*.browser.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'processes',
          include: ['{shared,relay,terminal-node}/**/*.process.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['{shared,tests}/**/*.fuzz.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'simulation',
          // As for `unit`, and what was compiled for one network runs the next.
          isolate: false,
          include: ['tests/simulation/**/*.test.ts'],
          testTimeout: simulationTimeoutMs,
        },
      },
    ],
  },
});
