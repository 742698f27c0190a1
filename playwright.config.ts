/**
 * Real tabs of a real Chromium against a real relay process. One story at a time, because the stories measure seconds
 * and the machine may have only two cores; no retries, because a story that fails now and then has failed.
 */
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const executablePath = findBrowser();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  fullyParallel: false,
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
