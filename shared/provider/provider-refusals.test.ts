// Every way in which the API refuses: the exact code, the name of the reason, and a sentence for a person.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chainSpecJson, encodeUnsigned, formatAddress, withSignature } from '../core/model/index.ts';
import { createStage, fixedWork, recordOf, type Stage, type StagedTab, testSpec, walletOf } from '../testing/index.ts';
import { showBytes } from './show-transaction.ts';

const anyText: unknown = expect.any(String);
const saying = (words: string): unknown => expect.stringContaining(words);
const lacking = (words: string): unknown => expect.not.stringContaining(words);
const having = (fields: object): unknown => expect.objectContaining(fields);
const passphrase = 'four plain words here';
const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const offer = { spec: chainSpecJson(spec), relays: [] };
const stranger = formatAddress(walletOf(99).address);
const contract = formatAddress({ kind: 'contract', id: 'ab'.repeat(32) });
const id = `0x${'ab'.repeat(32)}`;

let stage: Stage;
let tab: StagedTab;

beforeEach(() => {
  stage = createStage(spec.genesisTime + 3_600_000);
  tab = stage.tab(0);
});

afterEach(() => tab.provider.stop());

const wrong = (path: string, fault?: string) => ({
  code: -32602,
  message: anyText,
  data: fault === undefined ? having({ path }) : having({ path, fault }),
});
const notNow = (reason: string) => ({ code: 4090, message: anyText, data: { reason } });
const refused = (fault: string) => ({ code: -32000, message: anyText, data: { fault } });

test('a method that is not there, and params that are not right', async () => {
  expect(await tab.refusal('eth_accounts')).toMatchObject({ code: -32601 });
  expect(await tab.refusal('constructor')).toMatchObject({ code: -32601 });
  expect(await tab.refusal('tx_get', {})).toMatchObject(wrong('id'));
  expect(await tab.refusal('node_status', { colour: 'red' })).toMatchObject(wrong('colour'));
});

test('an error is an Error, and its parts can be read by name', async () => {
  const error = await tab.refusal('node_status');
  expect(error).toBeInstanceOf(Error);
  expect(Object.keys(error as object)).toContain('code');
});

test.each([
  ['node_info', {}],
  ['node_status', {}],
  ['network_spec', {}],
  ['network_link', {}],
  ['account_get', { address: stranger }],
  ['account_history', { address: stranger }],
  ['tx_estimate', { kind: 'record', data: '0x00' }],
  ['tx_send', { kind: 'record', data: '0x00' }],
  ['tx_send_raw', { bytes: '0x00' }],
  ['tx_get', { id }],
  ['mempool_list', {}],
  ['stakers_get', {}],
  ['signers_get', {}],
  ['block_get', { height: 0 }],
  ['block_list', { count: 1 }],
  ['block_raw', { height: 0 }],
  ['tx_raw', { id }],
  ['chain_forks', {}],
  ['production_start', {}],
  ['production_stop', {}],
  ['production_status', {}],
  ['net_peers', {}],
  ['net_diagnose', {}],
  ['net_known', {}],
  ['net_addresses', {}],
  ['net_dial', { address: '/memory/p2p/12D3KooWTestTabxxxxxxxxxxxxxxxxxxxx2' }],
  ['net_subscribe', { topic: 'a' }],
  ['net_unsubscribe', { topic: 'a' }],
  ['net_publish', { topic: 'a', text: 'b' }],
])('without a network %s says so', async (method, params) => {
  expect(await tab.refusal(method, params)).toMatchObject({ code: 4900, message: saying('network') });
});

