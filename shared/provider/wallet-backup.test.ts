// A wallet is backed up when a person says so or brought it here; what that changes, and who is told.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStage, fixedWork, type Stage, type StagedTab, testSpec, until } from '../testing/index.ts';

const passphrase = 'four plain words here';
const otherWords = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const notDone = { done: false };

let stage: Stage;

beforeEach(() => {
  stage = createStage(spec.genesisTime + 3_600_000);
});

afterEach(() => stage.close());

const openTab = (slot: number): Promise<StagedTab> => stage.open(slot, spec);

const told = (tab: StagedTab, name: string): readonly unknown[] =>
  tab.heard.filter(({ event }) => event === name).map(({ payload }) => payload);

test('a wallet made here is not backed up until a person says so, in any tab and after a reload', async () => {
  const [tab, other] = [await openTab(0), await openTab(1)];
  expect(await tab.refusal('wallet_backup')).toMatchObject({ code: 4090, data: { reason: 'no-wallet' } });
  await tab.request('wallet_create', { passphrase });
  expect(await tab.request('wallet_backup', {})).toEqual(notDone);
  // locked there, and answered all the same
  expect(await other.request('wallet_backup', {})).toEqual(notDone);
  await tab.request('wallet_export', { passphrase });
  expect(await tab.request('wallet_backup', {})).toEqual(notDone);
  expect(await tab.request('wallet_backup', { done: true })).toEqual({ done: true });
  expect(await other.request('wallet_backup', {})).toEqual({ done: true });
  expect(await stage.tab(0).request('wallet_backup', {})).toEqual({ done: true });
});

test.each(['words', 'backup'])('a wallet brought here from its %s is backed up', async (from) => {
  const first = createStage(0).tab(0);
  const { mnemonic } = await first.request('wallet_create', { passphrase });
  const { backup } = await first.request('wallet_export', { passphrase });
  const tab = await openTab(0);
  await tab.request('wallet_import', from === 'words' ? { mnemonic, passphrase } : { backup, passphrase });
  expect(await tab.request('wallet_backup', {})).toEqual({ done: true });
});

test('what was said of one wallet is not said of another', async () => {
  const tab = await openTab(0);
  await tab.request('wallet_import', { mnemonic: otherWords, passphrase });
  expect(await tab.request('wallet_backup', {})).toEqual({ done: true });
  const elsewhere = createStage(0);
  await elsewhere.tab(0).request('wallet_create', { passphrase });
  const vault = await elsewhere.profile.get('vault');
  await stage.profile.put('vault', vault ?? new Uint8Array());
  expect(await stage.tab(0).request('wallet_backup', {})).toEqual(notDone);
});

test('coins that come to a wallet without a backup raise one alarm, and scripts are not hindered', async () => {
  const tab = await openTab(0);
  const { address } = await tab.request('wallet_create', { passphrase });
  await until('it was told that there is no backup', () => told(tab, 'wallet').length === 1);
  expect(told(tab, 'wallet')).toEqual([{ backedUp: false, hasCoins: false }]);
  expect(told(tab, 'alarm')).toEqual([]);
  await stage.mine(tab, 2);
  expect(BigInt((await tab.request('account_get', { address })).balance)).toBe(2n * spec.reward);
  await until('the alarm was raised', () => told(tab, 'alarm').length > 0);
  await stage.mine(tab, 2);
  await tab.request('wallet_backup', { done: true });
  await until('it was told that there is one', () => told(tab, 'wallet').length === 3);
  expect(told(tab, 'wallet').slice(1)).toEqual([
    { backedUp: false, hasCoins: true },
    { backedUp: true, hasCoins: true },
  ]);
  expect(told(tab, 'alarm')).toEqual([{ what: 'wallet-not-backed-up', choices: ['back-up', 'dismiss'] }]);
});

test('coins that come to a wallet with a backup raise no alarm', async () => {
  const tab = await openTab(0);
  await tab.request('wallet_import', { mnemonic: otherWords, passphrase });
  await until('it was told that there is a backup', () => told(tab, 'wallet').length === 1);
  await stage.mine(tab, 2);
  await until('it was told that there are coins', () => told(tab, 'wallet').length === 2);
  expect(told(tab, 'wallet')).toEqual([
    { backedUp: true, hasCoins: false },
    { backedUp: true, hasCoins: true },
  ]);
  expect(told(tab, 'alarm')).toEqual([]);
});

test('a wallet that the browser deletes under an open tab is put back by it', async () => {
  const tab = await openTab(0);
  const { address } = await tab.request('wallet_create', { passphrase });
  for (const key of await stage.profile.list('')) await stage.profile.delete(key);
  expect(await tab.request('wallet_accounts', {})).toMatchObject([{ address, selected: true }]);
  const again = stage.tab(0);
  await again.request('wallet_unlock', { passphrase });
  expect(await again.request('wallet_accounts', {})).toMatchObject([{ address }]);
  expect(await again.request('wallet_backup', {})).toEqual(notDone);
});
