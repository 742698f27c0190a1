// A store that fails under a running node: opened again once, told as an alarm when that does not help, and a network
// that cannot be opened leaves the one before as it was.

import { afterEach, expect, test } from 'vitest';
import { chainSpecJson } from '../core/model/index.ts';
import type { Store } from '../core/node/index.ts';
import {
  createMemoryDisk,
  createStage,
  fixedWork,
  openingOf,
  peerIdOf,
  type Stage,
  type StagedTab,
  testSpec,
  until,
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

/** A tab on one disk whose commits fail while `isBroken`. */
const tabWithDisk = async (isBroken: () => boolean): Promise<{ readonly stage: Stage; readonly tab: StagedTab }> => {
  const stage = createStage(spec.genesisTime + 3_600_000);
  const disks = new Map<string, ReturnType<typeof createMemoryDisk>>();
  const diskOf = (chainId: string) => {
    const disk = disks.get(chainId) ?? createMemoryDisk();
    disks.set(chainId, disk);
    return disk;
  };
  const wrapStore = (store: Store): Store => ({
    ...store,
    commit: async (writes, durability) => {
      if (isBroken()) throw new Error('the disk is gone');
      await store.commit(writes, durability);
    },
  });
  const opening = { net: stage.net, time: stage.time, diskOf, peerId: peerIdOf(0), wrapStore };
  const tab = stage.tab(0, { openNetwork: openingOf(opening) });
  started.push(tab);
  await tab.provider.start(offer);
  await tab.request('wallet_create', { passphrase: 'p' });
  return { stage, tab };
};

const alarmsOf = (tab: StagedTab) => tab.heard.filter(({ event }) => event === 'alarm').map(({ payload }) => payload);

const mineOnce = async (stage: Stage, tab: StagedTab, done: () => boolean | Promise<boolean>): Promise<void> => {
  await tab.request('production_start', {});
  await until('what mining leads to', async () => {
    stage.time.advance(100);
    return done();
  });
};

test('a store that fails once is opened again, and the node goes on', async () => {
  let broken = false;
  const { stage, tab } = await tabWithDisk(() => broken);
  stage.time.advance(60_000);
  broken = true;
  await mineOnce(stage, tab, async () => {
    const log = await tab.request('log_list', {});
    broken = !log.some(({ fault }) => fault === 'storage-failed');
    return !broken;
  });
  await until('it runs again', async () => {
    const answer = await tab.provider.handle('node_status', {}).catch(() => undefined);
    return answer !== undefined;
  });
  await mineOnce(stage, tab, async () => (await tab.request('node_status', {})).height >= 2);
  expect(alarmsOf(tab)).toEqual([]);
});

test('a store that fails at once again is an alarm, and nothing is open then', async () => {
  let broken = false;
  const { stage, tab } = await tabWithDisk(() => broken);
  broken = true;
  await mineOnce(stage, tab, () => alarmsOf(tab).length > 0);
  expect(alarmsOf(tab)).toEqual([{ what: 'storage-failed', choices: ['reload'] }]);
  expect(await tab.refusal('node_status')).toMatchObject({ code: 4900 });
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
    openNetwork: async (network, listeners) => {
      if (network.spec.name === 'Ours') throw new Error('no room for another database');
      return working(network, listeners);
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

test('a network that cannot be opened at the start is an alarm', async () => {
  const stage = createStage(spec.genesisTime);
  const tab = stage.tab(0, { openNetwork: () => Promise.reject(new Error('the database is from a newer version')) });
  await tab.provider.start(offer);
  expect(alarmsOf(tab)).toMatchObject([{ what: saying('newer version') }]);
  expect(await tab.refusal('node_status')).toMatchObject({ code: 4900 });
});
