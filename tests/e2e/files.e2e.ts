/**
 * Files among tabs, with a real relay: one shares a file, the block and the screens list it; another opens it, byte for byte,
 * sees pictures and PDF, and reloads in the middle of a large one, which it hears when it is whole; the first tab and the relay go, and a third tab, which has
 * never opened Files, still gets it from the second.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  fileMsMax,
  go,
  linkMsMax,
  shareSound,
  startMining,
  stopMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const hostile = '<script>document.title = "owned"</script>';
/** One red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
/** A page of a PDF, and a script for those who take it for HTML. */
const pdf = Buffer.from(`%PDF-1.4
%${hostile}
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Size 4/Root 1 0 R>>
%%EOF`);
const largeBytes = 16_000_000;
const middleBytes = 3_000_000;

/** Shares bytes through the page's API; resolves to the content id. */
const share = (page: Page, name: string, bytes: Buffer): Promise<string> =>
  page.evaluate(
    async ([called, list]) => {
      if (window.tabchain === undefined) throw new Error('the page has no provider');
      const params = { name: called, bytes: Uint8Array.from(list) };
      return (await window.tabchain.request({ method: 'file_add', params })).cid;
    },
    [name, [...bytes]] as const,
  );

/** Opens a file that is elsewhere on its screen. */
const fetchOnScreen = async (page: Page, cid: string): Promise<void> => {
  await page.evaluate((hash) => (location.hash = hash), `#/file/${cid}`);
  await page.getByTestId('file-fetch').click({ timeout: fileMsMax });
};

/** What is opened is seen, under the page's policy, and nothing in it runs. */
async function expectPreviews(maker: Page, second: Page): Promise<void> {
  const [picture, paper] = [await share(maker, 'dot.png', png), await share(maker, 'paper.pdf', pdf)];
  await fetchOnScreen(second, picture);
  const image = second.getByTestId('file-image');
  await expect(image).toBeVisible({ timeout: fileMsMax });
  expect(await image.evaluate((shown) => (shown instanceof HTMLImageElement ? shown.naturalWidth : 0))).toBe(1);
  await fetchOnScreen(second, paper);
  if (await second.evaluate(() => navigator.pdfViewerEnabled)) {
    const [tab] = await Promise.all([
      second.context().waitForEvent('page', { timeout: fileMsMax }),
      second.getByTestId('file-pdf').click({ timeout: fileMsMax }),
    ]);
    await waitUntil('the browser’s own viewer shows it in a tab of its own', fileMsMax, async () =>
      tab.frames().some((frame) => frame.url().startsWith('chrome-extension:')),
    );
    expect(await tab.evaluate(() => window.opener === null)).toBe(true);
    expect(await tab.title()).not.toBe('owned');
    await tab.close();
    expect(second.frames()).toHaveLength(1);
  } else await expect(second.getByText('There is no preview')).toBeVisible({ timeout: fileMsMax });
  expect(await second.title()).not.toBe('owned');
}

/** What does not fit below the limit is refused in words, and what was there stays. */
async function expectRefused(maker: Page, kept: string): Promise<void> {
  const { limitBytes } = await ask(maker, 'file_policy', {});
  await ask(maker, 'file_policy', { limitBytes: 2_097_152 });
  await go(maker, 'Files');
  const buffer = Buffer.alloc(3_000_000, 7);
  await maker.getByTestId('file-choose').setInputFiles({ name: 'much.bin', mimeType: 'text/plain', buffer });
  await expect(maker.getByText('It is larger than the limit that you have set')).toBeVisible({ timeout: fileMsMax });
  await ask(maker, 'file_policy', { limitBytes });
  expect(await ask(maker, 'file_verify', { cid: kept })).toEqual({ blocks: 1, damaged: 0 });
}

/** It is saved under its name, with all its bytes. */
async function expectSaved(page: Page, text: string): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: fileMsMax }),
    page.getByTestId('file-save').click({ timeout: fileMsMax }),
  ]);
  expect(download.suggestedFilename()).toMatch(/^notes.*\.html$/);
  expect(await readFile(await download.path(), 'utf8')).toBe(text);
}

