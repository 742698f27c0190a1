/**
 * Every suite there is: how it is run, how its tests are counted, and the seconds it may take on two cores.
 * The seconds are a promise to the reader of the gate (their sum stays under twelve minutes, see tests/tidy.test.ts);
 * a suite that takes three times as long is ended and counted as failed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, root } from './prepare.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {number} seconds declared duration on two cores with nothing cached
 * @property {readonly string[]} args program and arguments for the pinned Node
 * @property {'one' | 'vitest' | 'playwright'} counted a check counts as one test; the others write a JSON report
 * @property {Record<string, string>} [env]
 */

const program = {
  oxlint: 'node_modules/oxlint/bin/oxlint',
  eslint: 'node_modules/eslint/bin/eslint.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  knip: 'node_modules/knip/bin/knip.js',
  svelteCheck: 'node_modules/svelte-check/bin/svelte-check',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
};

/** @param {string} name */
export const reportPath = (name) => join(cacheDirectory, 'reports', `${name}.json`);

/** @param {string} name */
const cache = (name) => join(cacheDirectory, name);

/** @param {string} name @param {number} seconds @param {readonly string[]} args @returns {Suite} */
const check = (name, seconds, args) => ({ name, seconds, args, counted: 'one' });

/** @param {string} project @param {number} seconds @param {readonly string[]} [more] @returns {Suite} */
const vitest = (project, seconds, more = []) => ({
  name: project,
  seconds,
  args: [
    ...[program.vitest, 'run', '--project', project],
    ...['--reporter=dot', '--reporter=json', `--outputFile.json=${reportPath(project)}`, ...more],
  ],
  counted: 'vitest',
});

/** @param {string} cacheName @param {readonly string[]} files */
export const eslint = (cacheName, files) => [
  ...[program.eslint, '--cache', '--cache-location', cache(cacheName), '--max-warnings=0', ...files],
];

/** The part without browsers and whole networks, longest first because they run two at a time. */
export const verifySuites = [
  vitest('unit', 105),
  check('lint: pages', 35, eslint('eslint-pages/', ['**/*.svelte', '**/*.svelte.ts'])),
  check('lint and types', 20, [program.oxlint]),
  check('types: pages', 13, [program.svelteCheck, '--tsconfig', './browser-node/tsconfig.json']),
  check('imports', 6, [program.depcruise, '--config', '.dependency-cruiser.cjs', ...importRoots()]),
  check('unused', 4, [program.knip, '--cache', '--cache-location', cache('knip')]),
  check('format', 25, [program.prettier, '--check', '--cache', '--cache-location', cache('prettier'), '.']),
];

/** What only computes: by day it takes one core, beside what mostly waits. */
export const oneWorker = '--maxWorkers=1';

/** Whole networks on a virtual clock. */
const simulationSuite = vitest('simulation', 205, [oneWorker]);

/** Real processes, threads and libp2p hosts on loopback: they mostly wait, so two files run at a time. */
const processesSuite = vitest('processes', 113, ['--maxWorkers=2']);

/** 50,000 hostile frames for every decoder. */
const fuzzSuite = vitest('fuzz', 118, [oneWorker]);

/** Single parts (stores, workers, kernels) in a real browser. */
const browserPartsSuite = vitest('browser-parts', 65, ['--maxWorkers=2']);

/** Real tabs and a real relay. @param {string} name @param {number} seconds @param {string} project @param {number} workers @returns {Suite} */
const playwright = (name, seconds, project, workers) => ({
  name,
  seconds,
  args: [program.playwright, 'test', '--project', project, `--workers=${workers}`],
  counted: 'playwright',
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath(name) },
});

/** Two stories side by side, then those with a crowd, one at a time. */
const browserSuite = playwright('browsers', 270, 'stories', 2);
const crowdSuite = playwright('crowds', 90, 'crowds', 1);

/** Two at a time, each of what computes beside something that waits for processes or a browser: 255 s; one by one 283 s. */
export const sharedSuites = [simulationSuite, processesSuite, fuzzSuite, browserPartsSuite];

/** One after another, each with the machine to itself. */
export const storySuites = [browserSuite, crowdSuite];

/** dependency-cruiser refuses folders that do not exist. */
function importRoots() {
  const folders = ['shared', 'browser-node', 'relay', 'terminal-node', 'bench', 'scripts', 'tests'];
  return folders.filter((folder) => existsSync(join(root, folder)));
}
