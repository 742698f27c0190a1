/**
 * Runs suites and counts their tests. Owns the summary: one line a suite, and `N passed, N failed` as the last line.
 * Bounds: a suite without a single test has failed, and so has one that ended badly though each of its tests passed;
 * a suite is ended after three times its declared seconds.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { startNode } from './prepare.mjs';
import { reportPath } from './suites.mjs';

/**
 * @typedef {import('./suites.mjs').Suite} Suite
 * @typedef {{ suite: Suite, passed: number, failed: number, seconds: number, note: string }} Outcome
 */

/**
 * @param {readonly Suite[]} suites
 * @param {{ atOnce: number, env?: NodeJS.ProcessEnv }} options with more than one at once, output is held back until a suite ends
 * @returns {Promise<Outcome[]>}
 */
export async function runSuites(suites, { atOnce, env = process.env }) {
  const waiting = [...suites];
  /** @type {Outcome[]} */
  const outcomes = [];
  const worker = async () => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) {
      const outcome = await runSuite(suite, env, atOnce > 1);
      outcomes.push(outcome);
      console.log(lineOf(outcome));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes.sort((a, b) => suites.indexOf(a.suite) - suites.indexOf(b.suite));
}

/** Prints the summary of everything that ran and sets the exit code. @param {readonly Outcome[]} outcomes */
export function summarise(outcomes) {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  const failures = outcomes.flatMap(({ suite }) => failuresOf(suite));
  console.log(['', ...failures, ...outcomes.map(lineOf), `${passed} passed, ${failed} failed`].join('\n'));
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** @param {Outcome} outcome */
function lineOf({ suite, passed, failed, seconds, note }) {
  const slow = seconds > suite.seconds ? ' (over)' : '';
  const time = `${seconds.toFixed(1)} s of ${suite.seconds} s${slow}`;
  const mark = failed > 0 ? '✗' : passed > 0 ? '✓' : '–';
  return `${mark} ${suite.name.padEnd(14)} ${passed} passed, ${failed} failed, ${time}${note}`;
}

/**
 * @param {Suite} suite
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} holdBack
 * @returns {Promise<Outcome>}
 */
async function runSuite(suite, env, holdBack) {
  mkdirSync(dirname(reportPath(suite.name)), { recursive: true });
  rmSync(reportPath(suite.name), { force: true });
  if (!holdBack) console.log(`\n— ${suite.name}`);
  const started = performance.now();
  const end = await finish(suite, { ...env, ...suite.env }, holdBack);
  const seconds = (performance.now() - started) / 1000;
  const counts = countsOf(suite, end.ok);
  if (counts.failed > 0 && end.output !== '') console.log(`\n— ${suite.name}\n${end.output}`);
  return { suite, seconds, ...counts, note: end.late ? ', ended: too slow' : counts.note };
}

/**
 * @param {Suite} suite
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} holdBack
 * @returns {Promise<{ ok: boolean, late: boolean, output: string }>}
 */
function finish(suite, env, holdBack) {
  return new Promise((resolve) => {
    const child = startNode(suite.args, {
      env,
      stdio: holdBack ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    let late = false;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    const deadline = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
    }, suite.seconds * 3000);
    child.once('error', (error) => (output += error.message));
    child.once('close', (code) => {
      clearTimeout(deadline);
      resolve({ ok: code === 0, late, output });
    });
  });
}

/**
 * @param {Suite} suite
 * @param {boolean} ok whether the program ended well
 * @returns {{ passed: number, failed: number, note: string }}
 */
function countsOf(suite, ok) {
  if (suite.counted === 'one') return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, note: '' };
  const report = readReport(suite);
  if (report === undefined) return { passed: 0, failed: 1, note: ', wrote no report' };
  const { passed, failed, skipped } = suite.counted === 'vitest' ? vitestCounts(report) : playwrightCounts(report);
  const note = skipped > 0 ? `, ${skipped} skipped` : '';
  if (passed + failed === 0) return { passed, failed: 1, note: ', has no tests' };
  return { passed, failed: failed === 0 && !ok ? 1 : failed, note };
}

/** What failed, named once more at the end: the end is what is left of a long log. @param {Suite} suite @returns {string[]} */
function failuresOf(suite) {
  const report = suite.counted === 'one' ? undefined : readReport(suite);
  if (report === undefined) return [];
  const failed = suite.counted === 'vitest' ? vitestFailures(report) : playwrightFailures(report);
  return failed.map((title) => `✗ ${suite.name}: ${title}`);
}

/** @param {{ testResults: { assertionResults: { status: string, fullName: string }[] }[] }} report */
function vitestFailures({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
}

/**
 * @typedef {{ suites?: PlaywrightSuite[], specs?: { ok: boolean, file: string, title: string }[] }} PlaywrightSuite
 * @param {PlaywrightSuite} suite
 * @returns {string[]}
 */
function playwrightFailures({ suites = [], specs = [] }) {
  const own = specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file} › ${title}`);
  return [...own, ...suites.flatMap(playwrightFailures)];
}

/** @param {Suite} suite */
function readReport(suite) {
  try {
    return JSON.parse(readFileSync(reportPath(suite.name), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} report */
function vitestCounts(report) {
  const skipped = report.numPendingTests + report.numTodoTests;
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped };
}

/** A flaky test is one that failed. @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report */
function playwrightCounts({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
