/**
 * A tab in light mode beside one that mines: it shows its balance by proofs, pays, sees the payment included, gives a proof
 * that the other accepts, and goes up to full in the page.
 */
import { expect } from '@playwright/test';
import { test, waitUntil } from './harness.ts';
import { ask, blockMsMax, createWallet, go, pay, startMining, waitForHeight, waitForLinks } from './tab.ts';

const catchUpMsMax = 15_000;

test('a light tab follows, pays, proves, and goes up to full without a reload', async ({ tabs }) => {
  const miner = await tabs.open();
  const minersAddress = await createWallet(miner);
  await startMining(miner);
  const light = await tabs.open();
  const address = await createWallet(light);
  await waitForLinks([miner, light], catchUpMsMax);
  await waitForHeight([miner, light], 2, blockMsMax);

  await go(light, 'Settings');
  await light.getByTestId('mode-light').check();
  await expect(light.getByTestId('light-mode')).toBeVisible();
  await expect(light.getByTestId('mode-said')).toContainText('believes only with a proof');
  await waitForLinks([miner, light], catchUpMsMax);

  await pay(miner, address, '5');
  await go(light, 'Wallet');
  await expect(light.getByTestId('balance')).toContainText('5', { timeout: catchUpMsMax });
  await expect(light.getByTestId('light-note')).toContainText('No history in light mode');

  await pay(light, minersAddress, '1.5');
  const sent = light.getByTestId('sent-transaction').filter({ hasText: 'Payment' });
  await expect(sent).toContainText(/confirmation/, { timeout: catchUpMsMax });
  await expect(light.getByTestId('balance')).toContainText('3.4', { timeout: catchUpMsMax });
  expect(await ask(light, 'node_status', {})).toMatchObject({ mode: 'light' });

  await light.evaluate((own) => (location.hash = `#/address/${own}`), address);
  await light.getByTestId('make-proof').click();
  const proof = (await light.getByTestId('proof-text').getAttribute('data-proof')) ?? '';
  await miner.evaluate(() => (location.hash = '#/proof'));
  await miner.getByTestId('proof-input').fill(proof);
  await miner.getByTestId('check-proof').click();
  await expect(miner.getByTestId('proof-verdict')).toContainText('on the chain this tab follows');
  await expect(miner.getByTestId('proven-balance')).toContainText('3.4');

  await go(light, 'Settings');
  await light.getByTestId('start').click();
  await light.getByTestId('start-blocks').check();
  await expect(light.getByTestId('start')).toContainText('At the first block');
  await light.getByTestId('mode-full').check();
  await expect(light.getByTestId('light-mode')).toHaveCount(0);
  await waitUntil('the full tab has the same head', catchUpMsMax, async () => {
    const [mine, theirs] = [await ask(light, 'node_status', {}), await ask(miner, 'node_status', {})];
    return mine.mode === 'full' && mine.start === 'blocks' && mine.head === theirs.head;
  });
  const history = await ask(light, 'account_history', { address });
  expect(history.items).toHaveLength(2);
});
