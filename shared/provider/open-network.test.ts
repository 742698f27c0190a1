// A store that fails under a running node: opened again once, told as an alarm when that does not help, and a network
// that cannot be opened leaves the one before as it was.

import { afterEach, expect, test } from 'vitest';
import { chainSpecJson } from '../core/model/index.ts';
import type { Clock, MemoryDisk, Store } from '../core/node/index.ts';
import {
  createMemoryDisk,
  createStage,
  fixedWork,
  heightOf,
  openingOf,
  peerIdOf,
  type Stage,
  type StagedTab,
  testSpec,
} from '../testing/index.ts';

const saying = (words: string): unknown => expect.stringContaining(words);
const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const offer = { spec: chainSpecJson(spec), relays: [] };
const wish = {
  name: 'Ours',
  consensus: { kind: 'pow', blockTimeMs: 1000, retarget: { kind: 'fixed', leadingHexZeros: 0 } },
};

let started: StagedTab[] = [];

afterEach(async () => {
  for (const { provider } of started) await provider.stop();
  started = [];
});

const faultOf = (type: string): Error => Object.assign(new Error(`it says ${type}`), { type });

interface DiskTab {
  readonly stage: Stage;
  readonly tab: StagedTab;
  readonly disk: () => MemoryDisk;
  /** what the next commits reject with, one after the other; then the disk is well again */
  readonly faults: unknown[];
  /** what the clock throws once, as a bug of ours would */
  readonly bugs: unknown[];
}

/** A tab on one disk. */
const tabWithDisk = async (): Promise<DiskTab> => {
  const stage = createStage(spec.genesisTime + 3_600_000);
  const disk = createMemoryDisk();
  const faults: unknown[] = [];
  const bugs: unknown[] = [];
  const wrapStore = (store: Store): Store => ({
    ...store,
    commit: async (writes, durability) => {
      if (faults.length > 0) throw faults.shift();
      await store.commit(writes, durability);
    },
  });
  const clock = (): Clock => {
    const real = stage.time.clock();
    return {
      ...real,
      now: () => {
        if (bugs.length > 0) throw bugs.shift();
        return real.now();
      },
    };
  };
  const time = { ...stage.time, clock };
  const tab = stage.tab(0, {
    openNetwork: openingOf({ net: stage.net, time, diskOf: () => disk, peerId: peerIdOf(0), wrapStore }),
  });
  started.push(tab);
  await tab.provider.start(offer);
  await tab.request('wallet_create', { passphrase: 'p' });
  await tab.request('wallet_backup', { done: true });
  return { stage, tab, disk: () => disk, faults, bugs };
};

const alarmsOf = (tab: StagedTab) => tab.heard.filter(({ event }) => event === 'alarm').map(({ payload }) => payload);

/** `undefined` while no network is open. */
const openHeight = (tab: StagedTab): Promise<number | undefined> => heightOf(tab).catch(() => undefined);

/** A tab that mines, has a block, and was opened long ago. */
const miningTab = async (): Promise<DiskTab> => {
  const mining = await tabWithDisk();
  const { stage, tab } = mining;
  await tab.request('production_start', {});
  await stage.inTime('the first block', async () => (await heightOf(tab)) >= 1);
  stage.time.advance(60_000);
  return mining;
};

const untilMinedTo = (height: number, { stage, tab }: DiskTab): Promise<void> =>
  stage.inTime(`block ${height} is mined`, async () => ((await openHeight(tab)) ?? 0) >= height);

const untilAlarm = ({ stage, tab }: DiskTab): Promise<void> =>
  stage.inTime('the alarm', () => alarmsOf(tab).length > 0);

const errorsOf = async (tab: StagedTab) => (await tab.request('log_list', {})).filter(({ level }) => level === 'error');

test.each([
  ['for a reason that it does not tell', new Error('the disk is gone'), 'storage-failed'],
  ['because it was closed', faultOf('store-closed'), 'storage-closed'],
  ['because the browser lost it', faultOf('store-lost'), 'storage-lost'],
  ['for any other reason of its own', faultOf('store-broken'), 'storage-failed'],
])('a store that fails once, %s, is opened again, and mining goes on', async (_, fault, name) => {
  const mining = await miningTab();
  mining.faults.push(fault);
  await untilMinedTo(4, mining);
  expect(alarmsOf(mining.tab)).toEqual([]);
  expect(await errorsOf(mining.tab)).toMatchObject([{ fault: name }]);
});

