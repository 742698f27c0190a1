/**
 * The soak has a run of its own, after everything else: the tabs of the browser stories, for hours instead of seconds.
 * Owns nothing; browser and switches are those of the stories.
 */
import { defineConfig } from '@playwright/test';
import { everyRun } from '../../playwright.config.ts';

export default defineConfig(everyRun, { testDir: '.', testMatch: '*.soak.ts', outputDir: '../../test-results/soak' });
