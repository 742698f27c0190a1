/**
 * Where WebRTC is blocked a tab is a full node all the same, over its relay's WebSocket: one browser has no
 * RTCPeerConnection, in another every attempt to use it fails. Both follow, are paid and pay, and mine.
 */
import { expect } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { test as base, waitUntil } from './harness.ts';
import {
  ask,
  blockMsMax,
  createWallet,
  go,
  heightOf,
  oneCoin,
  pay,
  startMining,
  stopMining,
  waitForBalance,
  waitForHeight,
} from './tab.ts';

const linkMsMax = 40_000;

const test = base.extend<{ blocked: (how: 'absent' | 'failing') => Promise<Page> }>({
  blocked: async ({ browser, relay }, use) => {
    const pages: Page[] = [];
    await use(async (how) => {
      const page = await openBlocked(browser, relay.page, how);
      pages.push(page);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
});

async function openBlocked(browser: Browser, address: string, how: 'absent' | 'failing'): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await context.addInitScript((way) => {
    if (way === 'absent') Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    else {
      const fails = (): Promise<void> => Promise.reject(new Error('blocked'));
      Reflect.set(RTCPeerConnection.prototype, 'setLocalDescription', fails);
    }
  }, how);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

const pathsOf = async (page: Page): Promise<readonly string[]> =>
  (await ask(page, 'net_peers', {})).filter(({ kind }) => kind !== 'relay').map(({ path }) => path);

test('tabs without WebRTC follow, pay and mine through the relay', async ({ tabs, blocked }) => {
  const startedMs = Date.now();
  const [open, absent, failing] = await Promise.all([tabs.open(), blocked('absent'), blocked('failing')]);
  const all = [open, absent, failing];
  await waitUntil('all three are linked, the blocked ones over relayed paths alone', linkMsMax, async () => {
    const paths = await Promise.all(all.map(pathsOf));
    return paths.every((list) => list.length === 2 && list.every((path) => path === 'relayed'));
  });
  console.info(`without WebRTC: three tabs linked in ${Date.now() - startedMs} ms`);
  await go(absent, 'Network');
  await expect(absent.getByTestId('independence')).toContainText('relay');

  const [absentAddress, openAddress] = [await createWallet(absent), await createWallet(open)];
  await startMining(absent);
  await waitForHeight(all, 3, blockMsMax);
  await stopMining(absent);
  await startMining(failing);
  await waitForHeight(all, (await heightOf(failing)) + 2, blockMsMax);
  await pay(absent, openAddress, '1');
  await waitForBalance(open, openAddress, oneCoin, blockMsMax);
  await pay(open, absentAddress, '0.5');
  await waitUntil('the payment is on its way back', blockMsMax, async () => {
    return BigInt((await ask(failing, 'account_get', { address: openAddress })).balance) < oneCoin;
  });
  await stopMining(failing);
  const height = Math.min(...(await Promise.all(all.map(heightOf)))) - 1;
  const ids = await Promise.all(all.map(async (page) => (await ask(page, 'block_get', { height })).id));
  expect(new Set(ids).size).toBe(1);
});
