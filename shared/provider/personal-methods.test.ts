// Messages signed by an account and checked by anybody; contacts of a profile.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStage, type Stage } from '../testing/index.ts';

const passphrase = 'four plain words here';
const text = 'I owe Ada 5 TAB.\nGrüße';

let stage: Stage;

beforeEach(() => {
  stage = createStage(0);
});

afterEach(() => stage.close());

test('whoever has text, address and signature sees that they belong together', async () => {
  const signer = stage.tab(0);
  await signer.request('wallet_create', { passphrase });
  const { address, signature } = await signer.request('wallet_sign', { text });
  expect(signature).toMatch(/^0x[0-9a-f]{128}$/);
  const verifier = createStage(0).tab(0);
  const verify = (changes: object) =>
    verifier.request('wallet_verify', { address, text, signature, ...changes }).then(({ valid }) => valid);
  expect(await verify({})).toBe(true);
  expect(await verify({ text: `${text} ` })).toBe(false);
  expect(await verify({ signature: signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) })).toBe(false);
  expect(await verify({ signature: '0x00' })).toBe(false);
  const { address: other } = await signer.request('wallet_add', {});
  expect(await verify({ address: other })).toBe(false);
  expect(await signer.request('wallet_sign', { text, from: other })).toMatchObject({ address: other });
});

test('the signed bytes are those of the protocol page', async () => {
  // docs/protocol/wallet.md: account 0 of the words of "From words to keys", text `hello`
  const tab = stage.tab(0);
  await tab.request('wallet_import', { mnemonic: `${'abandon '.repeat(11)}about`, passphrase });
  const { signature } = await tab.request('wallet_sign', { text: 'hello' });
  expect(signature).toBe(
    '0x0232c9996f61523092f57d7c41a680d55e24251f56541f087a5fceb26877877ba6645186aa1d34c4df13de10a8fd95e4c397966df5f1dfa367a13f0918cab90e',
  );
});

test('a locked wallet signs nothing, and a contract has never signed', async () => {
  const tab = stage.tab(0);
  expect(await tab.refusal('wallet_sign', { text })).toMatchObject({ data: { reason: 'no-wallet' } });
  await tab.request('wallet_create', { passphrase });
  await tab.request('wallet_lock', {});
  expect(await tab.refusal('wallet_sign', { text })).toMatchObject({ code: 4100 });
});

test('contacts are kept by address for all tabs, renamed and removed', async () => {
  const [tab, other] = [stage.tab(0), stage.tab(1)];
  const { address: ada } = await tab.request('wallet_create', { passphrase });
  const { address: bob } = await tab.request('wallet_add', {});
  expect(await tab.request('contact_list', {})).toEqual([]);
  await tab.request('contact_put', { address: bob, name: 'Bob' });
  await tab.request('contact_put', { address: ada, name: ' Ada ' });
  expect(await other.request('contact_list', {})).toEqual([
    { address: ada, name: 'Ada' },
    { address: bob, name: 'Bob' },
  ]);
  await other.request('contact_put', { address: ada, name: 'Countess' });
  await other.request('contact_remove', { address: bob });
  expect(await tab.request('contact_list', {})).toEqual([{ address: ada, name: 'Countess' }]);
  expect(await tab.refusal('contact_put', { address: ada, name: '' })).toMatchObject({ code: -32602 });
});
