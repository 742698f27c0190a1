/**
 * A person without a mouse: makes a wallet, pays, and finds the block that has the payment, by Tab, typing and Enter alone.
 * Only the mining in between is asked of the API.
 */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import { ask, balanceOf, blockMsMax, oneCoin, passphrase, selectedAddress } from './tab.ts';

/** More than any screen has to step through. */
const stepsMax = 120;

/** Presses Tab until what has the focus fits `selector`. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < stepsMax; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab never came to ${selector}`);
}

const byTestId = (name: string): string => `[data-testid="${name}"]`;

async function pressOn(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
}

async function typeInto(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.type(text);
}

async function makeWallet(page: Page): Promise<void> {
  await pressOn(page, 'nav a[href="#/wallet"]');
  await typeInto(page, byTestId('new-passphrase'), passphrase);
  await typeInto(page, byTestId('new-passphrase-again'), passphrase);
  await pressOn(page, byTestId('create-wallet'));
  await expect(page.getByTestId('mnemonic')).toBeVisible({ timeout: 15_000 });
  const words = await page.getByTestId('mnemonic-word').allInnerTexts();
  await pressOn(page, byTestId('mnemonic-written'));
  for (const field of await page.getByTestId('confirm-word').all()) {
    const position = (await field.getAttribute('data-position')) ?? '';
    await typeInto(page, `${byTestId('confirm-word')}[data-position="${position}"]`, words[Number(position)] ?? '');
  }
  await pressOn(page, byTestId('mnemonic-confirm'));
  await expect(page.getByTestId('balance')).toBeVisible();
}

test('create a wallet, send, find the block: with the keyboard alone', async ({ tabs }) => {
  const tab = await tabs.open();
  await makeWallet(tab);
  const own = await selectedAddress(tab);
  const { address: other } = await ask(tab, 'wallet_add', { label: 'Ada' });
  await ask(tab, 'production_start', { intensity: 0.5 });
  await waitUntil('coins were mined', blockMsMax, async () => (await balanceOf(tab, own)) > 2n * oneCoin);

  await typeInto(tab, byTestId('send-to'), other);
  await typeInto(tab, byTestId('send-amount'), '1.5');
  await pressOn(tab, byTestId('send-submit'));
  const sent = tab.getByTestId('sent-transaction');
  await expect(sent).toContainText(/confirmation/, { timeout: blockMsMax });
  await ask(tab, 'production_stop', {});
  const { items } = await ask(tab, 'account_history', { address: own, count: 1 });
  const height = items[0]?.height;

  await pressOn(tab, `${byTestId('sent-transaction')} a[href^="#/tx/"]`);
  // On a wide screen the transaction opens in a sheet beside the wallet; its own heading has the focus.
  await expect(tab.locator('h1:focus')).toBeVisible();
  await pressOn(tab, `a[href="#/block/${height}"]`);
  await expect(tab.getByRole('heading', { name: `Block ${height}` }).first()).toBeVisible();
});
