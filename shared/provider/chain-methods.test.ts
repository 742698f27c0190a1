// A chain in a file: exported by one node, taken in by another that has never heard of the network.

import { afterEach, expect, test } from 'vitest';
import { chainSpecJson } from '../core/model/index.ts';
import { decodeBundle, encodeBundle } from '../core/bundle/index.ts';
import { createForge, createStage, fixedWork, flipBit, type StagedTab, testSpec, until } from '../testing/index.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const forge = createForge(spec);
let tabs: StagedTab[] = [];

afterEach(async () => {
  for (const { provider } of tabs) await provider.stop();
  tabs = [];
});

const openTab = async (withNetwork: boolean): Promise<StagedTab> => {
  const tab = createStage(spec.genesisTime + 3_600_000).tab(tabs.length);
  tabs.push(tab);
  await tab.provider.start(withNetwork ? { spec: chainSpecJson(spec), relays: [] } : undefined);
  return tab;
};

const bundleOf = (blocks: number, change: (bytes: Uint8Array, height: number) => Uint8Array = (bytes) => bytes) =>
  encodeBundle({
    spec,
    blocks: forge.extend(forge.genesis, blocks).map(({ bytes, height }) => change(bytes.slice(), height)),
  });

test('a chain goes through a file to a node without a network, and back the same', async () => {
  const tab = await openTab(false);
  const bundle = bundleOf(40);
  const told: (readonly [number, number])[] = [];
  tab.provider.on('progress', ({ job, done, total }) => {
    if (job === 'chain-import') told.push([done, total]);
  });
  expect(await tab.request('chain_import', { bundle })).toEqual({ height: 40 });
  expect(told).toEqual([
    [16, 40],
    [32, 40],
    [40, 40],
  ]);
  expect((await tab.request('node_info', {})).network.chainId).toBe(`0x${forge.chainId}`);
  expect((await tab.request('chain_export', {})).bundle).toEqual(bundle);
  // Once more: what is known is passed over.
  expect(await tab.request('chain_import', { bundle })).toEqual({ height: 40 });
});

test('the first block that breaks a rule ends the import with its height and fault; what came before stays', async () => {
  const tab = await openTab(true);
  const bundle = bundleOf(20, (bytes, height) => (height === 18 ? flipBit(bytes, 8 * 100) : bytes));
  const refusal = await tab.refusal('chain_import', { bundle });
  expect(refusal).toMatchObject({ code: -32000 });
  expect(refusal).toHaveProperty('message', expect.stringContaining('Block 18') as unknown);
  await until('what came before is taken in', async () => (await tab.request('node_status', {})).height === 17);
});

test('a file that is no bundle, and one that was cut, change nothing', async () => {
  const tab = await openTab(true);
  const whole = bundleOf(3);
  for (const bundle of [new Uint8Array(), new Uint8Array(40), whole.slice(0, -1), whole.slice(1)]) {
    expect(await tab.refusal('chain_import', { bundle })).toMatchObject({
      code: -32602,
      data: { path: 'bundle', fault: 'bundle-unreadable' },
    });
  }
  expect(await tab.request('node_status', {})).toMatchObject({ height: 0 });
});

test('the empty chain is a bundle too', async () => {
  const tab = await openTab(true);
  const { bundle } = await tab.request('chain_export', {});
  const decoded = decodeBundle(bundle);
  expect(decoded.ok && decoded.value.blocks).toEqual([]);
});
