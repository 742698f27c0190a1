/**
 * What people get wrong: links, recovery phrases, addresses, amounts. Each gets a sentence that says what to do, and
 * nothing is lost by it.
 */
import { expect } from '@playwright/test';
import { test } from './harness.ts';
import { ask, createWallet, passphrase } from './tab.ts';

test('a wrong link is refused in words and the network stays', async ({ tabs }) => {
  const page = await tabs.open();
  const before = await ask(page, 'node_info', {});
  const { link: whole } = await ask(page, 'network_link', {});
  const right = whole.slice(whole.indexOf('#/join/') + '#/join/'.length);
  const flipped = `${right.slice(0, 40)}${right[40] === 'A' ? 'B' : 'A'}${right.slice(41)}`;
  for (const link of ['nonsense', right.slice(0, -20), flipped]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/join/${link}`);
    await expect(page.getByRole('alert').first()).toContainText('The network was not joined');
    await page.getByRole('link', { name: /^Stay on/ }).click();
  }
  expect(await ask(page, 'node_info', {})).toEqual(before);
});

test('a wrong recovery phrase names the word, and the right one brings the wallet', async ({ tabs }) => {
  const page = await tabs.open();
  const address = await createWallet(page);
  const { mnemonic } = await ask(page, 'wallet_export', { passphrase });
  const words = mnemonic.split(' ');
  const other = await tabs.open();
  await other.evaluate(() => {
    location.hash = '#/wallet';
  });
  const phrase = other.getByTestId('import-words');
  await phrase.fill([...words.slice(0, 3), 'abandoned', ...words.slice(4)].join(' '));
  await other.getByTestId('import-passphrase').fill(passphrase);
  await other.getByTestId('import-wallet').click();
  await expect(other.getByRole('alert')).toContainText(/word 4/i);
  await expect(phrase).toHaveValue(/abandoned/);

  await phrase.fill(words.join(' '));
  await other.getByTestId('import-wallet').click();
  await expect(other.getByTestId('balance')).toBeVisible({ timeout: 15_000 });
  const [account] = await ask(other, 'wallet_accounts', {});
  expect(account?.address).toBe(address);
});

test('a typo in an address and too many decimals are told while typing', async ({ tabs }) => {
  const page = await tabs.open();
  const address = await createWallet(page);
  const wrong = address.endsWith('q') ? `${address.slice(0, -1)}p` : `${address.slice(0, -1)}q`;
  await page.getByTestId('send-to').fill(wrong);
  await page.getByTestId('send-amount').fill('1.1234567');
  await expect(page.getByTestId('send-to')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('send-amount')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('send-submit')).toBeDisabled();
  await page.getByTestId('send-to').fill(address);
  await page.getByTestId('send-amount').fill('1.123456');
  await page.getByTestId('send-submit').click();
  await expect(page.getByRole('alert')).toContainText('The payment was not sent');
  await expect(page.getByTestId('send-to')).toHaveValue(address);
});
