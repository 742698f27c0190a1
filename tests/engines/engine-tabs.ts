/**
 * One face for tabs of Chromium and of Firefox: a node with a wallet that a person uses through the page's screens.
 * Chromium's tabs are those of the browser stories; of Firefox's the same buttons are pressed by puppeteer.
 * Of a Chromium tab the RTCPeerConnections are kept at hand, so that a story can end one link and no other.
 */
import type { Page } from '@playwright/test';
import type { ElementHandle, Page as FirefoxPage } from 'puppeteer-core';
import type { Method, ParamsOf, ResultOf } from '../../shared/provider/index.ts';
import { ask, createWallet, go, passphrase, pay, startMining, stopMining } from '../e2e/tab.ts';
import { type NodeTab, type OpenedFile, selectedAddress, type WalletTab } from './node-tab.ts';

declare global {
  interface Window {
    /** those that this page has made, and what the other side's offer or answer said of its engine */
    peerConnections?: { readonly connection: RTCPeerConnection; isFirefox: boolean }[];
  }
}

/** argon2id with 64 MiB on a busy machine */
const stretchMsMax = 30_000;
const fileMsMax = 60_000;

export interface ChromiumTab extends WalletTab {
  readonly page: Page;
  /** How many live WebRTC links there are to tabs of Chromium. */
  readonly chromiumLinks: () => Promise<number>;
  /** Ends them all on this side, as when the way to the other is gone. */
  readonly cutChromiumLinks: () => Promise<void>;
}

/** `page` is still blank; the address is opened here. */
export async function openChromiumTab(page: Page, name: string, address: string): Promise<ChromiumTab> {
  await page.addInitScript(keepPeerConnections);
  await page.goto(address);
  const node: NodeTab = { name, ask: (method, params) => ask(page, method, params) };
  return {
    ...{ ...node, page },
    createWallet: async () => {
      await createWallet(page);
      return selectedAddress(node);
    },
    pay: (to, coins) => pay(page, to, coins),
    startMining: () => startMining(page),
    stopMining: () => stopMining(page),
    shareFile: async (path) => {
      await go(page, 'Files');
      await page.getByTestId('file-choose').setInputFiles(path);
      return cidIn(await page.getByTestId('file-added').getAttribute('href', { timeout: fileMsMax }));
    },
    openFile: async (cid) => {
      await page.evaluate((hash) => (location.hash = hash), `#/file/${cid}`);
      await page.getByTestId('file-fetch').click({ timeout: fileMsMax });
      return page.evaluate(lookAtFile, [cid, fileMsMax] as const);
    },
    chromiumLinks: () => withChromiumLinks(page, false),
    cutChromiumLinks: async () => {
      await withChromiumLinks(page, true);
    },
  };
}

/**
 * Runs in the page before it does. Firefox names itself in the origin line of what it sends, `o=mozilla...THIS_IS_SDPARTA-99.0`;
 * Chromium's `remoteDescription` does not keep that line, so it is read on the way in.
 */
function keepPeerConnections(): void {
  const made: { readonly connection: RTCPeerConnection; isFirefox: boolean }[] = [];
  window.peerConnections = made;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      made.push({ connection: this, isFirefox: false });
    }

    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const own = made.find(({ connection }) => connection === this);
      if (own !== undefined) own.isFirefox = description.sdp?.includes('o=mozilla') === true;
      return super.setRemoteDescription(description);
    }
  };
}

const withChromiumLinks = (page: Page, isToEnd: boolean): Promise<number> =>
  page.evaluate((end) => {
    const links = (window.peerConnections ?? []).filter(
      ({ connection, isFirefox }) => connection.connectionState === 'connected' && !isFirefox,
    );
    for (const { connection } of end ? links : []) {
      connection.close();
      // When a connection fails the browser tells the page so; of one that the page has closed itself it says nothing.
      connection.dispatchEvent(new Event('connectionstatechange'));
    }
    return links.length;
  }, isToEnd);

