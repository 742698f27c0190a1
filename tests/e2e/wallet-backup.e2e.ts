/**
 * A wallet is kept elsewhere too before coins come to it: three of its words or a backup file are asked for first; where
 * coins come all the same, the page is loud about it. And the browser is asked again to keep what it stores.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import {
  allowPersistence,
  ask,
  blockMsMax,
  confirmWords,
  go,
  passphrase,
  savedFile,
  startMining,
  startWallet,
  unlockWallet,
  waitForHeight,
} from './tab.ts';

const answerMsMax = 10_000;
const stretchMsMax = 15_000;

/** Neither the address nor its code is on the screens where one receives or earns. */
async function expectNoWayToReceive(page: Page): Promise<void> {
  await go(page, 'Wallet');
  await expect(page.getByTestId('back-up-first')).toBeVisible();
  await expect(page.getByTestId('wallet-address')).toHaveCount(0);
  await expect(page.getByRole('img', { name: /QR code/ })).toHaveCount(0);
  await go(page, 'Produce');
  await expect(page.getByTestId('backup-before-mining')).toBeVisible();
  await expect(page.getByTestId('start-mining')).toHaveCount(0);
}

test('words put off are asked for before coins can come, also after a reload', async ({ tabs }) => {
  const page = await tabs.open();
  const words = await startWallet(page);
  await page.getByTestId('mnemonic-later').click();
  await expectNoWayToReceive(page);
  await page.reload();
  await go(page, 'Produce');
  await expect(page.getByTestId('start-mining')).toHaveCount(0);
  const address = await unlockWallet(page);
  await expectNoWayToReceive(page);

  await go(page, 'Wallet');
  await page.getByTestId('first-passphrase').fill(passphrase);
  await page.getByTestId('first-words').click();
  await expect(page.getByTestId('mnemonic-confirm')).toBeVisible({ timeout: stretchMsMax });
  await confirmWords(page, [...words].reverse());
  await expect(page.getByText(/That is not word/).first()).toBeVisible();
  await expect(page.getByTestId('wallet-address')).toHaveCount(0);
  await confirmWords(page, words);
  await expect(page.getByTestId('wallet-address')).toContainText(address);
  await startMining(page);
  await waitForHeight([page], 1, blockMsMax);
  expect((await ask(page, 'block_get', { height: 1 })).producer).toBe(address);
  await expect(page.getByTestId('alarm')).toHaveCount(0);
});

test('coins that come before the backup are told loudly; a saved file ends it, and storage is asked for again', async ({
  tabs,
}) => {
  const page = await tabs.open();
  const isPersisted = async (): Promise<boolean> => (await ask(page, 'node_status', {})).storage.persisted;
  await ask(page, 'wallet_create', { passphrase });
  expect(await isPersisted()).toBe(false);
  await allowPersistence(page);
  await ask(page, 'production_start', {});
  await expect(page.getByTestId('alarm')).toContainText('not backed up', { timeout: blockMsMax });
  await waitUntil('the browser has promised to keep it', answerMsMax, isPersisted);
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByTestId('coins-at-risk')).toContainText('Back up now');
  await page.getByTestId('first-passphrase').fill(passphrase);
  expect(await savedFile(page, 'first-file')).not.toBe('');
  await expect(page.getByTestId('wallet-address')).toBeVisible();
  await expect(page.getByTestId('coins-at-risk')).toHaveCount(0);
  await expect(page.getByTestId('alarm')).toHaveCount(0);
});
