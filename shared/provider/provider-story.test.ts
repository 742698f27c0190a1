// What a person does with a node, told through its API on real parts: make a wallet, mine, pay, write, look things up,
// reload, follow a heavier branch.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatAddress } from '../core/model/index.ts';
import {
  createStage,
  fixedWork,
  heightOf,
  type Stage,
  type StagedTab,
  testSpec,
  until,
  walletOf,
} from '../testing/index.ts';
import type { HexText, TxStatus } from './api.ts';

const having = (fields: object): unknown => expect.objectContaining(fields);
const passphrase = 'four plain words here';
const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });

let stage: Stage;

beforeEach(() => {
  stage = createStage(spec.genesisTime + 3_600_000);
});

afterEach(() => stage.close());

const openTab = (slot: number): Promise<StagedTab> => stage.open(slot, spec);

/** Blocks come from whoever produces. */
const reachHeight = (tab: StagedTab, height: number): Promise<void> =>
  stage.inTime(`height ${height}`, async () => (await heightOf(tab)) >= height);

const openTabWithCoins = async (): Promise<{ readonly tab: StagedTab; readonly address: string }> => {
  const tab = await openTab(0);
  const { address } = await tab.request('wallet_create', { passphrase });
  await stage.mine(tab, 2);
  return { tab, address };
};

const statusOf = (tab: StagedTab, id: HexText): Promise<TxStatus> => tab.request('tx_get', { id });

const balanceOf = async (tab: StagedTab, address: string): Promise<bigint> =>
  BigInt((await tab.request('account_get', { address })).balance);

const strangerAddress = formatAddress(walletOf(99).address);

test('a mined coin is paid, waits, is included, and gains confirmations', async () => {
  const { tab, address } = await openTabWithCoins();
  expect(await balanceOf(tab, address)).toBe(2n * spec.reward);
  const other = (await tab.request('wallet_add', { label: 'savings' })).address;

  const estimate = await tab.request('tx_estimate', { kind: 'transfer', to: other, amount: '1000' });
  const { id } = await tab.request('tx_send', { kind: 'transfer', to: other, amount: '1000' });
  const waiting = await statusOf(tab, id);
  expect(waiting).toMatchObject({
    id,
    status: 'pending',
    transaction: { kind: 'transfer', to: other, amount: '1000' },
  });
  expect(waiting).not.toHaveProperty('receipt');
  expect(await tab.request('mempool_list', {})).toMatchObject([{ id, sender: address, nonce: 0 }]);

  await stage.mine(tab, 1);
  const included = await statusOf(tab, id);
  expect(included).toMatchObject({ status: 'included', height: 3, confirmations: 1, settled: false });
  expect(included.receipt).toEqual({ status: 'ok', gasUsed: estimate.gas, fee: estimate.fee, events: [] });
  expect(await tab.request('mempool_list', {})).toEqual([]);
  expect(await balanceOf(tab, other)).toBe(1000n);
  // The fee came back to the producer, who is the sender.
  expect(await balanceOf(tab, address)).toBe(3n * spec.reward - 1000n - spec.accountDeposit);

  await stage.mine(tab, spec.settleDepth);
  expect(await statusOf(tab, id)).toMatchObject({ confirmations: 7, settled: true });
  expect(await tab.request('account_get', { address })).toMatchObject({ nonce: 1, stake: '0', unbonding: [] });
});

test('own payments are told as events, in order', async () => {
  const { tab } = await openTabWithCoins();
  const { id } = await tab.request('tx_send', { kind: 'transfer', to: strangerAddress, amount: '5' });
  await stage.mine(tab, 1);
  await until(
    'the payment was told twice',
    () => tab.heard.filter(({ event }) => event === 'transaction').length === 2,
  );
  const told = tab.heard.filter(({ event }) => event === 'transaction').map(({ payload }) => payload);
  expect(told).toMatchObject([
    { id, status: 'pending' },
    { id, status: 'included', height: 3 },
  ]);
  expect(tab.heard).toContainEqual({ event: 'head', payload: having({ height: 3 }) });
});

