/**
 * A browser that clears one of the page's two stores and leaves the other, as browsers do when space runs short: what is
 * gone is said, with the way to bring it back; what is left makes up for the rest.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test } from './harness.ts';
import {
  ask,
  balanceOf,
  blockMsMax,
  confirmWords,
  go,
  heightOf,
  importWallet,
  linkMsMax,
  selectedAddress,
  startMining,
  startWallet,
  stopMining,
  unlockWallet,
  waitForBalance,
  waitForHeight,
  waitForLinks,
} from './tab.ts';

/** Closes the page, lets the browser delete one kind of what it stored, and opens it again. */
async function clearAndOpen(page: Page, storageTypes: 'indexeddb' | 'local_storage'): Promise<void> {
  const address = page.url();
  const { origin } = new URL(address);
  const devtools = await page.context().newCDPSession(page);
  await page.goto('about:blank');
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes });
  await page.goto(address.replace(/#.*/, ''));
}

test('with IndexedDB deleted the page says what has gone, and the words and the others bring it back', async ({
  tabs,
}) => {
  const [page, friend] = [await tabs.open(), await tabs.open()];
  await waitForLinks([page, friend], linkMsMax);
  const words = await startWallet(page);
  await page.getByTestId('mnemonic-written').click();
  await confirmWords(page, words);
  await expect(page.getByTestId('balance')).toBeVisible();
  const address = await selectedAddress(page);
  await startMining(page);
  await waitForHeight([page, friend], 3, blockMsMax);
  await stopMining(page);
  const coins = await balanceOf(page, address);
  expect(coins).toBeGreaterThan(0n);

  await clearAndOpen(page, 'indexeddb');
  const alarm = page.getByTestId('alarm');
  await expect(alarm).toContainText('deleted the chain and the wallet of this page');
  expect(await ask(page, 'wallet_accounts', {})).toEqual([]);
  // Told again for as long as the wallet is gone.
  await page.reload();
  await alarm.getByRole('button', { name: 'Restore the wallet' }).click();
  await expect(page.getByTestId('restore-note')).toBeVisible();
  expect(await importWallet(page, { words })).toBe(address);
  await expect(alarm).toHaveCount(0);
  await waitForBalance(page, address, coins, blockMsMax);
  await page.reload();
  await unlockWallet(page);
  await expect(alarm).toHaveCount(0);
});

test('with localStorage deleted the settings come back, and chain, wallet and identity are as they were', async ({
  tabs,
}) => {
  const page = await tabs.open();
  const root = page.locator('html');
  await page.getByLabel(/theme/i).first().selectOption('dark');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  const words = await startWallet(page);
  await page.getByTestId('mnemonic-written').click();
  await confirmWords(page, words);
  await startMining(page);
  await waitForHeight([page], 2, blockMsMax);
  await stopMining(page);
  const [before, height] = [await ask(page, 'node_info', {}), await heightOf(page)];
  await go(page, 'Wallet');
  const address = await selectedAddress(page);

  await clearAndOpen(page, 'local_storage');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  expect(await ask(page, 'node_info', {})).toEqual(before);
  expect(await heightOf(page)).toBe(height);
  expect(await unlockWallet(page)).toBe(address);
  await expect(page.getByTestId('wallet-address')).toContainText(address);
  await expect(page.getByTestId('alarm')).toHaveCount(0);
});
