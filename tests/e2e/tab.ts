/**
 * What a person does in a tab, for the stories: looks at the screens, presses buttons, types. Facts that no screen shows
 * exactly are read through `window.tabchain`, the page's public API.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Method, ParamsOf, Provider, ResultOf } from '../../shared/provider/index.ts';
import { waitUntil } from './harness.ts';

declare global {
  interface Window {
    tabchain?: Provider;
  }
}

/** In which tabs that can reach each other have linked directly, on a busy machine. */
export const linkMsMax = 30_000;
/** In which a next block of the class network has come to all, on a busy machine. */
export const blockMsMax = 30_000;
/** A file has come, or is listed. */
export const fileMsMax = 30_000;
/** in base units */
export const oneCoin = 1_000_000n;

export const passphrase = 'four small words here';
/** argon2id with 64 MiB on a busy machine */
const stretchMsMax = 15_000;

/** Calls the page's API. */
export async function ask<M extends Method>(page: Page, method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
  await page.waitForFunction(() => window.tabchain !== undefined);
  const call = { method, params };
  // What crosses into the page is plain data; the page checks it again.
  const answer = await page.evaluate(async (asked: unknown) => window.tabchain?.request(asked as never), call);
  return answer as ResultOf<M>;
}

export async function heightOf(page: Page): Promise<number> {
  return (await ask(page, 'node_status', {})).height;
}

/** Peer ids of the other tabs that this one is linked to over WebRTC. */
async function directPeers(page: Page): Promise<readonly string[]> {
  const peers = await ask(page, 'net_peers', {});
  return peers.filter(({ path }) => path === 'direct').map(({ peerId }) => peerId);
}

/** Undefined as long as no network is open in the tab. */
async function peerIdOf(page: Page): Promise<string | undefined> {
  return ask(page, 'node_info', {}).then(
    ({ peerId }) => peerId,
    () => undefined,
  );
}

export async function waitForLinks(pages: readonly Page[], deadlineMs: number): Promise<void> {
  await waitUntil(`each of ${pages.length} tabs is linked directly to all others`, deadlineMs, async () => {
    const ids = await Promise.all(pages.map(peerIdOf));
    const links = await Promise.all(pages.map(directPeers));
    // By name: a tab that is going may still be counted in the place of one that is missing.
    const isLinked = (peers: readonly string[], at: number): boolean =>
      ids.every((id, other) => other === at || (id !== undefined && peers.includes(id)));
    return links.every(isLinked);
  });
}

export async function waitForHeight(pages: readonly Page[], height: number, deadlineMs: number): Promise<void> {
  await waitUntil(`${pages.length} tabs reach height ${height}`, deadlineMs, async () => {
    const heights = await Promise.all(pages.map(heightOf));
    return heights.every((reached) => reached >= height);
  });
}

/** Follows a link of the rail, as a person does. */
export async function go(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).first().click();
}

/** Makes a wallet on the wallet screen, note check included; returns its address. */
export async function createWallet(page: Page): Promise<string> {
  const words = await startWallet(page);
  await page.getByTestId('mnemonic-written').click();
  await confirmWords(page, words);
  await expect(page.getByTestId('balance')).toBeVisible();
  return selectedAddress(page);
}

/** Makes a wallet as far as its words are shown; returns them. */
export async function startWallet(page: Page): Promise<readonly string[]> {
  await go(page, 'Wallet');
  await page.getByTestId('new-passphrase').fill(passphrase);
  await page.getByTestId('new-passphrase-again').fill(passphrase);
  await page.getByTestId('create-wallet').click();
  await expect(page.getByTestId('mnemonic')).toBeVisible({ timeout: stretchMsMax });
  return page.getByTestId('mnemonic-word').allInnerTexts();
}

/** Types the words that the page asks for, as they stand in the note. */
export async function confirmWords(page: Page, words: readonly string[]): Promise<void> {
  for (const field of await page.getByTestId('confirm-word').all()) {
    const position = Number(await field.getAttribute('data-position'));
    await field.fill(words[position] ?? '');
  }
  await page.getByTestId('mnemonic-confirm').click();
}