export function firefoxTab(page: FirefoxPage, name: string): WalletTab {
  const node: NodeTab = { name, ask: (method, params) => askFirefox(page, method, params) };
  return {
    ...node,
    createWallet: async () => {
      await createFirefoxWallet(page);
      return selectedAddress(node);
    },
    pay: async (to, coins) => {
      await press(page, 'nav-wallet');
      await fill(page, 'send-to', to);
      await fill(page, 'send-amount', coins);
      await press(page, 'send-submit');
      await page.locator('[data-testid=sent-transaction]').wait();
    },
    startMining: async () => {
      await press(page, 'nav-produce');
      await press(page, 'start-mining');
    },
    stopMining: async () => {
      await press(page, 'nav-produce');
      await press(page, 'stop-mining');
    },
    shareFile: async (path) => {
      await press(page, 'nav-files');
      const field = await page.waitForSelector('input[data-testid=file-choose]');
      await field?.uploadFile(path);
      await locate(page, 'file-added').setTimeout(fileMsMax).wait();
      return cidIn(await page.$eval('[data-testid=file-added]', (link) => link.getAttribute('href')));
    },
    openFile: async (cid) => {
      await page.evaluate((hash: string) => (location.hash = hash), `#/file/${cid}`);
      await locate(page, 'file-fetch').setTimeout(fileMsMax).click();
      return page.evaluate(lookAtFile, [cid, fileMsMax] as const);
    },
  };
}

const cidIn = (href: string | null): string => href?.replace('#/file/', '') ?? '';

/** Runs in the page, of either engine: plays a film that is there, and waits for all of the file. */
async function lookAtFile([cid, msMax]: readonly [cid: string, msMax: number]): Promise<OpenedFile> {
  const { tabchain } = window;
  if (tabchain === undefined) throw new Error('the page has no provider');
  const deadline = performance.now() + msMax;
  const until = async <T>(what: string, probe: () => Promise<T | undefined> | T | undefined): Promise<T> => {
    for (;;) {
      const found = await probe();
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Error(`not in time: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const file = await tabchain.request({ method: 'file_get', params: { cid, offset: 0, length: 512 } });
  const isFilm = file.mediaType.startsWith('video/');
  const player = isFilm ? await until('a player', () => document.querySelector('video') ?? undefined) : undefined;
  if (player !== undefined) {
    player.muted = true;
    await player.play();
    await until('it plays', () => (player.currentTime > 0.5 ? true : undefined));
  }
  await until('all of it is here', async () => {
    const { state } = await tabchain.request({ method: 'file_status', params: { cid } });
    return state === 'here' ? true : undefined;
  });
  const { bytes } = await tabchain.request({ method: 'file_get', params: { cid } });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return {
    digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    width: player?.videoWidth ?? 0,
    played: player?.currentTime ?? 0,
  };
}

async function askFirefox<M extends Method>(page: FirefoxPage, method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
  // Polled by a timer: a window behind others draws no frames.
  await page.waitForFunction(() => window.tabchain !== undefined, { polling: 100 });
  const call = { method, params };
  // What crosses into the page is plain data; the page checks it again.
  const answer = await page.evaluate(async (asked: unknown) => window.tabchain?.request(asked as never), call);
  return answer as ResultOf<M>;
}

const locate = (page: FirefoxPage, testId: string) => page.locator(`[data-testid=${testId}]`);
const press = (page: FirefoxPage, testId: string): Promise<void> => locate(page, testId).click();
const fill = (page: FirefoxPage, testId: string, text: string): Promise<void> => locate(page, testId).fill(text);

/** Makes a wallet on the wallet screen, note check included. */
async function createFirefoxWallet(page: FirefoxPage): Promise<void> {
  await press(page, 'nav-wallet');
  await fill(page, 'new-passphrase', passphrase);
  await fill(page, 'new-passphrase-again', passphrase);
  await press(page, 'create-wallet');
  await locate(page, 'mnemonic').setTimeout(stretchMsMax).wait();
  const words = await page.$$eval('[data-testid=mnemonic-word]', (all) => all.map((one) => one.textContent.trim()));
  await press(page, 'mnemonic-written');
  await locate(page, 'confirm-word').wait();
  for (const field of await page.$$('[data-testid=confirm-word]')) await typeWord(field, words);
  await press(page, 'mnemonic-confirm');
  await locate(page, 'balance').wait();
}

async function typeWord(field: ElementHandle, words: readonly string[]): Promise<void> {
  const position = await field.evaluate((input) => Number(input.getAttribute('data-position')));
  await field.type(words[position] ?? '');
}