test('transactions that wait are not lost when the store is opened again', async () => {
  const mining = await miningTab();
  const { stage, tab, faults } = mining;
  await untilMinedTo(3, mining);
  await tab.request('production_stop', {});
  const [{ address: to } = { address: '' }] = await tab.request('wallet_accounts', {});
  const { id } = await tab.request('tx_send', { kind: 'transfer', to, amount: '1000' });
  expect((await tab.request('tx_get', { id })).status).toBe('pending');
  stage.time.advance(60_000);
  faults.push(faultOf('store-lost'));
  await tab.request('production_start', {});
  await stage.inTime('the fault', async () => (await errorsOf(tab)).length > 0);
  await stage.inTime('it is in a block', async () => {
    const found = await tab.request('tx_get', { id }).catch(() => undefined); // for a moment no network is open
    return found?.status === 'included';
  });
  expect(await errorsOf(tab)).toMatchObject([{ fault: 'storage-lost' }]);
});

test.each([
  ['full', faultOf('store-full'), 'storage-full'],
  ['read-only', faultOf('store-read-only'), 'storage-read-only'],
  ['newer than the page', faultOf('store-newer'), 'storage-newer'],
  ['held by another tab', faultOf('store-blocked'), 'storage-blocked'],
  ['not there', faultOf('store-missing'), 'storage-missing'],
  ['asked for too much by us', faultOf('store-overrun'), 'node-failed'],
])('a store that is %s stops the node with a banner of its own, and keeps what it had', async (_, fault, name) => {
  const mining = await miningTab();
  const { tab, disk, faults } = mining;
  const had = disk().get('body')?.size;
  faults.push(fault);
  await untilAlarm(mining);
  expect(alarmsOf(tab)).toEqual([{ what: name, choices: ['reload'] }]);
  expect(await tab.refusal('node_status')).toMatchObject({ code: 4900 });
  expect(disk().get('body')?.size).toBe(had);
});

test('a store that fails at once again is an alarm, and nothing is open then', async () => {
  const mining = await miningTab();
  mining.faults.push(faultOf('store-lost'), faultOf('store-closed'));
  await untilAlarm(mining);
  expect(alarmsOf(mining.tab)).toEqual([{ what: 'storage-closed', choices: ['reload'] }]);
  expect(await mining.tab.refusal('node_status')).toMatchObject({ code: 4900 });
});

test('blocks that are gone when the store is opened again are not lost in silence', async () => {
  const mining = await miningTab();
  mining.faults.push(faultOf('store-closed'));
  mining.disk().clear();
  await untilMinedTo(1, mining);
  await untilAlarm(mining);
  expect(alarmsOf(mining.tab)).toEqual([{ what: 'storage-emptied', choices: ['dismiss'] }]);
});

test('a host that cannot run a contract says so by name, and no block is judged', async () => {
  const mining = await miningTab();
  mining.bugs.push(Object.assign(new Error('the engine failed'), { signal: 'host-fault' }));
  await untilAlarm(mining);
  expect(alarmsOf(mining.tab)).toEqual([{ what: 'contracts-failed', choices: ['reload'] }]);
});

test('a bug of ours is not called trouble with storage, and its place is in the log', async () => {
  const mining = await miningTab();
  mining.bugs.push(new TypeError('x is undefined'));
  await untilAlarm(mining);
  expect(alarmsOf(mining.tab)).toEqual([{ what: 'node-failed', choices: ['reload'] }]);
  const [entry] = await errorsOf(mining.tab);
  expect(entry).toMatchObject({ fault: 'node-failed', what: saying('x is undefined') });
  expect(entry?.what).toMatch(/open-network\.test/);
});

test('a network that cannot be opened leaves the one before as it was', async () => {
  const stage = createStage(spec.genesisTime + 3_600_000);
  const working = openingOf({
    net: stage.net,
    time: stage.time,
    diskOf: () => createMemoryDisk(),
    peerId: peerIdOf(0),
  });
  const tab = stage.tab(0, {
    openNetwork: async (network, listeners, signer) => {
      if (network.spec.name === 'Ours') throw new Error('no room for another database');
      return working(network, listeners, signer);
    },
  });
  started.push(tab);
  await tab.provider.start(offer);
  expect(await tab.refusal('network_create', { spec: wish })).toMatchObject({
    code: 4090,
    message: saying('no room'),
    data: { reason: 'network-not-opened' },
  });
  expect((await tab.request('node_info', {})).network.name).toBe('Test');
});

test('a store that cannot be opened at the start is an alarm with the name of its fault', async () => {
  const stage = createStage(spec.genesisTime);
  const tab = stage.tab(0, { openNetwork: () => Promise.reject(faultOf('store-newer')) });
  await tab.provider.start(offer);
  expect(alarmsOf(tab)).toMatchObject([{ what: 'storage-newer' }]);
});

test('a network that cannot be opened at the start is an alarm', async () => {
  const stage = createStage(spec.genesisTime);
  const tab = stage.tab(0, { openNetwork: () => Promise.reject(new Error('the database is from a newer version')) });
  await tab.provider.start(offer);
  expect(alarmsOf(tab)).toMatchObject([{ what: saying('newer version') }]);
  expect(await tab.refusal('node_status')).toMatchObject({ code: 4900 });
});
