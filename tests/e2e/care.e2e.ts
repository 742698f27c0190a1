/**
 * What a person looks after: contacts, a scanned address, a signed message, the tour, the language, the rules, and beginning
 * anew. In German and Spanish nothing runs out of a screen of 320 px.
 */
import { chromium, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { test } from './harness.ts';
import { ask, createWallet, go, selectedAddress, startMining, stopMining } from './tab.ts';

const places = ['', 'wallet', 'blocks', 'mempool', 'produce', 'network', 'settings'] as const;

/** px that the page is wider than its window, with the widest element that is to blame. */
const overhang = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return '';
    const wide = [...document.querySelectorAll('main *')].find(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return `${scrollWidth - clientWidth} px: ${wide?.outerHTML.slice(0, 200) ?? 'the frame'}`;
  });

async function expectToFit(page: Page): Promise<void> {
  for (const place of places) {
    await page.evaluate((hash) => (location.hash = hash), `#/${place}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await overhang(page), place).toBe('');
  }
}

test('contacts, a scanned address, a signed message and a second account', async ({ tabs }, testInfo) => {
  const tab = await tabs.open();
  const own = await createWallet(tab);
  const picture = testInfo.outputPath('address.png');
  await writeFile(picture, await tab.getByRole('img', { name: /QR code/ }).screenshot());

  await tab.getByTestId('account-new').click();
  await tab.getByTestId('account-label').fill('Savings');
  await tab.getByTestId('account-add').click();
  await expect(tab.getByTestId('account').nth(1)).toBeChecked();
  expect(await selectedAddress(tab)).not.toBe(own);

  await tab.getByTestId('scan-picture').setInputFiles(picture);
  await expect(tab.getByTestId('send-to')).toHaveValue(own);

  await tab.getByTestId('contact-name').fill('Daily purse');
  await tab.getByTestId('contact-address').fill(own);
  await tab.getByTestId('contact-save').click();
  await tab.getByTestId('send-to').fill('');
  await tab.getByTestId('contact').getByRole('button', { name: 'Pay Daily purse' }).click();
  await expect(tab.getByTestId('send-to')).toHaveValue(own);
  await expect(tab.getByText('Daily purse, of your contacts.')).toBeVisible();

  await tab.getByTestId('message-text').fill('I owe Ada 5 TAB.');
  await tab.getByTestId('message-act').click();
  const signature = await tab.getByTestId('message-signed').innerText();
  await tab.getByTestId('message-verify').check();
  await tab.getByTestId('message-address').fill(await selectedAddress(tab));
  await tab.getByTestId('message-signature').fill(signature);
  await tab.getByTestId('message-act').click();
  await expect(tab.getByTestId('message-valid')).toContainText('Right');
  await tab.getByTestId('message-text').fill('I owe Ada 6 TAB.');
  await tab.getByTestId('message-act').click();
  await expect(tab.getByTestId('message-valid')).toContainText('Wrong');

  await screenStaysOn(tab);
  await walletLocksItself(tab);
});

declare global {
  interface Window {
    /** every promise to keep the screen on that the browser gave */
    promises?: WakeLockSentinel[];
  }
}

/** Of the promises that the browser gave, those that hold. */
const promisesHeld = (tab: Page): Promise<number> =>
  tab.evaluate(() => (window.promises ?? []).filter(({ released }) => !released).length);

/** While blocks are made, if it is asked for, and no longer; asked for before or meanwhile. */
async function screenStaysOn(tab: Page): Promise<void> {
  await tab.evaluate(() => {
    const given: WakeLockSentinel[] = [];
    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (type) => {
      const sentinel = await request(type);
      given.push(sentinel);
      return sentinel;
    };
    window.promises = given;
  });
  await go(tab, 'Settings');
  await tab.getByTestId('keep-awake').check();
  expect(await promisesHeld(tab)).toBe(0);
  await startMining(tab);
  await expect.poll(() => promisesHeld(tab)).toBe(1);
  await go(tab, 'Settings');
  await tab.getByTestId('keep-awake').uncheck();
  await expect.poll(() => promisesHeld(tab)).toBe(0);
  await tab.getByTestId('keep-awake').check();
  await expect.poll(() => promisesHeld(tab)).toBe(1);
  await stopMining(tab);
  await expect.poll(() => promisesHeld(tab)).toBe(0);
}

/** After the chosen minutes without a touch, of which the page's clock is moved on. */
async function walletLocksItself(tab: Page): Promise<void> {
  await tab.clock.install();
  await go(tab, 'Settings');
  await tab.getByTestId('lock-minutes').selectOption('5');
  await go(tab, 'Wallet');
  const balance = tab.getByTestId('balance');
  await tab.clock.fastForward('04:00');
  await tab.keyboard.press('Shift');
  await tab.clock.fastForward('04:00');
  await expect(balance).toBeVisible();
  await tab.clock.fastForward('01:30');
  await expect(balance).toHaveCount(0);
  await expect(tab.getByTestId('unlock-wallet')).toBeVisible();
}

const readMsMax = 20_000;

test('an address is read by the camera', async ({ tabs, relay, browser, launchOptions }, testInfo) => {
  test.skip(process.env['TABCHAIN_NIGHTLY'] !== '1', 'a browser of its own, by night');
  const tab = await tabs.open();
  const own = await createWallet(tab);
  // A film of one picture: the code as it hangs on a wall, with some wall around it. An empty page has no policy against styles.
  const code = await tab.getByRole('img', { name: /QR code/ }).screenshot({ type: 'png' });
  const wall = await browser.newPage({ viewport: { width: 640, height: 480 } });
  await wall.setContent(
    `<body style="margin:0;background:#888;display:grid;place-items:center;height:480px"><img src="data:image/png;base64,${code.toString('base64')}"></body>`,
  );
  const film = testInfo.outputPath('wall.mjpeg');
  await writeFile(film, await wall.screenshot({ type: 'jpeg', quality: 95 }));
  await wall.close();
  const withCamera = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
  try {
    const other = await withCamera.newPage();
    await other.goto(relay.page);
    await createWallet(other);
    await other.getByTestId('scan-open').click();
    await expect(other.getByTestId('send-to')).toHaveValue(own, { timeout: readMsMax });
    // The camera is on only while its picture is shown.
    await expect(other.locator('video')).toHaveCount(0);
  } finally {
    await withCamera.close();
  }
});

test('the tour, two more languages on 320 px, and beginning anew', async ({ tabs }) => {
  const tab = await tabs.open();
  await createWallet(tab);
  await go(tab, 'Overview');
  await tab.getByTestId('tour-begin').click();
  for (const step of [1, 2, 3, 4, 5]) {
    await expect(tab.getByTestId('tour')).toContainText(`Step ${step} of 5`);
    await tab.getByTestId('tour-next').click();
  }
  await expect(tab.getByTestId('tour')).toHaveCount(0);

  await go(tab, 'Settings');
  await tab.setViewportSize({ width: 320, height: 640 });
  for (const [language, title, first] of [
    ['de', 'Einstellungen', 'Übersicht'],
    ['es', 'Ajustes', 'Resumen'],
  ] as const) {
    await tab.getByRole('main').getByTestId('language').selectOption(language);
    await expect(tab.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectToFit(tab);
    expect(await tab.evaluate(() => document.documentElement.lang)).toBe(language);
    await go(tab, first);
    await expect(tab.getByRole('heading', { level: 1, name: first })).toBeVisible();
    await expectToFit(tab);
    await tab.evaluate(() => (location.hash = '#/settings'));
  }
  await tab.reload();
  await expect(tab.getByRole('heading', { level: 1, name: 'Ajustes' })).toBeVisible();

  await tab.getByTestId('reset').click();
  await tab.getByTestId('reset-understood').check();
  await tab.getByTestId('reset-confirm').click();
  await expect(tab.getByTestId('tour-offer')).toBeVisible();
  expect(await ask(tab, 'wallet_accounts', {})).toEqual([]);
});
