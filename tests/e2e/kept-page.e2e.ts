/**
 * The page as browsers keep it: it opens without its server, with the chain it has, and says so; a newer build is offered
 * and taken when the person wants it. And what its policy forbids does not happen.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, waitUntil } from './harness.ts';
import { ask, blockMsMax, heightOf, startMining, stopMining, waitForHeight } from './tab.ts';

test.use({ keepsPage: true });

const keptMsMax = 15_000;

/** The state of the page's service worker as the browser tells it. */
const keeperState = (page: Page): Promise<string | undefined> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state);

const waitUntilKept = (page: Page): Promise<void> =>
  waitUntil('the page is kept', keptMsMax, async () => (await keeperState(page)) === 'activated');

/** What stands against installing the page, as the browser sees it; that this profile keeps nothing is none of ours. */
const whyNotInstalled = async (page: Page): Promise<readonly string[]> => {
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  await session.detach();
  return installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito');
};

test('without its server the page opens with the chain it has, says so, and comes back by itself', async ({
  tabs,
  relay,
}) => {
  const tab = await tabs.open();
  await startMining(tab);
  await waitForHeight([tab], 2, blockMsMax);
  await stopMining(tab);
  const { peerId } = await ask(tab, 'node_info', {});
  const height = await heightOf(tab);
  await waitUntilKept(tab);
  expect(await whyNotInstalled(tab)).toEqual([]);
  await relay.kill();
  await tab.reload();
  expect(await heightOf(tab)).toBe(height);
  expect((await ask(tab, 'node_info', {})).peerId).toBe(peerId);
  await expect(tab.getByTestId('offline')).toContainText(`block ${height}`, { timeout: keptMsMax });
  await startMining(tab);
  await waitForHeight([tab], height + 1, blockMsMax);
  await relay.restart();
  await expect(tab.getByTestId('offline')).toHaveCount(0, { timeout: 30_000 });
});

test('a newer build is offered, and taken with the next reload', async ({ tabs, relay }) => {
  const tab = await tabs.open();
  await waitUntilKept(tab);
  await expect(tab.getByTestId('update')).toHaveCount(0);
  const served = relay.pageFolder;
  const build = 'f'.repeat(16);
  for (const name of ['index.html', 'sw.js']) {
    const text = await readFile(join(served, name), 'utf8');
    await writeFile(join(served, name), text.replace(/[0-9a-f]{16}(?=" \/>|\\")/, build));
    for (const packed of ['.gz', '.br']) await rm(join(served, name + packed), { force: true });
  }
  await tab.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  const offer = tab.getByTestId('update');
  await expect(offer).toBeVisible({ timeout: keptMsMax });
  await offer.getByRole('button', { name: 'Load the newer page' }).click();
  await expect(tab.locator(`meta[name="build"][content="${build}"]`)).toHaveCount(1);
  await waitUntil('the newer keeper is in charge', keptMsMax, async () =>
    tab.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration !== undefined && registration.waiting === null && registration.installing === null;
    }),
  );
  await expect(offer).toHaveCount(0);
});

test('what is inline does not run, no text is evaluated, and other origins are not asked, for a film neither', async ({
  page,
  relay,
}) => {
  await page.goto(relay.page);
  await ask(page, 'node_info', {});
  const done = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.body.append(script);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it is refused is what is looked at
    setTimeout('globalThis.inlineRan = true', 0);
    const asked = await fetch('https://example.org/').then(
      () => 'answered',
      () => 'refused',
    );
    const refused = new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
        if (effectiveDirective === 'media-src') resolve(new URL(blockedURI).hostname);
      });
    });
    const film = document.createElement('video');
    film.src = 'https://example.net/film.webm';
    return { ran: 'inlineRan' in globalThis, asked, film: await refused };
  });
  expect(done).toEqual({ ran: false, asked: 'refused', film: 'example.net' });
});
