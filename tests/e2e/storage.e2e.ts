/**
 * What a browser may do to what a tab stores: keep it by promise, or keep nothing at all. Real windows without IndexedDB
 * are private ones of some browsers; here it is taken away before the page's and the worker's first line.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  allowPersistence,
  ask,
  blockMsMax,
  createWallet,
  linkMsMax,
  startMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const answerMsMax = 10_000;

/** Runs in a window and in a worker. */
const withoutIndexedDb = `for (let at = globalThis; at !== null; at = Object.getPrototypeOf(at)) delete at.indexedDB;`;

async function takeIndexedDbAway(page: Page): Promise<void> {
  await page.context().addInitScript(withoutIndexedDb);
  await page.context().route('**/*.worker-*.js', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${withoutIndexedDb}\n${await answer.text()}` });
  });
}

test('a window that keeps nothing says so loudly, and is a full node all the same', async ({ tabs, relay }) => {
  const keeping = await tabs.open();
  const forgetful = await tabs.open('about:blank');
  await takeIndexedDbAway(forgetful);
  await forgetful.goto(relay.page);
  await expect(forgetful.getByTestId('alarm')).toContainText('keeps nothing');
  expect(await forgetful.evaluate(() => 'indexedDB' in globalThis)).toBe(false);
  await expect(keeping.getByTestId('alarm')).toHaveCount(0);
  await waitForLinks([keeping, forgetful], linkMsMax);
  await startMining(forgetful);
  await waitForHeight([keeping, forgetful], 2, blockMsMax);
});

test('the browser is asked to keep what is stored when there is a wallet, and its answer is shown', async ({
  tabs,
}) => {
  const tab = await tabs.open();
  const isPersisted = async (): Promise<boolean> => (await ask(tab, 'node_status', {})).storage.persisted;
  expect(await isPersisted()).toBe(false);
  await allowPersistence(tab);
  await createWallet(tab);
  await waitUntil('the browser has promised to keep it', answerMsMax, isPersisted);
  await expect(tab.getByTestId('storage-promise')).toContainText('has promised');
});
