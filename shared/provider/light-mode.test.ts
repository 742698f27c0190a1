// A light tab beside a full one through the public API: what it answers by proofs, what it refuses and why, and the way from
// one mode to the other on the same store.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStage, fixedWork, type Stage, type StagedTab, testSpec, walletOf } from '../testing/index.ts';
import { showAccount } from './show-transaction.ts';

const passphrase = 'four plain words here';
const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const stranger = showAccount(walletOf(99).publicKey);

let stage: Stage;
let miner: StagedTab;
let tab: StagedTab;
let miners: string;
let own: string;

const statusOf = (one: StagedTab) => one.request('node_status', {});
/** As the host of a tab does it: its peers see it go and come. */
const changeMode = async (mode: 'full' | 'light'): Promise<void> => {
  stage.net.unlink(miner.peerId, tab.peerId);
  expect(await tab.request('node_mode', { mode })).toMatchObject({ mode });
  stage.net.link(miner.peerId, tab.peerId);
};
const untilAtTip = () =>
  stage.inTime('the tip', async () => (await statusOf(tab)).head === (await statusOf(miner)).head);

beforeEach(async () => {
  stage = createStage(spec.genesisTime + 3_600_000);
  miner = await stage.open(0, spec);
  miners = (await miner.request('wallet_create', { passphrase })).address;
  tab = await stage.open(1, spec);
  await tab.request('wallet_unlock', { passphrase });
  own = (await tab.request('wallet_accounts', {})).find(({ selected }) => selected)?.address ?? '';
  expect(own).not.toBe(miners);
  await stage.mine(miner, 5);
  await miner.request('tx_send', { kind: 'transfer', to: own, amount: '5000000' });
  await stage.mine(miner, 1);
  await changeMode('light');
  await untilAtTip();
});
afterEach(() => stage.close());

test('a light tab follows, shows the right balance, and its proof is accepted by the full one', async () => {
  const { height } = await statusOf(miner);
  expect(await statusOf(tab)).toMatchObject({ mode: 'light', height, verifiedSince: height + 1 });
  expect(await tab.request('account_get', { address: own })).toMatchObject({ balance: '5000000', nonce: 0 });
  expect(await tab.request('account_get', { address: stranger })).toMatchObject({ balance: '0', nonce: 0 });
  const proof = await tab.request('account_prove', { address: own });
  expect(await miner.request('proof_check', { proof })).toMatchObject({ valid: true, onChain: true });
});

test('it pays, hears of the block that has the payment, and proves it', async () => {
  const { id } = await tab.request('tx_send', { kind: 'transfer', to: stranger, amount: '1234567' });
  expect(await tab.request('tx_get', { id })).toMatchObject({ status: 'pending' });
  await stage.inTime(
    'the payment at the miner',
    async () => (await miner.request('tx_get', { id })).status === 'pending',
  );
  await stage.mine(miner, 1);
  const isTold = (status: string) =>
    tab.heard.some(({ event, payload }) => {
      if (event !== 'transaction') return false;
      const told = payload as { readonly id: string; readonly status: string };
      return told.id === id && told.status === status;
    });
  await stage.inTime('the news of it', () => isTold('included'));
  expect(isTold('pending')).toBe(true);
  const status = await tab.request('tx_get', { id });
  expect(status).toMatchObject({ status: 'included', confirmations: 1, transaction: { amount: '1234567' } });
  expect(await miner.request('tx_get', { id })).toEqual(status);
  const proof = await tab.request('tx_prove', { id });
  expect(await miner.request('proof_check', { proof })).toMatchObject({ valid: true, onChain: true });
  expect(await tab.request('account_get', { address: stranger })).toMatchObject({ balance: '1234567' });
  const { nonce } = await tab.request('account_get', { address: own });
  expect(nonce).toBe(1);
});

test('blocks are shown by their headers', async () => {
  const { head, height } = await statusOf(tab);
  const [newest] = await tab.request('block_list', { count: 3 });
  expect(newest).toMatchObject({ id: head, height, headerOnly: true });
  const old = await tab.request('block_get', { height: 2 });
  const { transactions, headerOnly, size, files, ...fields } = old;
  expect({ transactions, headerOnly, files }).toEqual({ transactions: [], headerOnly: true, files: [] });
  expect(size).toBeGreaterThan(200);
  expect(await miner.request('block_get', { height: 2 })).toMatchObject(fields);
});

test('what takes blocks is refused with a reason', async () => {
  const refused = { code: 4090, data: { reason: 'light-mode' } };
  for (const [method, params] of [
    ['account_history', { address: own }],
    ['mempool_list', {}],
    ['chain_export', {}],
    ['production_start', {}],
  ] as const) {
    expect(await tab.refusal(method, params)).toMatchObject(refused);
  }
  expect(await tab.refusal('tx_get', { id: `0x${'ab'.repeat(32)}` }).catch(() => 'answered')).toBe('answered');
  expect(await tab.request('tx_get', { id: `0x${'ab'.repeat(32)}` })).toMatchObject({ status: 'unknown' });
  expect(await tab.refusal('tx_prove', { id: `0x${'ab'.repeat(32)}` })).toMatchObject({ code: 4040 });
});

test('without a full node linked, a balance cannot be shown, and that is said', async () => {
  stage.net.unlink(miner.peerId, tab.peerId);
  const refused = tab.refusal('account_get', { address: own });
  let error: unknown;
  void refused.then((thrown) => (error = thrown));
  await stage.inTime('the refusal', () => error !== undefined);
  expect(error).toMatchObject({ code: 4090, data: { reason: 'proof-not-found' } });
});

test('the mode outlives a reload, and full mode begins again and has the same chain', async () => {
  await tab.provider.stop();
  stage.net.unlink(miner.peerId, tab.peerId);
  tab = await stage.open(1);
  expect(await statusOf(tab)).toMatchObject({ mode: 'light', height: (await statusOf(miner)).height });
  await changeMode('full');
  await untilAtTip();
  expect(await statusOf(tab)).toMatchObject({ mode: 'full', verifiedSince: 0 });
  const history = await tab.request('account_history', { address: own });
  expect(history.items).toMatchObject([{ status: 'included', transaction: { amount: '5000000' } }]);
  await changeMode('light');
  expect(await statusOf(tab)).toMatchObject({ mode: 'light', height: (await statusOf(miner)).height });
});

test('where a full node starts is kept through the modes and told; one that has no block begins anew', async () => {
  expect(await statusOf(tab)).toMatchObject({ start: 'auto' });
  const opened: unknown[] = [];
  tab.provider.on('network', (event) => opened.push(event));
  await tab.request('node_mode', { mode: 'light', start: 'blocks' });
  expect(opened).toEqual([]);
  await changeMode('full');
  expect(await statusOf(tab)).toMatchObject({ mode: 'full', start: 'blocks' });
  const fresh = await stage.open(2, spec);
  const openings: unknown[] = [];
  fresh.provider.on('network', (event) => openings.push(event));
  expect(await fresh.request('node_mode', { mode: 'full', start: 'state' })).toMatchObject({ start: 'state' });
  expect(openings).toHaveLength(1);
  await fresh.request('node_mode', { mode: 'full', start: 'state' });
  expect(openings).toHaveLength(1);
});
