/**
 * What can go wrong with files, in real tabs with a real relay: the disk changes a block of a file that is kept, and the
 * browser gives no more room. Each is said in words, and the node goes on.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  fileMsMax,
  linkMsMax,
  shareSound,
  startMining,
  stopMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const keptBytes = 3_000_000;
const largeBytes = 24_000_000;
const roomBytes = 12_000_000;

/** Changes a byte of the largest block that the files of this tab have on the disk. */
const damageBlock = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const name = names.find((one) => one.startsWith('tabchain-files-'));
    if (name === undefined) throw new Error(`no files in ${names.join()}`);
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('failed'));
      });
    const database = await settled(indexedDB.open(name));
    const blocks = database.transaction('body', 'readwrite').objectStore('body');
    const [keys, values] = await Promise.all([settled(blocks.getAllKeys()), settled<unknown[]>(blocks.getAll())]);
    const sizes = values.map((value) => (value instanceof Uint8Array ? value.length : 0));
    const at = sizes.indexOf(Math.max(...sizes));
    const value = values[at];
    const key = keys[at];
    if (!(value instanceof Uint8Array) || key === undefined) throw new Error('no block');
    value[100] = (value[100] ?? 0) ^ 1;
    await settled(blocks.put(value, key));
    database.close();
    return value.length;
  });

const openOnScreen = (page: Page, cid: string): Promise<unknown> =>
  page.evaluate((hash) => (location.hash = hash), `#/file/${cid}`);

async function expectMended(page: Page, cid: string): Promise<void> {
  await openOnScreen(page, cid);
  await page.getByTestId('file-pin').click({ timeout: fileMsMax });
  await expect(page.getByTestId('file-unpin')).toBeVisible({ timeout: fileMsMax });
  await waitUntil('it is here', fileMsMax, async () => (await ask(page, 'file_status', { cid })).state === 'here');
  expect(await damageBlock(page)).toBe(1_048_576);
  await page.getByRole('button', { name: 'Check every byte' }).click({ timeout: fileMsMax });
  await expect(page.getByText('1 block had changed')).toBeVisible({ timeout: fileMsMax });
  await waitUntil('it is mended', fileMsMax, async () => {
    if ((await ask(page, 'file_status', { cid })).state !== 'here') return false;
    const { blocks, damaged } = await ask(page, 'file_verify', { cid });
    return blocks === 4 && damaged === 0;
  });
}

async function expectNoRoom(page: Page, large: string): Promise<void> {
  await openOnScreen(page, large);
  await page.getByTestId('file-pin').click({ timeout: fileMsMax });
  await expect(page.getByText('There is no room for it')).toBeVisible({ timeout: fileMsMax });
  await expect(page.getByTestId('file-unpin')).toHaveCount(0);
  expect((await ask(page, 'node_status', {})).height).toBeGreaterThan(0);
}

test('a damaged block is fetched again, and that the disk is full is told', async ({ tabs, relay }) => {
  const [maker, second] = [await tabs.open(), await tabs.open('about:blank')];
  // Before the page is there: Chromium remembers for half a minute how much room it has granted.
  const devtools = await second.context().newCDPSession(second);
  const { origin } = new URL(relay.page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: roomBytes });
  await second.goto(relay.page);
  await waitForLinks([maker, second], linkMsMax);
  await createWallet(maker);
  await startMining(maker);
  await waitForHeight([maker, second], 2, blockMsMax);
  const [kept, large] = [await shareSound(maker, keptBytes), await shareSound(maker, largeBytes)];
  await waitUntil('the other tab knows both from blocks', fileMsMax, async () => {
    const files = await ask(second, 'file_list', {});
    return files.length === 2 && files.every(({ height }) => height !== undefined);
  });
  // The chain takes room too, and a node whose chain cannot be written stops.
  await stopMining(maker);
  await expectMended(second, kept);
  await expectNoRoom(second, large);
});
