// The harness itself: it runs a page and its module worker, tells of failures, and opens an insecure context on demand.

import { expect, test } from 'vitest';
import { waitForEntry, withBrowserPage } from './browser-page.ts';

const probe = 'tests/browser/probe.page.ts';
const timeoutMs = 60_000;

test('runs a module with its worker, and again after a reload', { timeout: timeoutMs }, async () => {
  await withBrowserPage(probe, async (page) => {
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
    expect(await page.evaluate(() => window.doubleInWorker(21))).toBe(42);
    expect(await page.evaluate(() => window.loads)).toBe(1);
    await page.reload();
    await waitForEntry(page);
    expect(await page.evaluate(() => window.loads)).toBe(2);
  });
});

test('opens an insecure context under another name', { timeout: timeoutMs }, async () => {
  const secure = await withBrowserPage(probe, (page) => page.evaluate(() => window.isSecureContext), {
    hostName: 'classroom.test',
  });
  expect(secure).toBe(false);
});

test('an uncaught error in the page fails the test', { timeout: timeoutMs }, async () => {
  const outcome = withBrowserPage(probe, async (page) => {
    const seen = page.waitForEvent('pageerror');
    await page.evaluate(() => {
      queueMicrotask(() => {
        throw new Error('a fault of the page');
      });
    });
    await seen;
  });
  await expect(outcome).rejects.toThrow('a fault of the page');
});
