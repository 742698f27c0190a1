// Events and the log at their edges: throttled, bounded, deaf to listeners that throw, and silent about others' coins.

import { expect, test } from 'vitest';
import { chainSpecJson } from '../core/model/index.ts';
import { createStage, fixedWork, recordOf, testSpec, until, walletOf } from '../testing/index.ts';
import { createEventHub } from './event-hub.ts';
import { createLogRing } from './log-ring.ts';
import { showBytes } from './show-transaction.ts';
import { createSyncProgress } from './sync-progress.ts';
import { createThrottle } from './throttle.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const offer = { spec: chainSpecJson(spec), relays: [] };

test('a listener that throws does not keep others from hearing', () => {
  const hub = createEventHub();
  const heard: unknown[] = [];
  hub.on('message', () => {
    throw new Error('mine');
  });
  hub.on('message', (payload) => {
    heard.push(payload);
  });
  hub.emit('message', { topic: 'a', from: 'b', text: 'c' });
  expect(heard).toEqual([{ topic: 'a', from: 'b', text: 'c' }]);
});

test('a listener that was taken off hears nothing, and there is an end to how many listen', () => {
  const hub = createEventHub();
  const heard: unknown[] = [];
  const listener = (payload: unknown) => void heard.push(payload);
  hub.on('progress', listener);
  hub.off('progress', listener);
  hub.emit('progress', { job: 'a', done: 0, total: 1 });
  expect(heard).toEqual([]);
  const many = (): void => {
    for (let i = 0; i < 101; i++) hub.on('progress', () => undefined);
  };
  expect(many).toThrow(/100/);
});

test('a throttled call comes at once, then once for many wishes, then not without a wish', async () => {
  let calls = 0;
  const throttle = createThrottle(5, () => {
    calls++;
  });
  throttle.wish();
  expect(calls).toBe(1);
  for (let i = 0; i < 10; i++) throttle.wish();
  expect(calls).toBe(1);
  await until('the second call', () => calls === 2);
  throttle.wish();
  throttle.stop();
  throttle.wish();
  expect(calls).toBe(2);
});

test('the log keeps the newest 500 and shows them newest first', () => {
  const log = createLogRing();
  for (let time = 1; time <= 600; time++) log.add({ time, level: 'info', what: 'x' });
  expect(log.list(1000)).toHaveLength(500);
  expect(log.list(2).map(({ time }) => time)).toEqual([600, 599]);
});

test('what the host tells comes out as events and in the log', async () => {
  const stage = createStage(spec.genesisTime);
  const [tab, other] = [stage.tab(0), stage.tab(1)];
  await tab.provider.start(offer);
  await other.provider.start(offer);
  stage.net.link(tab.peerId, other.peerId);
  tab.provider.hostChanged();
  stage.net.unlink(tab.peerId, other.peerId);
  tab.provider.hostChanged();
  tab.provider.hostLog({ level: 'warning', what: 'dial failed', peerId: other.peerId, fault: 'no route' });
  tab.provider.hostText('chat', other.peerId, 'hello');
  tab.provider.alarm('storage-not-persistent', ['dismiss']);
  const heard = (name: string) => tab.heard.filter(({ event }) => event === name).map(({ payload }) => payload);
  expect(heard('peer')).toEqual([
    { peerId: other.peerId, change: 'connected' },
    { peerId: other.peerId, change: 'disconnected' },
  ]);
  expect(heard('message')).toEqual([{ topic: 'chat', from: other.peerId, text: 'hello' }]);
  expect(heard('alarm')).toEqual([{ what: 'storage-not-persistent', choices: ['dismiss'] }]);
  expect(await tab.request('log_list', {})).toMatchObject([
    { level: 'error', what: 'storage-not-persistent' },
    { level: 'warn', what: 'dial failed', peerId: other.peerId, fault: 'no route', time: spec.genesisTime },
  ]);
  await tab.provider.stop();
  await other.provider.stop();
});

test('a transaction between strangers is no event', async () => {
  const stage = createStage(spec.genesisTime + 3_600_000);
  const tab = stage.tab(0);
  await tab.provider.start(offer);
  await tab.request('wallet_create', { passphrase: 'p' });
  const { chainId } = (await tab.request('node_info', {})).network;
  const record = recordOf(walletOf(1), Uint8Array.of(1), { chainId: chainId.slice(2) });
  const { id } = await tab.request('tx_send_raw', { bytes: showBytes(record.bytes) });
  await tab.request('production_start', {});
  await stage.inTime('it is in a block', async () => (await tab.request('tx_get', { id })).status === 'included');
  // Its own, which comes later, is told: by then the other would have been.
  const own = await tab.request('tx_send', { kind: 'record', data: '0x01' });
  const told = () => tab.heard.filter(({ event }) => event === 'transaction').map(({ payload }) => payload);
  await until('its own is told', () => told().length > 0);
  expect(told()[0]).toMatchObject({ id: own.id });
  await tab.provider.stop();
});

test('a fetch of many blocks tells how far it has come, and when it is done', () => {
  const told: unknown[] = [];
  const progress = createSyncProgress({ emit: (_, payload) => void told.push(payload) });
  const at = (height: number, state: 'headers' | 'bodies' | 'following', target: number) => {
    progress.tell({ height, sync: { state, target } });
  };
  at(100, 'headers', 105);
  at(105, 'following', 105);
  expect(told).toEqual([]);
  at(105, 'headers', 200);
  at(195, 'bodies', 200);
  at(200, 'following', 200);
  at(201, 'following', 201);
  progress.end(0);
  expect(told).toEqual([
    { job: 'sync', done: 105, total: 200 },
    { job: 'sync', done: 195, total: 200 },
    { job: 'sync', done: 200, total: 200 },
  ]);
});
