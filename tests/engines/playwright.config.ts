/**
 * Several engines in one network: a run of its own, because the gate needs no Firefox. Chromium is that of the browser
 * stories, with their switches; Firefox is started by firefox.ts.
 */
import { defineConfig } from '@playwright/test';
import { everyRun } from '../../playwright.config.ts';

export default defineConfig(everyRun, { testDir: '.', testMatch: '*.e2e.ts', outputDir: '../../test-results/engines' });
