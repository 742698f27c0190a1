/**
 * Sound and film play while they arrive, with a real relay and the page's service worker: the middle is with nobody, and all
 * the same the beginning plays and the end too. The address gives it to a player and to nothing else. A film within a folder
 * plays in the folder's list. Where the page is not kept, files.e2e.ts shows what is said and done instead.
 */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Tabs, test, waitUntil } from './harness.ts';
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
import { makeTestFilm } from './test-film.ts';

test.use({ keepsPage: true });

const mebibyte = 1_048_576;
const soundBytes = 12 * mebibyte;
const startBytes = 4 * mebibyte;
const endBytes = 2 * mebibyte;

const filmSeconds = 30;

/** What is shared, and what is known of it. */
interface Shared {
  readonly cid: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly testId: 'file-audio' | 'file-video';
}

const shareASound = async (maker: Page): Promise<Shared> => {
  const cid = await shareSound(maker, soundBytes);
  return { cid, bytes: soundBytes, seconds: (soundBytes - 44) / 176_400, testId: 'file-audio' };
};

const shareAFilm = async (maker: Page): Promise<Shared> => {
  const film = await makeTestFilm(maker, filmSeconds);
  await go(maker, 'Files');
  const chosen = { name: 'film.webm', mimeType: 'video/webm', buffer: film };
  await maker.getByTestId('file-choose').setInputFiles(chosen);
  const link = await maker.getByTestId('file-added').getAttribute('href', { timeout: fileMsMax });
  const cid = link?.replace('#/file/', '') ?? '';
  return { cid, bytes: film.length, seconds: filmSeconds, testId: 'file-video' };
};

/** Gets the beginning and the end, and nothing between. */
async function getEnds(page: Page, { cid, bytes: bytesOfAll }: Shared): Promise<void> {
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
        [0, startBytes],
        [bytesOfAll - endBytes, endBytes],
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

/** It has only the ends of what another shares, who has gone since. */
async function openWithoutMiddle(tabs: Tabs, share: (maker: Page) => Promise<Shared>) {
  const [maker, second] = [await tabs.open(), await tabs.open()];
  await waitForLinks([maker, second], linkMsMax);
  await createWallet(maker);
  await startMining(maker);
  await waitForHeight([maker, second], 2, blockMsMax);
  const shared = await share(maker);
  await untilInBlock(second);
  await stopMining(maker);
  await getEnds(second, shared);
  await maker.close();
  return { second, shared };
}

const untilInBlock = (page: Page): Promise<void> =>
  waitUntil('the other tab knows of it from a block', fileMsMax, async () => {
    const [file] = await ask(page, 'file_list', {});
    return file?.height !== undefined;
  });

const startPlaying = async (player: Locator): Promise<void> => {
  await expect(player).toBeVisible({ timeout: fileMsMax });
  await player.evaluate((element: HTMLMediaElement) => {
    element.muted = true;
    void element.play();
  });
  await waitUntil('it plays', fileMsMax, async () => (await timeOf(player)) > 0.5);
};

/** Width of the picture, and whether any of it was shown. */
const pictureOf = (player: Locator): Promise<readonly unknown[]> =>
  player.evaluate((element) =>
    element instanceof HTMLVideoElement
      ? [element.videoWidth, element.getVideoPlaybackQuality().totalVideoFrames > 0]
      : [],
  );

for (const [what, share] of [
  ['a sound', shareASound],
  ['a film', shareAFilm],
] as const) {
  test(`${what} whose middle nobody has plays at its beginning and at its end`, async ({ tabs }) => {
    const { second, shared } = await openWithoutMiddle(tabs, share);
    const { cid, bytes, seconds, testId } = shared;
    const viewer = await tabs.open();
    await waitForLinks([second, viewer], linkMsMax);
    await untilInBlock(viewer);
    await viewer.evaluate((hash) => (location.hash = hash), `#/file/${cid}`);
    await viewer.getByTestId('file-fetch').click({ timeout: fileMsMax });
    const player = viewer.getByTestId(testId);
    await startPlaying(player);
    expect(await pictureOf(player)).toEqual(testId === 'file-video' ? [320, true] : []);
    const isWhole = async (): Promise<boolean> => {
      const { state, have } = await ask(viewer, 'file_status', { cid });
      return state === 'here' || have >= bytes;
    };
    expect(await isWhole()).toBe(false);

    // To its end, which is here long before its middle.
    expect(await player.evaluate((element: HTMLMediaElement) => element.duration)).toBeCloseTo(seconds, 0);
    await player.evaluate((element: HTMLMediaElement) => (element.currentTime = element.duration - 2));
    await waitUntil('it plays to its end', fileMsMax, () =>
      player.evaluate((element: HTMLMediaElement) => element.ended),
    );
    expect(await isWhole()).toBe(false);

    const address = await player.evaluate((element: HTMLMediaElement) => element.currentSrc);
    expect(address).toContain(`/file/${cid}`);
    expect(await addressGives(viewer, address)).toEqual([404, false]);

    // What was wanted is cancelled; what has come is still here.
    await viewer.getByTestId('file-transfer').getByRole('button', { name: 'Cancel' }).click();
    await expect(viewer.getByText('It was cancelled.')).toBeVisible({ timeout: fileMsMax });
    await expect(player).toHaveCount(0);
    const { damaged } = await ask(viewer, 'file_verify', { cid });
    expect(damaged).toBe(0);
  });
}

test('a folder that was chosen is listed where it is opened, and its film plays in the list', async ({
  tabs,
}, info) => {
  const [maker, second] = [await tabs.open(), await tabs.open()];
  await waitForLinks([maker, second], linkMsMax);
  await createWallet(maker);
  await startMining(maker);
  await waitForHeight([maker, second], 2, blockMsMax);
  const lesson = join(info.outputDir, 'lesson');
  await mkdir(join(lesson, 'films'), { recursive: true });
  await writeFile(join(lesson, 'notes.txt'), 'what is to be seen');
  await writeFile(join(lesson, 'films', 'one & two.webm'), await makeTestFilm(maker, 6));
  await go(maker, 'Files');
  await maker.getByTestId('folder-choose').setInputFiles(lesson);
  await expect(maker.getByTestId('file-added')).toHaveText('lesson', { timeout: fileMsMax });
  await untilInBlock(second);
  await stopMining(maker);

  const [folder] = await ask(second, 'file_list', {});
  const cid = folder?.cid ?? '';
  await second.evaluate((hash) => (location.hash = hash), `#/file/${cid}`);
  await second.getByTestId('file-fetch').click({ timeout: fileMsMax });
  await second.getByRole('button', { name: 'Look at notes.txt' }).click({ timeout: fileMsMax });
  await expect(second.getByTestId('file-text')).toHaveText('what is to be seen', { timeout: fileMsMax });
  await second.getByRole('button', { name: 'Look at films/one & two.webm' }).click();
  await expect(second.getByTestId('file-text')).toHaveCount(0);
  const player = second.getByTestId('file-video');
  await startPlaying(player);
  expect(await pictureOf(player)).toEqual([320, true]);
  const address = await player.evaluate((element: HTMLMediaElement) => element.currentSrc);
  expect(address).toContain(`/file/${cid}?in=films%2Fone%20%26%20two.webm`);
  expect(await addressGives(second, address)).toEqual([404, false]);
});
