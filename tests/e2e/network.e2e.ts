/**
 * The main story: three tabs become full nodes and link directly; one mines, pays, writes a record; a tab reloads; a
 * late one joins; the relay dies and everything goes on; it comes back and the network finds it.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  ask,
  balanceOf,
  blockMsMax,
  createWallet,
  go,
  heightOf,
  linkMsMax,
  oneCoin,
  pay,
  startMining,
  stopMining,
  waitForBalance,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

/** The same block at the same height in all tabs, at least so high. */
async function expectOneChain(pages: readonly Page[]): Promise<void> {
  const height = Math.min(...(await Promise.all(pages.map(heightOf)))) - 2;
  const blocks = await Promise.all(pages.map((page) => ask(page, 'block_get', { height })));
  expect(new Set(blocks.map(({ id }) => id)).size).toBe(1);
}

test('tabs form a network, mine, pay and write records; one reloads as the same node', async ({ tabs }) => {
  const [miner, friend, third] = [await tabs.open(), await tabs.open(), await tabs.open()];
  const all = [miner, friend, third];
  await waitForLinks(all, linkMsMax);
  await startMining(miner);
  await waitForHeight(all, 3, blockMsMax);
  const minerAddress = await createWallet(miner);
  const friendAddress = await createWallet(friend);
  await waitUntil('what was mined before there was a wallet is in the wallet', blockMsMax, async () => {
    return (await balanceOf(miner, minerAddress)) >= 10n * oneCoin;
  });
  await expect(third.getByTestId('height')).toContainText(/[1-9]/);
  await expectOneChain(all);

  await pay(miner, friendAddress, '1.5');
  await expect(miner.getByTestId('sent-transaction').getByTestId('tx-state')).toContainText(/confirmation/i, {
    timeout: blockMsMax,
  });
  await waitForBalance(friend, friendAddress, (oneCoin * 3n) / 2n, blockMsMax);

  await go(miner, 'Wallet');
  await miner.getByTestId('record-data').fill('70');
  await miner.getByTestId('record-submit').click();
  const record = await recordIn(miner, blockMsMax);
  for (const page of all) {
    await waitUntil('the record is in the chain of every tab', blockMsMax, async () => {
      return (await ask(page, 'tx_get', { id: record })).status === 'included';
    });
    await page.evaluate((id) => {
      location.hash = `#/tx/${id}`;
    }, record);
    await expect(page.getByTestId('record-text')).toContainText('70');
  }

  const before = await ask(friend, 'node_info', {});
  const height = await heightOf(friend);
  await friend.reload();
  expect(await ask(friend, 'node_info', {})).toEqual(before);
  expect(await heightOf(friend)).toBeGreaterThanOrEqual(height);
  expect(await balanceOf(friend, friendAddress)).toBe((oneCoin * 3n) / 2n);
  await waitForHeight([friend], (await heightOf(miner)) + 1, blockMsMax);
  await go(friend, 'Wallet');
  await expect(friend.getByTestId('unlock-wallet')).toBeVisible();
  await expectOneChain(all);
});

/** Id of the record transaction that this tab wrote last. */
async function recordIn(page: Page, deadlineMs: number): Promise<`0x${string}`> {
  let found: `0x${string}` | undefined;
  await waitUntil('the record is known', deadlineMs, async () => {
    const [account] = (await ask(page, 'wallet_accounts', {})).filter(({ selected }) => selected);
    const { items } = await ask(page, 'account_history', { address: account?.address ?? '' });
    found = items.find(({ transaction }) => transaction?.kind === 'record')?.id;
    return found !== undefined;
  });
  if (found === undefined) throw new Error('no record in the history');
  return found;
}

test('the network goes on without its relay and takes it back; a late tab catches up', async ({ tabs, relay }) => {
  const [miner, friend, third] = [await tabs.open(), await tabs.open(), await tabs.open()];
  const all = [miner, friend, third];
  await waitForLinks(all, linkMsMax);
  await createWallet(miner);
  const address = await createWallet(friend);
  await startMining(miner);
  await waitForHeight(all, 2, blockMsMax);

  await relay.kill();
  const height = await heightOf(miner);
  await waitForHeight(all, height + 3, blockMsMax);
  await pay(miner, address, '3');
  await waitForBalance(third, address, 3n * oneCoin, blockMsMax);

  await relay.restart();
  await waitUntil('every tab is connected to the relay again', linkMsMax, async () => {
    const statuses = await Promise.all(all.map((page) => ask(page, 'node_status', {})));
    return statuses.every(({ relays }) => relays.connected > 0);
  });
  const late = await tabs.open();
  await waitForLinks([...all, late], linkMsMax);
  await waitForHeight([late], await heightOf(miner), blockMsMax);
  await stopMining(miner);
  await expectOneChain([...all, late]);
});
