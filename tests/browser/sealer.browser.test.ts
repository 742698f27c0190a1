// The Sealer contract on real Web Workers in Chromium, in a window and nested in a worker, in a secure context and in an
// insecure one; and the bounds within which broken workers are replaced.

import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealerContract } from '../../shared/testing/index.ts';
import { openBrowserPage, withBrowserPage } from './browser-page.ts';
import type { BrowserPage } from './browser-page.ts';
import type { BrokenWorkersOutcome } from './sealer.page.ts';

const timeoutMs = 60_000;
const restartsMax = 3;
const workerCount = 2;
const entry = 'tests/browser/sealer.page.ts';

let opened: BrowserPage;

beforeAll(async () => {
  opened = await openBrowserPage(entry);
}, timeoutMs);

afterAll(() => opened.close(), timeoutMs);

describe('the worker sealer', () => {
  test.each(sealerContract.map(({ name }) => name))('%s', { timeout: timeoutMs }, async (name) => {
    await opened.page.evaluate((which) => window.sealerPage.runCase(which), name);
  });

  test('does the same in a worker, in an insecure context', { timeout: timeoutMs }, async () => {
    const runAll = async (page: Page): Promise<void> => {
      for (const { name } of sealerContract.slice(0, 6)) {
        await page.evaluate((which) => window.sealerPage.runCaseInWorker(which), name);
      }
    };
    await withBrowserPage(entry, runAll, { hostName: 'classroom.test' });
  });

  test('refuses an intensity outside 1 to 1000', { timeout: timeoutMs }, async () => {
    const refusalOf = (permille: number): Promise<string> =>
      opened.page.evaluate((value) => window.sealerPage.refusalOf(value), permille);
    expect(await refusalOf(0)).toContain('intensity');
    expect(await refusalOf(1001)).toContain('intensity');
    expect(await refusalOf(Number.NaN)).toContain('intensity');
    expect(await refusalOf(1)).toBe('');
    expect(await refusalOf(1000)).toBe('');
  });
});

describe('broken workers', () => {
  test.each(['load', 'task'] as const)(
    'are replaced, at %s, and the task is solved',
    { timeout: timeoutMs },
    async (when) => {
      const { found, faults, created } = await breakWorkers(workerCount, when);
      expect(found).toBe(1);
      expect(created).toBe(2 * workerCount);
      expect(faults).toHaveLength(workerCount);
      for (const fault of faults) {
        expect(fault.restarted).toBe(true);
        expect(fault.message).toContain('broken on purpose');
      }
    },
  );

  test('are given up after some restarts, for good', { timeout: timeoutMs }, async () => {
    const { found, faults, created, createdByNextStart, rate } = await breakWorkers(1000, 'load');
    expect(found).toBe(0);
    expect(rate).toBe(0);
    expect(created).toBe(workerCount * (1 + restartsMax));
    expect(createdByNextStart).toBe(0);
    expect(faults.filter((fault) => !fault.restarted)).toHaveLength(workerCount);
  });

  test('leave their nonces to nobody else: all spaces of a task are disjoint', { timeout: timeoutMs }, async () => {
    const { spaces } = await breakWorkers(1000, 'task');
    const step = workerCount * (1 + restartsMax);
    expect(spaces).toHaveLength(step);
    expect(new Set(spaces.map((space) => space.step))).toEqual(new Set([step]));
    const offsets = spaces.map((space) => (space.high - (spaces[0]?.high ?? 0)) >>> 0);
    expect(new Set(offsets.map((offset) => offset % step)).size).toBe(step);
  });
});

function breakWorkers(brokenCount: number, when: 'load' | 'task'): Promise<BrokenWorkersOutcome> {
  return opened.page.evaluate(([count, time]) => window.sealerPage.breakWorkers(count, time), [
    brokenCount,
    when,
  ] as const);
}
