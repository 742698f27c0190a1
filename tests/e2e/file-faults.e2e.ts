/**
 * What can go wrong with files, in real tabs with a real relay: the disk changes a block of a file that is kept, the browser
 * gives no more room, adding is cancelled. Each is said in words, and nothing else is lost by it.
 */
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  go,
  linkMsMax,
  shareSound,
  startMining,
  stopMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const fileMsMax = 30_000;
const keptBytes = 3_000_000;
const largeBytes = 24_000_000;
const roomBytes = 12_000_000;
/** 400 chunks that are all the same, so that it takes a while and no room. */
const longBytes = 400_000_000;

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

async function expectNoRoom(page: Page, large: string, kept: string): Promise<void> {
  await openOnScreen(page, large);
  await page.getByTestId('file-pin').click({ timeout: fileMsMax });
  await expect(page.getByText('There is no room for it')).toBeVisible({ timeout: fileMsMax });
  expect(await ask(page, 'file_verify', { cid: kept })).toEqual({ blocks: 4, damaged: 0 });
  expect((await ask(page, 'file_status', { cid: kept })).state).toBe('here');
  // What had come of it is given back, so the chain goes on.
  await waitUntil('there is room again', fileMsMax, async () => {
    const { usedBytes } = await ask(page, 'file_policy', {});
    return usedBytes < 2 * keptBytes;
  });
}

test('a damaged block, a full disk and an end that a person wished are told, and nothing else is lost', async ({
  tabs,
}, info) => {
  const [maker, second] = [await tabs.open(), await tabs.open()];
  const devtools = await second.context().newCDPSession(second);
  const { origin } = new URL(second.url());
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: roomBytes });
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
  await expectNoRoom(second, large, kept);

  // With room it comes.
  await startMining(maker);
  await waitForHeight([second], (await ask(second, 'node_status', {})).height + 2, blockMsMax);
  await stopMining(maker);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await waitUntil('it comes once there is room', fileMsMax, async () => {
    await ask(second, 'file_pin', { cid: large }).catch(() => undefined);
    return (await ask(second, 'file_status', { cid: large })).state === 'here';
  });

  await mkdir(info.outputDir, { recursive: true });
  const path = join(info.outputDir, 'long.bin');
  const file = await open(path, 'w');
  await file.truncate(longBytes);
  await file.close();
  await go(maker, 'Files');
  await maker.getByTestId('file-choose').setInputFiles(path);
  await maker.getByTestId('file-transfer').getByRole('button', { name: 'Cancel' }).click({ timeout: fileMsMax });
  await expect(maker.getByText('It was cancelled.')).toBeVisible({ timeout: fileMsMax });
  expect(await ask(maker, 'file_verify', { cid: large })).toMatchObject({ damaged: 0 });
  expect(await ask(maker, 'file_list', {})).toHaveLength(2);
});
