/**
 * `npm run nightly`: the same simulations and browser stories at their full counts (TABCHAIN_NIGHTLY=1), without a
 * time budget. Owns docs/nightly.md, which keeps the last result.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { requireBrowser } from './browser.mjs';
import { buildPage } from './page.mjs';
import { prepare, root } from './prepare.mjs';
import { runSuites, summarise } from './run-suites.mjs';
import { longSuites } from './suites.mjs';

/** The full counts are about twenty times those of the gate. */
const nightlyFactor = 20;

await prepare();
const env = { ...process.env, CHROMIUM_PATH: await requireBrowser(), TABCHAIN_NIGHTLY: '1' };
await buildPage();
const suites = longSuites.map((suite) => ({ ...suite, seconds: suite.seconds * nightlyFactor }));
const outcomes = await runSuites(suites, { atOnce: 1, env });
mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(join(root, 'docs', 'nightly.md'), resultPage(outcomes));
summarise(outcomes);

/** @param {readonly import('./run-suites.mjs').Outcome[]} outcomes */
function resultPage(outcomes) {
  const rows = outcomes.map(
    ({ suite, passed, failed, seconds, note }) =>
      `| ${suite.name} | ${passed} | ${failed} | ${Math.round(seconds)} s${note} |`,
  );
  return [
    '# The last nightly run',
    '',
    'Written by `npm run nightly`: the simulations and browser stories at their full counts.',
    '',
    `Run on ${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores.`,
    '',
    '| Suite | Passed | Failed | Took |',
    '| ----- | ------ | ------ | ---- |',
    ...rows,
    '',
  ].join('\n');
}
