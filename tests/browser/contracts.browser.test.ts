// The contract machine in a Chromium worker of another language, time zone and clock: hostile programs and attempts to
// escape have the gas and the outcome that they have under Node, generated contracts the state root too, and the deepest
// legal nesting is as deep and no matter for the worker's stack. Other engines: tests/engines/contracts.e2e.ts.

import { expect, test } from 'vitest';
import type { GeneratedGroups } from '../contracts/generated-calls.ts';
import { questionOf, rightAnswer, sameEverywhere } from '../contracts/on-hosts.ts';
import { withBrowserPage } from './browser-page.ts';

/** Alone, the slowest program takes three times as long as the middle one of those that use all gas. */
const slownessMax = 10;
const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const generated: GeneratedGroups = nightly
  ? { groups: 40, contracts: 5, calls: 50 }
  : { groups: 1, contracts: 2, calls: 50 };
const timeout = nightly ? 3_600_000 : 120_000;

test('contracts end in a worker as they end under Node', { timeout }, async () => {
  const answer = await withBrowserPage(
    'tests/browser/contracts.page.ts',
    (page) => page.evaluate((given) => window.runContracts(given), questionOf(generated)),
    { place: { locale: 'de-DE', timezoneId: 'Asia/Kathmandu' } },
  );
  expect(answer.host).toBe('2099 5 1.234,5 true');
  expect(answer.beyond).toMatch(/stack overflow/);
  expect(sameEverywhere(answer)).toEqual(await rightAnswer(generated));
  expect(answer.slowness).toBeGreaterThan(0);
  expect(answer.slowness).toBeLessThan(slownessMax);
});
