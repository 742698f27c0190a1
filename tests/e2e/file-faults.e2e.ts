/**
 * What can go wrong with files, in real tabs with a real relay: the disk changes a block of a file that is kept, the
 * browser gives no more room, a person cancels. Each is said in words, and the node goes on.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  fileMsMax,
  heightOf,
  linkMsMax,
  shareSound,
  startMining,
  stopMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

/** of bytes that nobody has */
const nobodys = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';
const keptBytes = 3_000_000;
const largeBytes = 24_000_000;
/** The page itself takes some, and the files hold 4 MiB for the chain. */
const roomBytes = 20_000_000;

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

/** What is cancelled says so, and can be begun again. */
async function expectCancelled(page: Page): Promise<void> {
  await openOnScreen(page, nobodys);
  await page.getByTestId('file-fetch').click({ timeout: fileMsMax });
  await expect(page.getByText('Waiting for somebody who has it')).toBeVisible({ timeout: fileMsMax });
  await page.getByTestId('file-transfer').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('It was cancelled')).toBeVisible({ timeout: fileMsMax });
  await expect(page.getByTestId('file-transfer')).toHaveCount(0);
  await expect(page.getByTestId('file-fetch')).toBeVisible({ timeout: fileMsMax });
  expect(await ask(page, 'file_status', { cid: nobodys })).toMatchObject({ state: 'elsewhere', have: 0 });
}

async function expectMended(page: Page, cid: string): Promise<void> {
  await openOnScreen(page, cid);
  await page.getByTestId('file-pin').click({ timeout: fileMsMax });
  await expect(page.getByTestId('file-unpin')).toBeVisible({ timeout: fileMsMax });
  await expect(page.getByTestId('file-holders')).toHaveText('Held by 1 other node. This tab keeps it.');
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

/** What a program is answered that wants it kept. */
const pinRefusal = (page: Page, cid: string): Promise<unknown> =>
  page.evaluate(
    (wanted) =>
      window.tabchain?.request({ method: 'file_pin', params: { cid: wanted } }).catch((error: unknown) => {
        const { code, data } = error as { code?: unknown; data?: unknown };
        return { code, data };
      }),
    cid,
  );

/** What had come of it is given back, what was here stays, and both are so after a reload too. */
async function expectOnlyKept(page: Page, kept: string, large: string): Promise<void> {
  const status = await ask(page, 'file_status', { cid: large });
  expect(status).toMatchObject({ state: 'elsewhere', have: 0, pinned: false });
  const { usedBytes } = await ask(page, 'file_policy', {});
  expect(usedBytes - keptBytes).toBeGreaterThan(0);
  expect(usedBytes - keptBytes).toBeLessThan(1_000);
  expect(await ask(page, 'file_verify', { cid: kept })).toEqual({ blocks: 4, damaged: 0 });
}

async function expectNoRoom(page: Page, kept: string, large: string): Promise<void> {
  await openOnScreen(page, large);
  await page.getByTestId('file-pin').click({ timeout: fileMsMax });
  await expect(page.getByText('The browser gives this page no more room')).toBeVisible({ timeout: fileMsMax });
  await expect(page.getByTestId('file-unpin')).toHaveCount(0);
  await expectOnlyKept(page, kept, large);
  expect(await pinRefusal(page, large)).toMatchObject({ code: 4090, data: { reason: 'disk-full' } });
  await expectOnlyKept(page, kept, large);
}

/** Who helps keeps what there is room for, also where the browser has none for the rest. */
async function expectHelps(page: Page, kept: string, large: string): Promise<void> {
  await ask(page, 'file_policy', { help: true });
  await waitUntil('what fits is kept by policy', fileMsMax, async () => {
    const { state, pinned } = await ask(page, 'file_status', { cid: kept });
    return state === 'here' && !pinned;
  });
  expect((await ask(page, 'file_status', { cid: large })).state).not.toBe('here');
}

/** The chain has what it needs, and a person can give up what is kept. */
async function expectGoesOn(maker: Page, page: Page, kept: string): Promise<void> {
  const height = await heightOf(page);
  await startMining(maker);
  await waitForHeight([maker, page], height + 3, blockMsMax);
  await expect(page.getByTestId('alarm')).toHaveCount(0);
  await ask(page, 'file_unpin', { cid: kept });
  expect((await ask(page, 'file_policy', {})).usedBytes).toBe(0);
}

test('a damaged block is fetched again; that it was cancelled, and that the disk is full, is told and costs nothing else', async ({
  tabs,
  relay,
}) => {
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
  // So that the chain does not fill what the file leaves.
  await stopMining(maker);
  await expectMended(second, kept);
  await expectCancelled(second);
  await expectNoRoom(second, kept, large);
  await second.reload();
  await expectOnlyKept(second, kept, large);
  await expectGoesOn(maker, second, kept);
  await expectHelps(second, kept, large);
});