test('a record is read in another tab, where the same wallet has its second account', async () => {
  const { tab, address } = await openTabWithCoins();
  const second = await openTab(1);
  await expect(second.request('wallet_accounts', {})).rejects.toMatchObject({ code: 4100 });
  await second.request('wallet_unlock', { passphrase });
  const accounts = await second.request('wallet_accounts', {});
  expect(accounts.map(({ selected }) => selected)).toEqual([false, true]);
  expect(accounts[0]?.address).toBe(address);

  stage.net.link(tab.peerId, second.peerId);
  await reachHeight(second, 2);
  const { id } = await tab.request('tx_send', { kind: 'record', data: '0x3730' });
  await stage.inTime('the second tab hears of it', async () => (await statusOf(second, id)).status === 'pending');
  await stage.mine(tab, 1);
  await reachHeight(second, 3);
  expect(await statusOf(second, id)).toMatchObject({
    status: 'included',
    transaction: { kind: 'record', data: '0x3730', sender: address },
    receipt: { status: 'ok' },
  });
  expect(await second.request('net_peers', {})).toMatchObject([{ peerId: tab.peerId, path: 'direct', kind: 'tab' }]);
});

test('a history has what waits first and then the newest, page by page', async () => {
  const { tab, address } = await openTabWithCoins();
  const sent: HexText[] = [];
  for (let i = 1; i <= 5; i++) {
    sent.unshift((await tab.request('tx_send', { kind: 'transfer', to: strangerAddress, amount: `${i}` })).id);
    if (i === 2 || i === 4) await stage.mine(tab, 1);
  }
  const all = await tab.request('account_history', { address });
  expect(all.items.map(({ id }) => id)).toEqual(sent);
  expect(all.items.map(({ status }) => status)).toEqual(['pending', ...Array<string>(4).fill('included')]);
  expect(all).not.toHaveProperty('cursor');

  const ids: HexText[] = [];
  for (let cursor: string | undefined, page = 0; page < 5; page++) {
    const got = await tab.request('account_history', {
      address,
      count: 2,
      ...(cursor === undefined ? {} : { cursor }),
    });
    ids.push(...got.items.map(({ id }) => id));
    ({ cursor } = got);
    if (cursor === undefined) break;
  }
  expect(ids).toEqual(sent);
  expect((await tab.request('account_history', { address: strangerAddress })).items.map(({ id }) => id)).toEqual(sent);
});

test('blocks are listed newest first and shown by height and by id', async () => {
  const { tab, address } = await openTabWithCoins();
  const list = await tab.request('block_list', { count: 2 });
  expect(list.map(({ height }) => height)).toEqual([2, 1]);
  expect(await tab.request('block_list', { from: 0, count: 5 })).toMatchObject([{ height: 0, settled: true }]);
  const id = list[0]?.id ?? '0x';
  const block = await tab.request('block_get', { id });
  expect(block).toMatchObject({ height: 2, producer: address, parent: list[1]?.id, transactions: [], files: [] });
  expect(block.consensus).toMatchObject({ kind: 'pow' });
  expect(await tab.request('block_get', { height: 2 })).toEqual(block);
  expect(list[0]).not.toHaveProperty('transactions');
});

test('after a reload chain, wallet, history and selection are there, and what was not indexed is', async () => {
  const { tab, address } = await openTabWithCoins();
  const other = (await tab.request('wallet_add', {})).address;
  await tab.request('wallet_select', { address: other });
  const { id } = await tab.request('tx_send', { kind: 'record', data: '0x01', from: address });
  await stage.mine(tab, 3);
  await tab.provider.stop();
  const { chainId } = (await stage.tab(0).request('network_list', {}))[0] ?? { chainId: '0x' };
  // As after a crash before the index was written, and with an index that stands on an unknown block.
  stage.disks
    .get(`0-${chainId.slice(2)}`)
    ?.get('index')
    ?.clear();

  const again = await openTab(0);
  expect(await heightOf(again)).toBe(5);
  expect(await statusOf(again, id)).toMatchObject({ status: 'included', height: 3, confirmations: 3 });
  await again.request('wallet_unlock', { passphrase });
  const accounts = await again.request('wallet_accounts', {});
  expect(accounts.map(({ address: text, selected }) => [text, selected])).toEqual([
    [address, false],
    [other, true],
  ]);
  expect((await again.request('account_history', { address })).items.map((item) => item.id)).toEqual([id]);
});

