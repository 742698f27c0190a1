/**
 * Every screen as people see it: wide and on a phone, in light and in dark, with nothing wider than the window, nothing that
 * axe finds serious, and the same place after a reload. Details stand beside their list on a wide screen and are pages on a
 * narrow one. Facts come from a tab that mines and pays with another one linked.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  go,
  heightOf,
  linkMsMax,
  pay,
  selectedAddress,
  shareSound,
  startMining,
  stopMining,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

const nightly = process.env['TABCHAIN_NIGHTLY'] === '1';

/** its worker is loaded first, on a busy machine */
const attackMsMax = 20_000;

/** By day axe looks at each screen once, in one of two pairs by turns; at night at every screen in all four and in each language. */
const byDay = [
  { name: 'wide, light', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'phone, dark', width: 390, height: 844, colorScheme: 'dark' },
] as const;
const atNight = [
  { name: 'wide, dark', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'phone, light', width: 390, height: 844, colorScheme: 'light' },
] as const;
const variants = [...byDay, ...(nightly ? atNight : [])];
const spoken = nightly ? (['de', 'es', 'en'] as const) : (['en'] as const);
const isLookedAt = (screen: number, variant: number): boolean => nightly || screen % byDay.length === variant;

const places = [
  '',
  'wallet',
  'blocks',
  'contracts',
  'files',
  'network',
  'produce',
  'settings',
  'mempool',
  'forks',
  'proof',
  'lab',
  'big',
  // a link that is none: what is said then is a screen too
  'join/none',
] as const;
const details = ['block', 'tx', 'address', 'peer', 'contract'] as const;

const show = async (page: Page, hash: string): Promise<void> => {
  await page.evaluate((next) => (location.hash = next), hash);
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(page.getByText(/Loading this screen|Lädt diese Ansicht|Cargando esta pantalla/)).toHaveCount(0);
};

const expectNoSidewaysScroll = async (page: Page, where: string): Promise<void> => {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(beyond, `px beyond the window: ${where}`).toBeLessThanOrEqual(0);
};

const speak = async (page: Page, language: string): Promise<void> => {
  await show(page, '#/settings');
  await page.getByRole('main').getByTestId('language').selectOption(language);
  await expect(page.locator('html')).toHaveAttribute('lang', language);
};

/** Words of headings, buttons and names that are wider than their place and hidden where it ends. */
const expectNothingCut = async (page: Page, where: string): Promise<void> => {
  const cut = await page.locator('h1, h2, h3, button, a.button, label, th, dt, legend, summary').evaluateAll((all) =>
    all
      .filter(
        (one) =>
          one.checkVisibility() && !one.matches('.visually-hidden') && getComputedStyle(one).overflowX !== 'visible',
      )
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.textContent.trim().slice(0, 40)),
  );
  expect.soft(cut, where).toEqual([]);
};

/** No frames are in the page, and no rule in use reads style sheets: axe need not look for either. */
const axeOptions = { resultTypes: ['violations' as const], iframes: false, preload: false };

const expectNothingSerious = async (page: Page, where: string): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).options(axeOptions).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  expect.soft(told, where).toEqual([]);
};

test('every screen fits, is reachable for all, and comes back after a reload', async ({ tabs }) => {
  const page = await tabs.open();
  await tabs.open();
  const address = await createWallet(page);
  await startMining(page);
  await waitForHeight([page], 2, blockMsMax);
  await pay(page, address, '1');
  const code = readFileSync('public/contracts/counter.js', 'utf8');
  const contract = await ask(page, 'contract_deploy', { code });
  await waitForHeight([page], (await heightOf(page)) + 2, blockMsMax);
  await stopMining(page);
  const { items } = await ask(page, 'account_history', { address });
  const paid = items.find(({ transaction }) => transaction?.kind === 'transfer');
  await waitUntil('another tab is linked', linkMsMax, async () => (await ask(page, 'net_peers', {})).length > 1);
  const [peer] = await ask(page, 'net_peers', {});
  const hashes: readonly string[] = [
    ...places.map((path) => `#/${path}`),
    ...[
      `#/block/${paid?.height ?? 0}`,
      `#/tx/${paid?.id ?? ''}`,
      `#/address/${address}`,
      `#/peer/${peer?.peerId ?? ''}`,
      `#/contract/${contract.address}`,
    ],
    ...(nightly ? [`#/file/${await shareSound(page, 4096)}`, new URL(await linkOf(page)).hash] : []),
  ];
  for (const language of spoken) {
    await speak(page, language);
    for (const [variant, { name, width, height, colorScheme }] of variants.entries()) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const [at, hash] of hashes.entries()) {
        await show(page, hash);
        await expectNoSidewaysScroll(page, `${hash}, ${name}, ${language}`);
        if (isLookedAt(at, variant)) await expectNothingSerious(page, `${hash}, ${name}, ${language}`);
      }
    }
  }
  // The narrowest window, in the language of the longest words.
  await page.setViewportSize({ width: 320, height: 640 });
  await speak(page, 'de');
  for (const hash of hashes) {
    await show(page, hash);
    await expectNoSidewaysScroll(page, `${hash}, 320 px, in German`);
    await expectNothingCut(page, `${hash}, 320 px, in German`);
  }
  await speak(page, 'en');

  await page.setViewportSize({ width: 1440, height: 900 });
  await playAnAttack(page);
  if (nightly) await showTheCodeLarge(page);
  for (const hash of nightly ? hashes : []) {
    await show(page, hash);
    await page.reload();
    await expect(page.locator('h1').first(), hash).toBeVisible();
    expect(new URL(page.url()).hash, hash).toBe(hash);
  }
  for (const detail of details) {
    const hash = hashes.find((each) => each.startsWith(`#/${detail}/`)) ?? '';
    await show(page, hash);
    await page.reload();
    await expect(page.getByTestId('sheet').getByRole('heading', { level: 1 })).toBeVisible();
    expect(new URL(page.url()).hash).toBe(hash);
  }
  await page.getByTestId('close-sheet').click();
  await expect(page.getByTestId('sheet')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'Contracts' })).toBeVisible();
});

