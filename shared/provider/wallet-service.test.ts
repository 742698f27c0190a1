// One wallet in several tabs of a profile: what one tab does the others find, and no wallet is ever lost.

import { expect, test } from 'vitest';
import { createStage } from '../testing/index.ts';

const passphrase = 'four plain words here';
const otherWords = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

test('a wallet made in one tab is there, locked, in another', async () => {
  const stage = createStage(0);
  const [first, second] = [stage.tab(0), stage.tab(1)];
  expect(await second.request('wallet_accounts', {})).toEqual([]);
  const { address } = await first.request('wallet_create', { passphrase });
  expect(await second.refusal('wallet_accounts')).toMatchObject({ code: 4100 });
  await second.request('wallet_unlock', { passphrase });
  const accounts = await second.request('wallet_accounts', {});
  expect(accounts).toMatchObject([{ address, selected: false }, { selected: true }]);
  // The first tab, still unlocked, sees the account that the second needed.
  expect(await first.request('wallet_accounts', {})).toMatchObject([
    { address, selected: true },
    { address: accounts[1]?.address, selected: false },
  ]);
});

test('the tab that makes the wallet selects the account of its own slot', async () => {
  const tab = createStage(0).tab(2);
  const { address } = await tab.request('wallet_create', { passphrase, words: 24 });
  const accounts = await tab.request('wallet_accounts', {});
  expect(accounts.map(({ selected }) => selected)).toEqual([false, false, true]);
  expect(accounts[2]?.address).toBe(address);
});

test('a backup brings accounts and labels back in another browser', async () => {
  const tab = createStage(0).tab(0);
  const { address, mnemonic } = await tab.request('wallet_create', { passphrase });
  await tab.request('wallet_add', { label: 'savings' });
  const exported = await tab.request('wallet_export', { passphrase });
  expect(exported.mnemonic).toBe(mnemonic);
  const elsewhere = createStage(0).tab(0);
  expect(await elsewhere.request('wallet_import', { backup: exported.backup, passphrase })).toEqual({ address });
  expect((await elsewhere.request('wallet_accounts', {})).map(({ label }) => label)).toEqual(['', 'savings']);
});

test('a forgotten passphrase is replaced by importing the words again, and the accounts stay', async () => {
  const stage = createStage(0);
  const tab = stage.tab(0);
  const { address, mnemonic } = await tab.request('wallet_create', { passphrase: 'forgotten' });
  const { address: second } = await tab.request('wallet_add', {});
  const again = stage.tab(0);
  expect(await again.request('wallet_import', { mnemonic: `  ${mnemonic.toUpperCase()} `, passphrase })).toEqual({
    address,
  });
  expect((await again.request('wallet_accounts', {})).map((account) => account.address)).toEqual([address, second]);
  // The other tab has keys sealed under the passphrase that is gone: it is locked until it is told the new one.
  expect(await tab.refusal('wallet_accounts')).toMatchObject({ code: 4100 });
  await tab.request('wallet_unlock', { passphrase });
});

test('another wallet takes the place of the first, which is set aside', async () => {
  const stage = createStage(0);
  const tab = stage.tab(0);
  await tab.request('wallet_create', { passphrase });
  const vault = await stage.profile.get('vault');
  await tab.request('wallet_import', { mnemonic: otherWords, passphrase: 'other' });
  const aside = await stage.profile.list('vault-aside/');
  expect(aside).toHaveLength(1);
  expect(await stage.profile.get(aside[0] ?? '')).toEqual(vault);
  expect(await stage.profile.get('vault')).not.toEqual(vault);
});

test('a stored vault that is damaged is neither used nor lost, and words bring the wallet back', async () => {
  const stage = createStage(0);
  const { address, mnemonic } = await stage.tab(0).request('wallet_create', { passphrase });
  const vault = (await stage.profile.get('vault')) ?? new Uint8Array();
  vault[vault.length - 1] = (vault.at(-1) ?? 0) ^ 1;
  await stage.profile.put('vault', vault);
  const again = stage.tab(0);
  for (const method of ['wallet_create', 'wallet_unlock', 'wallet_export']) {
    const refusal = await again.refusal(method, { passphrase });
    expect(refusal, method).toMatchObject({ code: 4090, data: { reason: 'vault-unreadable' } });
  }
  expect(await again.request('wallet_import', { mnemonic, passphrase })).toEqual({ address });
  const aside = await stage.profile.list('vault-aside/');
  expect(await stage.profile.get(aside[0] ?? '')).toEqual(vault);
});

test('nothing of a wallet that leaves the provider is a key or a seed', async () => {
  const tab = createStage(0).tab(0);
  await tab.request('wallet_create', { passphrase });
  const answers = [await tab.request('wallet_accounts', {}), await tab.request('wallet_add', {}), tab.heard];
  expect(JSON.stringify(answers)).not.toMatch(/mnemonic|seed|keys|entropy/);
});