/** What came before a reload is not fetched again: it is there while nobody else is, and the rest comes with the holder. */
async function expectResumed(maker: Page, second: Page): Promise<void> {
  const cid = await shareSound(maker, largeBytes);
  const [address, size] = [maker.url(), largeBytes];
  await second.evaluate(
    async ([wanted, bytes]) => {
      const { tabchain } = window;
      if (tabchain === undefined) throw new Error('the page has no provider');
      const isSoFar = new Promise<void>((resolve) => {
        tabchain.on('progress', ({ job, done }) => {
          if (job === `file:${wanted}` && done >= bytes) resolve();
        });
      });
      tabchain.request({ method: 'file_pin', params: { cid: wanted } }).catch(() => undefined);
      await isSoFar;
    },
    [cid, middleBytes] as const,
  );
  await second.evaluate((hash) => (location.hash = hash), `#/file/${cid}`);
  await expect(second.getByTestId('file-transfer')).toBeVisible({ timeout: fileMsMax });
  await maker.goto('about:blank');
  await expect(second.getByText('Waiting for a holder, last seen')).toBeVisible({ timeout: fileMsMax });
  await second.reload();
  await waitUntil('the reloaded tab goes on where it was', fileMsMax, async () => {
    // its files open after its network
    const found = await ask(second, 'file_status', { cid }).catch(() => undefined);
    return found?.state === 'waiting' && found.have >= middleBytes;
  });
  expect((await ask(second, 'file_status', { cid })).have).toBeLessThan(size);
  // When its holder was last seen is known after the reload too.
  await expect(second.getByText('Waiting for a holder, last seen')).toBeVisible({ timeout: fileMsMax });
  // Stories have no service worker, as pages over plain http have none: it is not played before all of it is here.
  await expect(second.getByTestId('file-plays-later')).toBeVisible({ timeout: fileMsMax });
  await maker.goto(address);
  await waitUntil('the rest comes with its holder', fileMsMax, async () => {
    const { state, have } = await ask(second, 'file_status', { cid });
    return state === 'here' && have === size;
  });
  expect(await ask(second, 'file_verify', { cid })).toEqual({ blocks: 17, damaged: 0 });
  const player = second.getByTestId('file-audio');
  await expect(player).toBeVisible({ timeout: fileMsMax });
  await waitUntil('it can be played', fileMsMax, () =>
    player.evaluate((shown) => shown instanceof HTMLAudioElement && shown.duration > 60),
  );
}

test('a file outlives the tab that shared it, and the relay', async ({ tabs, relay }) => {
  const [maker, second] = [await tabs.open(), await tabs.open()];
  await waitForLinks([maker, second], linkMsMax);
  await createWallet(maker);
  await startMining(maker);
  await waitForHeight([maker, second], 2, blockMsMax);
  const size = 1_000_000;
  const text = `${hostile}\n`.repeat(Math.ceil(size / (hostile.length + 1))).slice(0, size);

  await go(maker, 'Files');
  await maker
    .getByTestId('file-choose')
    .setInputFiles({ name: 'notes<b>.html', mimeType: 'text/html', buffer: Buffer.from(text) });
  await expect(maker.getByTestId('file-added')).toBeVisible({ timeout: fileMsMax });
  await waitUntil('the other tab lists it from a block', fileMsMax, async () => {
    const [file] = await ask(second, 'file_list', {});
    return file?.height !== undefined && file.name === 'notes<b>.html';
  });
  await stopMining(maker);
  const [file] = await ask(second, 'file_list', {});
  const cid = file?.cid ?? '';
  const { files } = await ask(second, 'block_get', { height: file?.height ?? 0 });
  expect(files).toEqual([{ cid, name: 'notes<b>.html', size }]);
  // The explorer says what was written, and leads to the file.
  for (const [hash, name] of [
    [`#/block/${file?.height ?? 0}`, 'notes<b>.html'],
    [`#/tx/${file?.id ?? ''}`, cid],
  ] as const) {
    await maker.evaluate((next) => (location.hash = next), hash);
    await expect(maker.getByTestId('sheet').getByRole('link', { name })).toHaveAttribute('href', `#/file/${cid}`);
  }
  await go(maker, 'Files');

  await second.goto(`${relay.page}#/file/${cid}`);
  await second.getByTestId('file-pin').click({ timeout: fileMsMax });
  await expect(second.getByTestId('file-text')).toContainText(hostile, { timeout: fileMsMax });
  expect(await second.title()).not.toBe('owned');

  await second.reload();
  await expect(second.getByTestId('file-text')).toContainText(hostile, { timeout: fileMsMax });
  await expectSaved(second, text);
  await expectRefused(maker, cid);
  await expectPreviews(maker, second);
  await expectResumed(maker, second);
  const third = await tabs.open();
  await waitForLinks([second, third], linkMsMax);
  // The page's parts come from the relay, in the background; the file does not.
  await waitUntil('the parts for files are here', fileMsMax, () =>
    third.evaluate(() => {
      const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
      return ['tab-files-', 'file-screen-'].every((part) => fetched.some((name) => name.includes(part)));
    }),
  );
  await maker.close();
  await relay.kill();
  await fetchOnScreen(third, cid);
  await expect(third.getByTestId('file-text')).toContainText(hostile, { timeout: fileMsMax });
  const { blocks, damaged } = await ask(third, 'file_verify', { cid });
  expect([blocks, damaged]).toEqual([1, 0]);
});