test('a payment whose block gives way to a heavier branch waits again, and is included on that branch', async () => {
  const { tab } = await openTabWithCoins();
  const rival = await openTab(1);
  await rival.request('wallet_unlock', { passphrase });
  stage.net.link(tab.peerId, rival.peerId);
  await reachHeight(rival, 2);
  stage.net.unlink(tab.peerId, rival.peerId);

  const { id } = await tab.request('tx_send', { kind: 'transfer', to: strangerAddress, amount: '9' });
  await stage.mine(tab, 1);
  const mined = await statusOf(tab, id);
  expect(mined).toMatchObject({ status: 'included', height: 3 });
  await stage.mine(rival, 3);
  stage.net.link(tab.peerId, rival.peerId);
  await reachHeight(tab, 5);

  expect(await statusOf(tab, id)).toMatchObject({ status: 'pending' });
  expect(await balanceOf(tab, strangerAddress)).toBe(0n);
  expect(await tab.refusal('block_get', { id: mined.blockId })).toMatchObject({
    code: 4040,
    data: { reason: 'not-on-chain' },
  });
  await stage.mine(tab, 1);
  expect(await statusOf(tab, id)).toMatchObject({ status: 'included', height: 6 });
  const history = await tab.request('account_history', { address: strangerAddress });
  expect(history.items.map((item) => [item.id, item.height])).toEqual([[id, 6]]);
  const told = tab.heard.filter(({ event }) => event === 'transaction').map(({ payload }) => payload as TxStatus);
  expect(told.filter((status) => status.id === id).map(({ status }) => status)).toEqual([
    'pending',
    'included',
    'pending',
    'included',
  ]);
});

test('production goes on for an account that is selected while it runs', async () => {
  const { tab, address } = await openTabWithCoins();
  const other = (await tab.request('wallet_add', {})).address;
  await tab.request('production_start', { intensity: 0.5 });
  await tab.request('wallet_select', { address: other });
  const before = await balanceOf(tab, address);
  await reachHeight(tab, 3);
  expect(await tab.request('production_stop', {})).toMatchObject({ running: false, produced: 3 });
  expect(await balanceOf(tab, address)).toBe(before);
  expect(await balanceOf(tab, other)).toBe(spec.reward);
});

test('mining needs no passphrase', async () => {
  const { tab, address } = await openTabWithCoins();
  await tab.request('wallet_lock', {});
  await stage.mine(tab, 1);
  expect(await balanceOf(tab, address)).toBe(3n * spec.reward);
});

test('status tells of height, peers and production', async () => {
  const { tab } = await openTabWithCoins();
  const status = await tab.request('node_status', {});
  expect(status).toMatchObject({
    height: 2,
    settledHeight: 0,
    sync: { state: 'idle', target: 2 },
    peers: { direct: 0, websocket: 0, relayed: 0 },
    producing: false,
    mode: 'full',
    storage: { persisted: false },
  });
  expect(status.storage.bytes).toBeGreaterThan(0);
  await until('the head was told by a status', () =>
    tab.heard.some(({ event, payload }) => event === 'status' && (payload as { height: number }).height === 2),
  );
  const info = await tab.request('node_info', {});
  expect(info).toMatchObject({ peerId: tab.peerId, kind: 'tab', network: { name: 'Test', consensus: 'pow' } });
});

test('what was mined before there was a wallet goes to it once it is backed up, and mining goes on for it', async () => {
  const tab = await openTab(0);
  await tab.request('production_start', {});
  await reachHeight(tab, 3);
  const { address } = await tab.request('wallet_create', { passphrase });
  await reachHeight(tab, 6);
  expect(await balanceOf(tab, address)).toBe(0n);
  expect((await tab.request('block_get', { height: 6 })).producer).not.toBe(address);
  await tab.request('wallet_backup', { done: true });
  const before = await heightOf(tab);
  const earnedEarly = BigInt(before) * spec.reward;
  await stage.inTime('the early rewards have arrived', async () => {
    const { balance } = await tab.request('account_get', { address });
    const later = BigInt((await heightOf(tab)) - before) * spec.reward;
    // fees come back with the blocks that this tab makes; the deposit for the new account does not
    return BigInt(balance) >= earnedEarly + later - spec.accountDeposit - spec.reward;
  });
  await tab.request('production_stop', {});
  const newest = await tab.request('block_get', { height: await heightOf(tab) });
  expect(newest.producer).toBe(address);
});
