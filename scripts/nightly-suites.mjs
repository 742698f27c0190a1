/**
 * What the night runs: the gate's tests at their full counts, with the long ones (crashes, killed tabs) apart so that the
 * page tells of each; tabs of several engines; the bench; the soak. Owns the reports of bench and soak and how they are told on the page.
 * Bounds: declared seconds, of which a suite may take three times as many.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './nightly-page.mjs';
import { cacheDirectory } from './prepare.mjs';
import { eslint, oneWorker, reportPath, sharedSuites, storySuites, verifySuites } from './suites.mjs';

/** @typedef {import('./suites.mjs').Suite} Suite */

/** The full counts are about twenty times those of the gate. */
const nightlyFactor = 20;
/** Opening six tabs and the end of a soak. */
const soakExtraSeconds = 300;

/** Long tests with a row of their own: suite of the gate they belong to, how the names of their files begin, declared seconds at full counts. */
const apart = [
  { name: 'crash', suite: 'simulation', files: 'tests/simulation/crash.sim.test.ts', seconds: 1200 },
  { name: 'rough', suite: 'simulation', files: 'tests/simulation/rough-network.', seconds: 3600 },
  { name: 'kinds', suite: 'simulation', files: 'tests/simulation/kinds.', seconds: 3600 },
  { name: 'large', suite: 'simulation', files: 'tests/simulation/large-network.', seconds: 600 },
  { name: 'kill', suite: 'browser-parts', files: 'tests/browser/crash.browser.test.ts', seconds: 1500 },
];

/** What the full counts of a suite come to, for the page. @type {Readonly<Record<string, string>>} */
export const fullCounts = {
  crash: '2,000 crashes',
  kill: '50 killed tabs',
  rough: '1,000 seeds',
  kinds: '20 seeds of each plan for stake and for authority',
  large: '300 nodes for an hour',
  simulation: '20 byzantine seeds, 20 partitions, 100,000 headers from each of 8 peers',
  fuzz: '1,000,000 frames a decoder',
};

/** The same suite under another name, with its report there. Each has the night's machine to itself, so both cores are its own. @param {Suite} suite @param {string} name @param {readonly string[]} more @param {number} seconds @returns {Suite} */
const renamed = (suite, name, more, seconds) => ({
  ...suite,
  name,
  seconds,
  args: [
    ...suite.args.map((arg) =>
      arg.replace(reportPath(suite.name), reportPath(name)).replace(oneWorker, '--maxWorkers=2'),
    ),
    ...more,
  ],
});

/** @param {boolean} isNight whether counts are full @returns {Suite[]} */
export function nightlySuites(isNight) {
  const factor = isNight ? nightlyFactor : 1;
  const tests = [...verifySuites.filter(({ counted }) => counted === 'vitest'), ...sharedSuites, ...storySuites];
  return tests.flatMap((suite) => {
    const own = apart.filter((part) => part.suite === suite.name);
    const rest = own.flatMap(({ files }) => ['--exclude', `${files}*`]);
    return [
      ...own.map(({ name, files, seconds }) => renamed(suite, name, [files], isNight ? seconds : suite.seconds)),
      renamed(suite, suite.name, rest, suite.seconds * factor),
    ];
  });
}

/** Tabs of several engines in one network; of Chromium alone there is enough in the gate. @type {Suite} */
export const enginesSuite = {
  name: 'engines',
  seconds: 600,
  args: ['node_modules/@playwright/test/cli.js', 'test', '-c', 'tests/engines/playwright.config.ts'],
  counted: 'playwright',
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath('engines') },
};

const benchFigures = join(cacheDirectory, 'reports', 'bench.txt');

/** All of ESLint's rules on all files: by day Oxlint takes those of TypeScript. @type {Suite} */
export const lintSuite = { name: 'lint', seconds: 150, args: eslint('eslint/', ['.']), counted: 'one' };

/** Figures beside a baseline of the same run; one line of JSON each is kept. @type {Suite} */
export const benchSuite = {
  name: 'bench',
  seconds: 2000,
  args: ['scripts/keep-output.mjs', benchFigures, 'scripts/bench.mjs'],
  counted: 'one',
};

const soakFigures = join(cacheDirectory, 'reports', 'soak-figures.json');

/** Six tabs for hours. @param {number} minutes @returns {Suite} */
export const soakSuite = (minutes) => ({
  name: 'soak',
  // It ends by itself; what is waited for threefold is the rest.
  seconds: minutes * 60 + soakExtraSeconds,
  args: ['node_modules/@playwright/test/cli.js', 'test', '-c', 'tests/soak/playwright.config.ts'],
  counted: 'playwright',
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath('soak'), TABCHAIN_SOAK_MINUTES: String(minutes) },
});

/** What the last run of a suite leaves for the page beside its row. @param {string} suite @returns {readonly (readonly [title: string, lines: readonly string[]])[]} */
export function sectionsOf(suite) {
  if (suite === 'bench') return [['Figures of `npm run bench`', benchLines()]];
  if (suite === 'soak') return [['Memory of the tabs in the soak', soakLines()]];
  return [];
}

/** @param {string} path */
const textOf = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

function benchLines() {
  const figures = textOf(benchFigures)
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return figures.length === 0 ? ['None were taken.'] : ['```', ...figures, '```'];
}

function soakLines() {
  const text = textOf(soakFigures);
  if (text === '') return ['None were taken.'];
  /** @type {{ minutes: number, tabs: readonly { tab: string, growthMbAnHour: number | string, firstMb: number, lastMb: number, height: number, domNodes: number, listeners: number, sent: number }[] }} */
  const { minutes, tabs } = JSON.parse(text);
  const names = ['Tab', 'MB an hour', 'First MB', 'Last MB', 'Height', 'DOM nodes', 'Listeners', 'Sent'];
  const rows = tabs.map(({ tab, growthMbAnHour, firstMb, lastMb, height, domNodes, listeners, sent }) =>
    [tab, growthMbAnHour, firstMb, lastMb, height, domNodes, listeners, sent].map(String),
  );
  const what = 'JavaScript heap and array buffers of window and workers after a forced collection, once a minute';
  return [
    `${what}; the line through the samples after the first quarter of ${minutes} minutes, or half an hour, of tabs that were measured for an hour between two reloads.`,
    '',
  ].concat(table(names, rows));
}
