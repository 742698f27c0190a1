// The same simulated network in Node and in Chromium: the same seed must give the same events to the last, because every
// engine has to come to the same verdicts, roots and messages.

import { expect, test } from 'vitest';
import { expectToHold, run, smallNetwork } from '../simulation/plans.ts';
import { withBrowserPage } from './browser-page.ts';

const timeoutMs = 90_000;

test('a seed gives the same event log in Node and in Chromium', { timeout: timeoutMs }, async () => {
  const inNode = expectToHold(await run(7, smallNetwork));
  await withBrowserPage('tests/browser/simulation.page.ts', async (page) => {
    const digest = await page.evaluate(([seed, plan]) => window.simulate(seed, plan), [7, smallNetwork] as const);
    expect(digest).toBe(inNode.digest);
  });
});
