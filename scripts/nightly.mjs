/**
 * `npm run nightly`: every suite at its full counts (TABCHAIN_NIGHTLY=1), then the bench, then the soak; a failure stops
 * nothing. Owns docs/nightly.md, written anew after each suite, so that a run that is ended keeps what it has found.
 * `--only NAME` chooses suites, `--resume` leaves out what has passed at this commit, `--quick` runs the day's counts and
 * a soak of two minutes and writes the page beside the caches instead, to see that all of it ends.
 * Bounds: a suite is ended after three times its declared seconds, as in the gate.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { obtainArm64 } from './arm64.mjs';
import { requireBrowser } from './browser.mjs';
import { readNightlyPage, withRow, withSection, writeNightlyPage } from './nightly-page.mjs';
import { obtainFirefox } from './firefox.mjs';
import {
  benchSuite,
  enginesSuite,
  fullCounts,
  lintSuite,
  nightlySuites,
  sectionsOf,
  soakSuite,
} from './nightly-suites.mjs';
import { buildPage } from './page.mjs';
import { cacheDirectory, giveUp, prepare, root, say } from './prepare.mjs';
import { runSuites, summarise } from './run-suites.mjs';
import { obtainWebKit } from './webkit.mjs';

const soakMinutesDefault = 120;
const soakMinutesQuick = 2;

const suiteNames = [lintSuite, ...nightlySuites(false), enginesSuite, benchSuite, soakSuite(0)].map(({ name }) => name);
const options = readOptions();
const pagePath = options.quick ? join(cacheDirectory, 'nightly.md') : join(root, 'docs', 'nightly.md');
const soakMinutes = soakMinutesAsked();

await prepare();
const env = environment(await requireBrowser());
await buildPage();

const commit = presentCommit();
const suites = [lintSuite, ...nightlySuites(!options.quick), enginesSuite, benchSuite, soakSuite(soakMinutes)].filter(
  isWanted,
);
const hasFirefox = suites.includes(enginesSuite) && (await obtainFirefox()) !== undefined;
if (hasFirefox) {
  await obtainWebKit();
  await obtainArm64();
}
/** @type {import('./run-suites.mjs').Outcome[]} */
const outcomes = [];
for (const suite of suites) {
  const isLeftOut = suite === enginesSuite && !hasFirefox;
  const [outcome] = isLeftOut ? [withoutFirefox()] : await runSuites([suite], { atOnce: 1, env });
  if (outcome === undefined) continue;
  outcomes.push(outcome);
  keep(outcome);
}
summarise(outcomes);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        resume: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
      },
    });
    const only = (values.only ?? []).flatMap((names) => names.split(','));
    const unknown = only.filter((name) => !suiteNames.includes(name));
    if (unknown.length > 0) giveUp(`there is no suite '${unknown.join(', ')}'; choose of: ${suiteNames.join(', ')}.`);
    return { only, resume: values.resume, quick: values.quick };
  } catch (error) {
    return giveUp(`${error instanceof Error ? error.message : String(error)}; use --only NAME, --resume, --quick.`);
  }
}

/** TABCHAIN_SOAK_MINUTES, or two hours. */
function soakMinutesAsked() {
  const asked = process.env['TABCHAIN_SOAK_MINUTES'];
  if (asked === undefined) return options.quick ? soakMinutesQuick : soakMinutesDefault;
  const minutes = Number(asked);
  if (!(minutes > 0)) giveUp(`TABCHAIN_SOAK_MINUTES is '${asked}'; it must be a number of minutes.`);
  return minutes;
}

/** @param {string} browser @returns {NodeJS.ProcessEnv} */
function environment(browser) {
  // A seed from the shell would turn a hundred runs into one.
  const own = new Set(['TABCHAIN_NIGHTLY', 'TABCHAIN_SEED']);
  const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.has(name)));
  return { ...others, CHROMIUM_PATH: browser, ...(options.quick ? {} : { TABCHAIN_NIGHTLY: '1' }) };
}

/** Nothing has passed and nothing has failed. */
function withoutFirefox() {
  say("no Firefox, and none could be installed: the suite 'engines' is not run; install one or set FIREFOX_PATH.");
  return { suite: enginesSuite, passed: 0, failed: 0, seconds: 0, note: ', not run: no Firefox' };
}

/** @param {import('./suites.mjs').Suite} suite */
function isWanted({ name }) {
  if (options.only.length > 0 && !options.only.includes(name)) return false;
  const last = pageNow().rows.find(({ suite }) => suite === name);
  return !(options.resume && last?.commit === commit && last.failed === 0 && last.passed > 0);
}

function pageNow() {
  return readNightlyPage(existsSync(pagePath) ? readFileSync(pagePath, 'utf8') : '');
}

/** What is checked out, and whether files differ from it; this page and its kin do not count. */
function presentCommit() {
  /** @param {readonly string[]} args */
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', '.', ':!docs/nightly.md');
    return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : '+'}`;
  } catch {
    return 'unknown'; // no clone of the repository, or no git
  }
}

/** Writes the outcome of a suite into the page, which is whole at every moment. @param {import('./run-suites.mjs').Outcome} outcome */
function keep({ suite, passed, failed, seconds, note }) {
  const counts =
    suite.name === 'soak' ? `${soakMinutes} minutes` : options.quick ? "a day's counts" : fullCounts[suite.name];
  const told = [note.replace(/^, /, ''), counts].filter(Boolean);
  const row = {
    ...{ suite: suite.name, passed, failed, seconds, note: told.join(', ') },
    ...{ date: new Date().toISOString().slice(0, 10), commit, cores: availableParallelism() },
  };
  let page = withRow(pageNow(), row, suiteNames);
  for (const [title, lines] of sectionsOf(suite.name)) page = withSection(page, title, lines);
  mkdirSync(dirname(pagePath), { recursive: true });
  writeFileSync(`${pagePath}.new`, writeNightlyPage(page));
  renameSync(`${pagePath}.new`, pagePath);
}