/** The code to join by, over the whole window. */
async function showTheCodeLarge(page: Page): Promise<void> {
  await show(page, '#/network');
  await page.getByTestId('whole-screen').click();
  await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
  await expectNothingSerious(page, 'the code to join by');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

const linkOf = async (page: Page): Promise<string> => (await ask(page, 'network_link', {})).link;

/** In the lab, by keyboard: two signatures for one slot, and what honest nodes answered. */
async function playAnAttack(page: Page): Promise<void> {
  await show(page, '#/network');
  await page.getByTestId('open-lab').click();
  await page.getByTestId('lab-kind').selectOption('poa');
  const attack = page.getByTestId('attack-double-sign');
  await attack.getByRole('button', { name: 'Try it' }).focus();
  await page.keyboard.press('Enter');
  await expect(attack.getByTestId('attack-end')).toContainText('The network held', { timeout: attackMsMax });
  await expect(attack).toContainText('header-producer');
  await expect(attack).toContainText('All three: kept both seals as evidence');
  await expectNothingSerious(page, 'the lab with an attack played');
}

test('a block tells its bytes and why it is valid, beside the list; a record is found by its text', async ({
  tabs,
}) => {
  const page = await tabs.open();
  await createWallet(page);
  await startMining(page);
  await waitForHeight([page], 2, blockMsMax);
  await ask(page, 'tx_send', { kind: 'record', data: '0x54696465207461626c65' });
  await waitForHeight([page], (await heightOf(page)) + 2, blockMsMax);
  await stopMining(page);

  await go(page, 'Blocks');
  await page.getByTestId('block-list').getByRole('link', { name: '1', exact: true }).click();
  const sheet = page.getByTestId('sheet');
  await expect(sheet.getByRole('heading', { level: 1, name: 'Block 1' })).toBeFocused();
  await sheet.getByRole('tab', { name: 'Why is it valid?' }).click();
  await expect(sheet.getByTestId('rules')).toContainText('header-seal');
  await expect(sheet.getByTestId('rules')).toContainText('block-state-root');
  await page.keyboard.press('ArrowRight');
  await expect(sheet.getByTestId('raw-bytes')).toContainText('historyRoot');
  const { bytes } = await ask(page, 'block_raw', { height: 1 });
  await expect(sheet.getByTestId('raw-bytes')).toContainText(bytes.slice(-8));

  await page.getByRole('search').getByRole('textbox').fill('tide');
  await page.getByRole('search').getByRole('button', { name: 'Find' }).click();
  await page.getByRole('link', { name: 'Tide table' }).click();
  await expect(sheet.getByTestId('record-text')).toHaveText('Tide table');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);

  const id = (await ask(page, 'node_status', {})).head;
  const sender = await selectedAddress(page);
  for (const [typed, hash] of [
    ['1', '#/block/1'],
    [id, `#/block/${id}`],
    [sender, `#/address/${sender}`],
  ] as const) {
    await page.getByRole('search').getByRole('textbox').fill(typed);
    await page.getByRole('search').getByRole('button', { name: 'Find' }).click();
    await expect(page, typed).toHaveURL((url) => url.hash === hash);
  }
});

test('the picture draws who is linked, its links lead to them, and nothing moves where that is asked for', async ({
  tabs,
}) => {
  const page = await tabs.open();
  const other = await tabs.open();
  await waitForLinks([page, other], linkMsMax);
  const { peerId } = await ask(other, 'node_info', {});
  const link = page.locator(`[data-testid="picture-peer"][href$="${peerId}"]`);
  await expect(link).toBeVisible();
  await expect(page.getByRole('table', { name: 'Peers of this tab' })).toContainText(peerId);
  if (nightly) {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await waitUntil('the picture rests', linkMsMax, async () => (await framesOfAnswers(page)) === 0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
  }
  await startMining(other);
  // A block that travels asks for a frame at every refresh of the screen.
  expect(await framesOfABlock(page)).toBeLessThan(5);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await framesOfABlock(page)).toBeGreaterThan(10);
  await expect(page.getByText(/came from/)).toBeVisible();
});

/** How many frames the page asks for from one answer about peers until the next but one. */
function framesOfAnswers(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const provider = window.tabchain;
        if (provider === undefined) throw new Error('there is no provider');
        const [own, request] = [window.requestAnimationFrame.bind(window), provider.request];
        let [frames, answers] = [0, 0];
        window.requestAnimationFrame = (run) => {
          frames += 1;
          return own(run);
        };
        const watched = async (asked: { readonly method: string }): Promise<unknown> => {
          const answer = await request(asked as never);
          if (asked.method === 'net_peers') answers += 1;
          if (answers === 1) frames = 0;
          if (answers === 3) {
            window.requestAnimationFrame = own;
            Object.assign(provider, { request });
            resolve(frames);
          }
          return answer;
        };
        Object.assign(provider, { request: watched });
      }),
  );
}

/** How many frames the page asks for in the half second after its next block. */
function framesOfABlock(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const own = window.requestAnimationFrame.bind(window);
        let frames = 0;
        window.requestAnimationFrame = (run) => {
          frames += 1;
          return own(run);
        };
        let isCounting = false;
        window.tabchain?.on('head', () => {
          if (isCounting) return;
          isCounting = true;
          frames = 0;
          setTimeout(() => {
            window.requestAnimationFrame = own;
            resolve(frames);
          }, 500);
        });
      }),
  );
}
