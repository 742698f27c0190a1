// What the screen shows after a call that no button of the page has made: the follower hears of it from the node.

import { expect, test, vi } from 'vitest';
import type { Provider } from '../../../shared/provider/index.ts';
import { chainSpecJson } from '../../../shared/core/model/index.ts';
import { createStage, fixedWork, testSpec, until } from '../../../shared/testing/index.ts';
import { followNode } from './follow-node.ts';
import type { NodeView } from './node-view.svelte.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const wish = {
  name: 'Ours',
  consensus: { kind: 'pow', blockTimeMs: 1000, retarget: { kind: 'fixed', leadingHexZeros: 0 } },
};

const emptyView = (): Pick<NodeView, keyof NodeView> => ({
  ...{ info: undefined, noNetwork: false, trouble: undefined, status: undefined, blocks: [], peers: [] },
  ...{ production: undefined, wallet: { state: 'loading' }, settle: undefined, spec: undefined },
  ...{ alarms: [], progress: [], headVersion: 0, transactionVersion: 0, peerVersion: 0 },
});

test('networks that are made, joined and switched to by a call are on the screen, and so is that none is open', async () => {
  const { provider: node, request } = createStage(spec.genesisTime + 3_600_000).tab(0);
  await node.start({ spec: chainSpecJson(spec), relays: [] });
  const provider: Provider = {
    request: ({ method, params }) => node.handle(method, params ?? {}) as never,
    on: node.on,
    off: node.off,
  };
  const view = emptyView();
  const follower = followNode(provider, view);
  const isShown = (name: string) =>
    until(`${name} is shown`, () => Promise.resolve(view.info?.network.name === name && view.spec?.['name'] === name));
  await isShown('Test');
  const first = (await request('node_info', {})).network.chainId;
  const { link } = await request('network_create', { spec: wish });
  await isShown('Ours');
  await request('network_switch', { chainId: first });
  await isShown('Test');
  await request('network_join', { link });
  await isShown('Ours');
  await node.stop();
  await until('that none is open is shown', () => Promise.resolve(view.noNetwork));
  follower.stop();
});

test('while a chain is fetched blocks are asked for once a second, and another network at once', async () => {
  vi.useFakeTimers();
  const asked = new Map<string, number>();
  const listeners = new Map<string, () => void>();
  const provider: Provider = {
    request: ({ method }) => {
      asked.set(method, (asked.get(method) ?? 0) + 1);
      return Promise.resolve([]) as never;
    },
    on: (event, listener) => void listeners.set(event, listener as () => void),
    off: () => undefined,
  };
  const view = emptyView();
  view.progress = [{ job: 'sync', done: 1, total: 9000 }];
  const follower = followNode(provider, view);
  await vi.advanceTimersByTimeAsync(200);
  asked.clear();
  listeners.get('head')?.();
  listeners.get('network')?.();
  await vi.advanceTimersByTimeAsync(300);
  expect([asked.get('node_info'), asked.get('block_list')]).toEqual([1, undefined]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.get('block_list')).toBe(1);
  follower.stop();
  vi.useRealTimers();
});

test('long work is shown until it is done; files are shown on their own screens', async () => {
  const { provider: node } = createStage(spec.genesisTime + 3_600_000).tab(0);
  const provider: Provider = {
    request: ({ method, params }) => node.handle(method, params ?? {}) as never,
    on: node.on,
    off: node.off,
  };
  const view = emptyView();
  const follower = followNode(provider, view);
  node.filesProgress('file:bafy', 1, 2);
  node.filesProgress('file-add:film.mp4', 1, 2);
  node.filesProgress('chain-import', 1, 2);
  expect(view.progress).toEqual([{ job: 'chain-import', done: 1, total: 2 }]);
  node.filesProgress('chain-import', 2, 2);
  expect(view.progress).toEqual([]);
  follower.stop();
  await node.stop();
});