describe('the wallet', () => {
  test('is not there', async () => {
    await tab.provider.start(offer);
    expect(await tab.request('wallet_accounts', {})).toEqual([]);
    for (const [method, params] of [
      ['wallet_unlock', { passphrase }],
      ['wallet_export', { passphrase }],
      ['wallet_add', {}],
      ['wallet_select', { address: stranger }],
      ['tx_send', { kind: 'record', data: '0x01' }],
    ] as const) {
      expect(await tab.refusal(method, params), method).toMatchObject(notNow('no-wallet'));
    }
  });

  test('is locked', async () => {
    await tab.provider.start(offer);
    await tab.request('wallet_create', { passphrase });
    await tab.request('wallet_lock', {});
    for (const [method, params] of [
      ['wallet_accounts', {}],
      ['wallet_add', {}],
      ['tx_send', { kind: 'record', data: '0x01' }],
    ] as const) {
      expect(await tab.refusal(method, params), method).toMatchObject({ code: 4100 });
    }
  });

  test('is never replaced by a new one', async () => {
    const { address } = await tab.request('wallet_create', { passphrase });
    expect(await tab.refusal('wallet_create', { passphrase })).toMatchObject(notNow('wallet-exists'));
    expect((await tab.request('wallet_accounts', {}))[0]?.address).toBe(address);
  });

  test('does not take an empty passphrase', async () => {
    expect(await tab.refusal('wallet_create', { passphrase: '' })).toMatchObject(wrong('passphrase'));
    expect(await tab.refusal('wallet_create', { passphrase: '  ' })).toMatchObject(
      wrong('passphrase', 'passphrase-short'),
    );
  });

  test('does not open by a wrong passphrase', async () => {
    await tab.request('wallet_create', { passphrase });
    for (const method of ['wallet_unlock', 'wallet_export']) {
      const refusal = await tab.refusal(method, { passphrase: 'Four plain words here' });
      expect(refusal, method).toMatchObject(wrong('passphrase', 'passphrase-wrong'));
    }
  });

  test.each([
    ['too few words', 'legal winner thank', 'mnemonic-length', '3'],
    ['a typo', words.replace('sausage', 'sausgae'), 'mnemonic-word-unknown', 'Word 6'],
    ['two words that changed places', words.replace('legal winner', 'winner legal'), 'mnemonic-checksum', 'places'],
  ])('says what is wrong with %s', async (_, mnemonic, fault, said) => {
    const refusal = await tab.refusal('wallet_import', { mnemonic, passphrase });
    expect(refusal).toMatchObject(wrong('mnemonic', fault));
    expect(refusal).toMatchObject({ message: saying(said) });
    expect(refusal).toMatchObject({ message: lacking('sausgae') });
  });

  test('suggests the word that was meant', async () => {
    const mnemonic = words.replace('sausage', 'sausgae');
    expect(await tab.refusal('wallet_import', { mnemonic, passphrase })).toMatchObject({
      message: saying('“sausage”'),
    });
  });

  test('does not read a backup that is damaged or opened with another passphrase', async () => {
    await tab.request('wallet_create', { passphrase });
    const { backup } = await tab.request('wallet_export', { passphrase });
    const other = createStage(0).tab(0);
    expect(await other.refusal('wallet_import', { backup: backup.slice(0, -3), passphrase })).toMatchObject(
      wrong('backup', 'backup-unreadable'),
    );
    expect(await other.refusal('wallet_import', { backup, passphrase: 'wrong' })).toMatchObject(
      wrong('passphrase', 'passphrase-wrong'),
    );
    expect(await other.request('wallet_accounts', {})).toEqual([]);
  });

  test('knows its own accounts only', async () => {
    await tab.request('wallet_create', { passphrase });
    expect(await tab.refusal('wallet_select', { address: stranger })).toMatchObject(
      wrong('address', 'account-unknown'),
    );
    expect(await tab.refusal('wallet_select', { address: contract })).toMatchObject(
      wrong('address', 'account-unknown'),
    );
    expect(await tab.refusal('wallet_add', { label: 'ä'.repeat(40) })).toMatchObject(wrong('label', 'label-too-long'));
  });
});

