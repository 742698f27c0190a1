/**
 * The parts of the page that come after its first paint, and what a person sees when one of them does not come: the relay
 * may be gone between the first file and the others. A part is held back by refusing its requests, as a server does that
 * is away; the tab must say which part is missing, go on with what it has, and get it on the next try.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { firstPaintWeight } from '../../bench/page-weight.ts';
import { test } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  go,
  heightOf,
  linkMsMax,
  startMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const firstPaintBytesMax = 120_000;

/** Refuses every request for these files until the returned function is called. */
async function holdBack(page: Page, files: string): Promise<() => Promise<void>> {
  await page.route(files, (route) => route.abort());
  return () => page.unroute(files);
}

test('what the first paint needs is at most 120 kB of gzip', () => {
  const { gzipBytes, files } = firstPaintWeight();
  expect(files.some((file) => file.endsWith('.js'))).toBe(true);
  expect(files.some((file) => file.endsWith('.css'))).toBe(true);
  expect(gzipBytes, files.join(', ')).toBeLessThanOrEqual(firstPaintBytesMax);
});

test('without its part for the network a tab says so, works on alone, and joins on the next try', async ({
  tabs,
  relay,
}) => {
  const other = await tabs.open();
  const tab = await tabs.open('about:blank');
  const release = await holdBack(tab, '**/tab-host-*.js');
  await tab.goto(relay.page);
  const notice = tab.locator('#network-missing');
  await expect(notice).toContainText('Your node reaches nobody yet');
  await expect(notice).toContainText('the relay that serves the page is away');
  await startMining(tab);
  await waitForHeight([tab], 1, blockMsMax);
  expect(await ask(tab, 'net_peers', {})).toEqual([]);
  // A second try that fails although the page can be had loads it anew.
  const anew = tab.waitForEvent('load');
  await notice.getByRole('button', { name: 'Try again' }).click();
  await anew;
  await expect(notice).toBeVisible();
  await release();
  await notice.getByRole('button', { name: 'Try again' }).click();
  await waitForLinks([other, tab], linkMsMax);
  await expect(notice).toHaveCount(0);
  await waitForHeight([other], await heightOf(tab), blockMsMax);
});

test('without the script of its node a tab shows its frame and says so, and starts on the next try', async ({
  tabs,
  relay,
}) => {
  const tab = await tabs.open('about:blank');
  const release = await holdBack(tab, '**/node.worker-*.js');
  await tab.goto(relay.page);
  const notice = tab.locator('#node-missing');
  await expect(notice).toContainText('Your node has not started');
  await expect(tab.getByRole('navigation').first()).toBeVisible();
  await expect(tab.getByRole('heading', { name: 'Starting your node' })).toBeVisible();
  await release();
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(tab.getByRole('heading', { name: 'Starting your node' })).toHaveCount(0);
  expect(await heightOf(tab)).toBe(0);
});

test('a tab whose relay is gone has all it needs to show every screen, to make a wallet, to mine and to run contracts', async ({
  tabs,
  relay,
}) => {
  const tab = await tabs.open('about:blank');
  const scripts = ['seal-worker', 'stretch-worker', 'verify-worker', 'machine'].map((name) =>
    tab.context().waitForEvent('response', { predicate: (response) => response.url().includes(name) }),
  );
  await tab.goto(relay.page);
  for (const response of await Promise.all(scripts)) await response.finished();
  await expect(tab.locator('[data-screens="here"]')).toBeVisible();
  await relay.kill();
  for (const name of ['Blocks', 'Network', 'Overview']) {
    await go(tab, name);
    await expect(tab.getByRole('heading', { level: 1, name })).toBeVisible();
  }
  await createWallet(tab);
  await startMining(tab);
  await waitForHeight([tab], 2, blockMsMax);
  const inspected = await ask(tab, 'contract_inspect', { code: 'export function greet() { return 1; }' });
  expect(inspected).toMatchObject({ ok: true, functions: [{ name: 'greet' }] });
});

test('a screen whose part did not come says so in its place, and opens on the next try', async ({ tabs, relay }) => {
  const tab = await tabs.open('about:blank');
  const release = await holdBack(tab, '**/blocks-screen-*.js');
  await tab.goto(relay.page);
  await go(tab, 'Blocks');
  await expect(tab.getByRole('heading', { name: 'This screen is not here yet' })).toBeVisible();
  await release();
  await tab.getByRole('button', { name: 'Try again' }).click();
  await expect(tab.getByRole('heading', { level: 1, name: 'Blocks' })).toBeVisible();
});
