/**
 * A balance is proved in one tab and checked in another; a changed proof does not hold; the chain is saved as a file and
 * taken in again.
 */
import { expect } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { test } from './harness.ts';
import {
  ask,
  balanceOf,
  blockMsMax,
  createWallet,
  go,
  heightOf,
  savedFile,
  startMining,
  stopMining,
  waitForHeight,
} from './tab.ts';

test('a balance is proved in one tab and checked in another, and the chain goes through a file', async ({ tabs }) => {
  const miner = await tabs.open();
  const address = await createWallet(miner);
  await startMining(miner);
  await waitForHeight([miner], 3, blockMsMax);
  await stopMining(miner);
  const balance = await balanceOf(miner, address);

  await miner.evaluate((own) => (location.hash = `#/address/${own}`), address);
  await miner.getByTestId('make-proof').click();
  const proof = (await miner.getByTestId('proof-text').getAttribute('data-proof')) ?? '';

  const checker = await tabs.open();
  await waitForHeight([checker], await heightOf(miner), blockMsMax);
  await checker.evaluate(() => (location.hash = '#/proof'));
  await checker.getByTestId('proof-input').fill(proof);
  await checker.getByTestId('check-proof').click();
  await expect(checker.getByTestId('proof-verdict')).toContainText('on the chain this tab follows');
  await expect(checker.getByTestId('proven-balance')).toContainText(String(balance / 1_000_000n));

  const { bytes } = JSON.parse(proof) as { readonly bytes: string };
  await checker.getByTestId('proof-input').fill(`${bytes.slice(0, -1)}${bytes.endsWith('0') ? '1' : '0'}`);
  await checker.getByTestId('check-proof').click();
  await expect(checker.getByTestId('proof-verdict')).toContainText('It does not hold');

  await go(miner, 'Settings');
  const file = await savedFile(miner, 'save-chain');
  expect((await readFile(file)).subarray(0, 8).toString()).toBe('TABCHAIN');
  await miner.getByTestId('open-chain').setInputFiles(file);
  await expect(miner.getByTestId('chain-file-said')).toContainText(`block ${await heightOf(miner)}`);
  expect(await ask(miner, 'node_status', {})).toMatchObject({ sync: { state: 'following' } });
});
