/**
 * A tab of WebKitGTK, an engine without RTCPeerConnection, beside one of Chromium: it follows, is paid, pays and mines
 * over its relay's WebSocket alone. Skipped, and told as skipped, where WebKitGTK is not installed.
 */
import { expect } from '@playwright/test';
import { findWebKit } from '../../scripts/webkit.mjs';
import { test as base, waitUntil } from '../e2e/harness.ts';
import { passphrase } from '../e2e/tab.ts';
import { openChromiumTab } from './engine-tabs.ts';
import { heightOf, newestCommonBlocks, selectedAddress, untilBalance, untilHeight } from './node-tab.ts';
import { openWebKitTab, type WebKitTab } from './webkit.ts';

const programs = findWebKit();
const linkMsMax = 60_000;
const blockMsMax = 60_000;
const oneCoin = 1_000_000n;

const test = base.extend<{ webkit: WebKitTab }>({
  webkit: async ({ relay }, use) => {
    if (programs === undefined) throw new Error('WebKitGTK is not installed');
    const tab = await openWebKitTab(programs, relay.page);
    await use(tab);
    await tab.close();
  },
});

test.skip(programs === undefined, 'WebKitGTK is not installed');

test('a tab of WebKitGTK is a full node over its relay', async ({ tabs, webkit, relay }) => {
  const chromium = await openChromiumTab(await tabs.open('about:blank'), 'chromium', relay.page);
  const both = [chromium, webkit];
  expect(await webkit.read('typeof RTCPeerConnection')).toBe('undefined');
  const startedMs = Date.now();
  await waitUntil('both have one link, over the relay', linkMsMax, async () => {
    const peers = await Promise.all(both.map(({ ask }) => ask('net_peers', {})));
    return peers.every((list) => list.length === 1 && list[0]?.path === 'relayed');
  });
  const linkedMs = Date.now() - startedMs;

  const chromiumAddress = await chromium.createWallet();
  await webkit.ask('wallet_create', { passphrase });
  const webkitAddress = await selectedAddress(webkit);
  await chromium.startMining();
  await untilHeight(both, 2, blockMsMax);
  await chromium.pay(webkitAddress, '2');
  await untilBalance(both, webkitAddress, 2n * oneCoin, blockMsMax);
  await chromium.stopMining();

  await webkit.ask('production_start', {});
  await untilHeight(both, (await heightOf(webkit)) + 2, blockMsMax);
  await webkit.ask('production_stop', {});
  const { id } = await webkit.ask('tx_send', { kind: 'transfer', to: chromiumAddress, amount: String(oneCoin / 2n) });
  await waitUntil("the payment waits in Chromium's mempool", blockMsMax, async () => {
    return (await chromium.ask('tx_get', { id })).status === 'pending';
  });
  await chromium.startMining();
  await waitUntil('both have the payment in a block', blockMsMax, async () => {
    const found = await Promise.all(both.map(({ ask }) => ask('tx_get', { id })));
    return found.every(({ status }) => status === 'included');
  });
  await chromium.stopMining();
  expect((await newestCommonBlocks(both)).size).toBe(1);
  console.info(`1 WebKitGTK and 1 Chromium: linked over the relay in ${linkedMs} ms`);
});