/** Brings a wallet on the wallet screen from its words or from the text of a backup file. */
export async function importWallet(
  page: Page,
  from: { readonly words: readonly string[] } | { readonly file: string },
): Promise<string> {
  await go(page, 'Wallet');
  if ('words' in from) {
    await page.getByTestId('import-words').fill(from.words.join(' '));
  } else {
    await page.getByRole('radio', { name: 'Backup file' }).check();
    await page.getByTestId('import-file').setInputFiles(from.file);
  }
  await page.getByTestId('import-passphrase').fill(passphrase);
  await page.getByTestId('import-wallet').click();
  await expect(page.getByTestId('balance')).toBeVisible({ timeout: stretchMsMax });
  return selectedAddress(page);
}

/** Opens the wallet that is locked in this browser. */
export async function unlockWallet(page: Page): Promise<string> {
  await go(page, 'Wallet');
  await page.getByTestId('unlock-passphrase').fill(passphrase);
  await page.getByTestId('unlock-wallet').click();
  await expect(page.getByTestId('balance')).toBeVisible({ timeout: stretchMsMax });
  return selectedAddress(page);
}

/** Presses what saves a file; returns where it was saved. */
export async function savedFile(page: Page, testId: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByTestId(testId).click();
  return (await download).path();
}

export async function selectedAddress(page: Page): Promise<string> {
  const accounts = await ask(page, 'wallet_accounts', {});
  const selected = accounts.find((account) => account.selected);
  if (selected === undefined) throw new Error('the wallet has no selected account');
  return selected.address;
}

/** The slot that the tab has taken, or had before it is taken again. */
export function slotOf(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem('tabchain-slot') ?? '{}') as { readonly slot?: unknown };
    return kept.slot;
  });
}

export async function startMining(page: Page): Promise<void> {
  await go(page, 'Produce');
  await page.getByTestId('start-mining').click();
}

export async function stopMining(page: Page): Promise<void> {
  await go(page, 'Produce');
  await page.getByTestId('stop-mining').click();
}

/** Sends coins on the wallet screen; resolves when the payment is on its way. */
export async function pay(page: Page, to: string, coins: string): Promise<void> {
  await go(page, 'Wallet');
  await page.getByTestId('send-to').fill(to);
  await page.getByTestId('send-amount').fill(coins);
  await page.getByTestId('send-submit').click();
  await expect(page.getByTestId('sent-transaction').filter({ hasText: 'Payment' })).toBeVisible();
}

export async function balanceOf(page: Page, address: string): Promise<bigint> {
  return BigInt((await ask(page, 'account_get', { address })).balance);
}

export async function waitForBalance(page: Page, address: string, units: bigint, deadlineMs: number): Promise<void> {
  await waitUntil(`${address} has ${units} base units`, deadlineMs, async () => {
    return (await balanceOf(page, address)) === units;
  });
}

/** As the settings of a browser do for a site that is used much. */
export async function allowPersistence(page: Page): Promise<void> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the tab has no browser');
  const { targetInfo } = await (await page.context().newCDPSession(page)).send('Target.getTargetInfo');
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.setPermission', {
    permission: { name: 'persistent-storage' },
    setting: 'granted',
    origin: new URL(page.url()).origin,
    ...(targetInfo.browserContextId === undefined ? {} : { browserContextId: targetInfo.browserContextId }),
  });
}

/** Shares a WAV of so many bytes, no two stretches of which are equal: 16 bits, two channels, 44,100 times a second. */
export const shareSound = (page: Page, bytesOfAll: number): Promise<string> =>
  page.evaluate(async (size) => {
    if (window.tabchain === undefined) throw new Error('the page has no provider');
    const bytes = new Uint8Array(Uint32Array.from({ length: size / 4 }, (_, at) => at).buffer);
    const head = new DataView(bytes.buffer);
    const write = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at);
    write(0, 'RIFF');
    head.setUint32(4, size - 8, true);
    write(8, 'WAVEfmt ');
    for (const [at, value] of [
      [16, 16],
      [24, 44_100],
      [28, 176_400],
      [40, size - 44],
    ] as const) {
      head.setUint32(at, value, true);
    }
    for (const [at, value] of [
      [20, 1],
      [22, 2],
      [32, 4],
      [34, 16],
    ] as const) {
      head.setUint16(at, value, true);
    }
    write(36, 'data');
    return (await window.tabchain.request({ method: 'file_add', params: { name: 'song.wav', bytes } })).cid;
  }, bytesOfAll);