describe('a transaction', () => {
  const transfer = { kind: 'transfer', to: stranger, amount: '5' };

  beforeEach(async () => {
    await tab.provider.start(offer);
    await tab.request('wallet_import', { mnemonic: words, passphrase });
  });

  test('of an account that never had a coin', async () => {
    expect(await tab.refusal('tx_send', transfer)).toMatchObject(refused('sender-unknown'));
  });

  test('that breaks a rule', async () => {
    await stage.mine(tab, 1);
    const send = (changes: object) => tab.refusal('tx_send', { ...transfer, ...changes });
    expect(await send({ amount: '0' })).toMatchObject(refused('amount-zero'));
    expect(await send({ amount: spec.reward.toString() })).toMatchObject(refused('amount-over-balance'));
    expect(await send({ amount: (2n ** 64n - 1n).toString() })).toMatchObject(refused('amount-overflow'));
    expect(await send({ to: contract })).toMatchObject(refused('recipient-not-account'));
    expect(await send({ gasLimit: 10 })).toMatchObject(refused('gas-below-intrinsic'));
    expect(await send({ gasLimit: spec.blockGasMax + 1 })).toMatchObject(refused('gas-over-block'));
    expect(await send({ from: stranger })).toMatchObject(wrong('from', 'account-unknown'));
    expect(await send({ to: `${stranger.slice(0, -1)}x` })).toMatchObject(wrong('to'));
    expect(await send({ amount: '1.5' })).toMatchObject(wrong('amount', 'amount-unreadable'));
    expect(await tab.refusal('tx_send', { kind: 'record', data: '0x' })).toMatchObject(refused('record-empty'));
    const long = `0x${'00'.repeat(1025)}`;
    expect(await tab.refusal('tx_send', { kind: 'record', data: long })).toMatchObject(
      refused('transaction-too-large'),
    );
    expect(await tab.request('mempool_list', {})).toEqual([]);
  });

  test('that leaves nothing for the deposit of the account it creates', async () => {
    await stage.mine(tab, 1);
    const { fee } = await tab.request('tx_estimate', { kind: 'transfer', to: stranger, amount: '1' });
    const all = spec.reward - BigInt(fee);
    expect(await tab.refusal('tx_send', { ...transfer, amount: all.toString() })).toMatchObject({
      ...refused('amount-over-balance'),
      message: saying('deposit'),
    });
    await tab.request('tx_send', { kind: 'transfer', to: stranger, amount: (all - spec.accountDeposit).toString() });
  });

  test('that another program made wrongly', async () => {
    await stage.mine(tab, 1);
    const { chainId } = (await tab.request('node_info', {})).network;
    const raw = (bytes: Uint8Array) => tab.refusal('tx_send_raw', { bytes: showBytes(bytes) });
    const rich = walletOf(1);
    const good = recordOf(rich, Uint8Array.of(1), { chainId: chainId.slice(2) });
    expect(await raw(good.bytes.slice(0, -1))).toMatchObject(refused('transaction-form'));
    expect(await raw(recordOf(rich, Uint8Array.of(1), { chainId: 'cd'.repeat(32) }).bytes)).toMatchObject(
      refused('wrong-chain'),
    );
    expect(await raw(withSignature(good, new Uint8Array(64)).bytes)).toMatchObject(refused('signature-invalid'));
    const terms = { chainId: chainId.slice(2) };
    expect(await raw(recordOf(rich, Uint8Array.of(1), { ...terms, validUntil: 0 }).bytes)).toMatchObject(
      refused('expired'),
    );
    expect(await raw(recordOf(rich, Uint8Array.of(1), { ...terms, nonce: 256 }).bytes)).toMatchObject(
      refused('nonce-too-high'),
    );
    const accepted = await tab.request('tx_send_raw', { bytes: showBytes(good.bytes) });
    expect(accepted.id).toBe(`0x${good.id}`);
    expect(await raw(good.bytes)).toMatchObject(refused('already-known'));
    expect(await raw(recordOf(rich, Uint8Array.of(2), terms).bytes)).toMatchObject(refused('replacement-underpriced'));
    expect(encodeUnsigned(good).length + 64).toBe(good.bytes.length);
  });

  test('that nobody has heard of', async () => {
    expect(await tab.request('tx_get', { id: `0x${'ab'.repeat(32)}` })).toEqual({ id, status: 'unknown' });
  });

  test('that gave way to a better one is dropped and says why', async () => {
    await stage.mine(tab, 1);
    const chainId = (await tab.request('node_info', {})).network.chainId.slice(2);
    const [first, better] = [1n, 2n].map((gasPrice) => recordOf(walletOf(1), Uint8Array.of(1), { chainId, gasPrice }));
    for (const one of [first, better]) {
      await tab.request('tx_send_raw', { bytes: showBytes(one?.bytes ?? new Uint8Array()) });
    }
    expect(await tab.request('tx_get', { id: `0x${first?.id ?? ''}` })).toMatchObject({
      status: 'dropped',
      reason: 'replaced',
    });
  });
});

describe('what is not there', () => {
  beforeEach(() => tab.provider.start(offer));

  test('a block above the head or with an unknown id', async () => {
    expect(await tab.refusal('block_get', { height: 1 })).toMatchObject({ code: 4040 });
    expect(await tab.refusal('block_get', { id })).toMatchObject({ code: 4040 });
  });

  test('a network that is not known', async () => {
    expect(await tab.refusal('network_switch', { chainId: id })).toMatchObject({ code: 4040 });
    expect(await tab.refusal('network_remove', { chainId: id })).toMatchObject({ code: 4040 });
  });

  test('a page of a history', async () => {
    expect(await tab.refusal('account_history', { address: stranger, cursor: 'page 2' })).toMatchObject(
      wrong('cursor', 'cursor-unreadable'),
    );
  });

  test('a peer', async () => {
    expect(await tab.refusal('net_dial', { address: 'hello' })).toMatchObject(wrong('address', 'address-invalid'));
    const nobody = '/ip4/127.0.0.1/tcp/1/ws/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N';
    expect(await tab.refusal('net_dial', { address: nobody })).toMatchObject(notNow('not-reachable'));
  });

  test('a topic with a name that cannot be', async () => {
    expect(await tab.refusal('net_subscribe', { topic: ' a' })).toMatchObject(wrong('topic', 'topic-name-invalid'));
    expect(await tab.request('net_subscribe', { topic: 'chat' })).toEqual({});
    expect(await tab.request('net_publish', { topic: 'chat', text: 'hello' })).toEqual({ reached: 0 });
  });
});
