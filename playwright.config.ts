/**
 * Real tabs of a real Chromium against a real relay process. Stories spend most of their time waiting for blocks, so two run
 * side by side on two cores; those with a crowd of tabs or processes run alone, after them. No retries, because a story that
 * fails now and then has failed.
 */
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const executablePath = findBrowser();
/** What consensus.e2e.ts shows through the screens, once more through the API; tabs and terminal nodes mixed; films in real time; what goes wrong with files. */
const atNight = /(signed-networks|mixed-network|films|file-faults)\.e2e\.ts$/;
const crowds = /(peering|six-nodes|refill)\.e2e\.ts$/;

/** What holds for each run in a browser. Projects are not among it: a run that took it over would look for its tests by theirs. */
export const everyRun = defineConfig({
  fullyParallel: true,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: nightly ? 3_600_000 : 120_000,
  reporter: [['list'], ['json']],
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.local',
      ],
    },
  },
});

export default defineConfig(everyRun, {
  testDir: 'tests/e2e',
  projects: [
    { name: 'stories', testMatch: '**/*.e2e.ts', testIgnore: nightly ? crowds : [crowds, atNight] },
    { name: 'crowds', testMatch: crowds },
  ],
  outputDir: 'test-results',
});
