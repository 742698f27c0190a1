/**
 * A film plays while it arrives, with a real relay and the page's service worker: its middle is with nobody, and all the same
 * its beginning plays and its end too. Its address gives it to a player and to nothing else. Where the page is not kept,
 * files.e2e.ts shows what is said and done instead.
 */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  linkMsMax,
  shareSound,
  startMining,
  stopMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

test.use({ keepsPage: true });

const fileMsMax = 30_000;
const mebibyte = 1_048_576;
const soundBytes = 12 * mebibyte;

/** Gets the beginning and the end, and nothing between. */
async function getEnds(page: Page, cid: string): Promise<void> {
  await page.evaluate(
    async ([wanted, pieces]) => {
      const { tabchain } = window;
      if (tabchain === undefined) throw new Error('the page has no provider');
      for (const [offset, length] of pieces) {
        const { bytes } = await tabchain.request({
          method: 'file_get',
          params: { cid: wanted, offset, length },
        });
        if (bytes.length !== length) throw new Error(`${bytes.length} bytes came`);
      }
    },
    [
      cid,
      [
        [0, 2 * mebibyte],
        [soundBytes - mebibyte, mebibyte],
      ],
    ] as const,
  );
}

const timeOf = (player: Locator): Promise<number> =>
  player.evaluate((element) => (element instanceof HTMLMediaElement ? element.currentTime : -1));

/** What others than a player get at the film's address. */
const addressGives = (page: Page, address: string): Promise<readonly unknown[]> =>
  page.evaluate(async (url) => {
    const fetched = await fetch(url);
    const picture = new Image();
    const isPicture = await new Promise((resolve) => {
      picture.onload = () => resolve(true);
      picture.onerror = () => resolve(false);
      picture.src = url;
    });
    return [fetched.status, isPicture];
  }, address);

test('a film whose middle nobody has plays at its beginning and at its end', async ({ tabs }) => {
  const [maker, second] = [await tabs.open(), await tabs.open()];
  await waitForLinks([maker, second], linkMsMax);
  await createWallet(maker);
  await startMining(maker);
  await waitForHeight([maker, second], 2, blockMsMax);
  const cid = await shareSound(maker, soundBytes);
  await waitUntil('the other tab knows of it from a block', fileMsMax, async () => {
    const [file] = await ask(second, 'file_list', {});
    return file?.height !== undefined;
  });
  await stopMining(maker);
  await getEnds(second, cid);
  await maker.close();

  const viewer = await tabs.open();
  await waitForLinks([second, viewer], linkMsMax);
  await waitUntil('the viewer knows of it from a block', fileMsMax, async () => {
    const [file] = await ask(viewer, 'file_list', {});
    return file?.height !== undefined;
  });
  await viewer.evaluate((hash) => (location.hash = hash), `#/file/${cid}`);
  await viewer.getByTestId('file-fetch').click({ timeout: fileMsMax });
  const player = viewer.getByTestId('file-audio');
  await expect(player).toBeVisible({ timeout: fileMsMax });
  await player.evaluate(async (element: HTMLAudioElement) => {
    element.muted = true;
    await element.play();
  });
  await waitUntil('it plays', fileMsMax, async () => (await timeOf(player)) > 0.5);
  const isWhole = async (): Promise<boolean> => {
    const { state, have } = await ask(viewer, 'file_status', { cid });
    return state === 'here' || have >= soundBytes;
  };
  expect(await isWhole()).toBe(false);

  // To its end, which is here long before its middle.
  const duration = await player.evaluate((element: HTMLAudioElement) => element.duration);
  expect(duration).toBeCloseTo((soundBytes - 44) / 176_400, 0);
  await player.evaluate((element: HTMLAudioElement) => (element.currentTime = element.duration - 2));
  await waitUntil('it plays to its end', fileMsMax, () =>
    player.evaluate((element: HTMLAudioElement) => element.ended),
  );
  expect(await isWhole()).toBe(false);

  const address = await player.evaluate((element: HTMLAudioElement) => element.currentSrc);
  expect(address).toContain(`/file/${cid}`);
  expect(await addressGives(viewer, address)).toEqual([404, false]);

  // What was wanted is cancelled; what has come is still here.
  await viewer.getByTestId('file-transfer').getByRole('button', { name: 'Cancel' }).click();
  await expect(viewer.getByText('It was cancelled.')).toBeVisible({ timeout: fileMsMax });
  await expect(player).toHaveCount(0);
  const { damaged } = await ask(viewer, 'file_verify', { cid });
  expect(damaged).toBe(0);
});
