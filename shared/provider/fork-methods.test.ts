// The tree near the head as a person sees it: two tabs that mine apart and meet again show the same branch left behind, the
// one that follows the heavier says why, and each says from whom a block came.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStage, fixedWork, heightOf, type Stage, type StagedTab, testSpec } from '../testing/index.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
let stage: Stage;

beforeEach(() => {
  stage = createStage(spec.genesisTime + 3_600_000);
});

afterEach(() => stage.close());

const reachHeight = (tab: StagedTab, height: number): Promise<void> =>
  stage.inTime(`height ${height}`, async () => (await heightOf(tab)) >= height);

test('a branch that lost is shown beside the chain with the reason, and blocks with the peer they came from', async () => {
  const tab = await stage.open(0, spec);
  const rival = await stage.open(1, spec);
  await stage.mine(tab, 2);
  stage.net.link(tab.peerId, rival.peerId);
  await reachHeight(rival, 2);
  stage.net.unlink(tab.peerId, rival.peerId);
  await stage.mine(tab, 1);
  await stage.mine(rival, 2);
  const lost = await tab.request('block_get', { height: 3 });
  stage.net.link(tab.peerId, rival.peerId);
  await reachHeight(tab, 4);

  const { blocks } = await tab.request('chain_forks', {});
  expect(blocks.filter(({ onChain }) => onChain).map(({ height }) => height)).toEqual([0, 1, 2, 3, 4]);
  const beside = blocks.filter(({ onChain }) => !onChain);
  expect(beside).toMatchObject([{ id: lost.id, height: 3, parent: lost.parent, why: 'lighter' }]);
  expect((await tab.request('chain_forks', { depth: 1 })).blocks).toMatchObject([{ height: 4, onChain: true }]);

  const own = tab.heard.find(({ event, payload }) => event === 'block' && (payload as { id: string }).id === lost.id);
  expect(own?.payload).toEqual({ height: 3, id: lost.id });
  stage.net.link(tab.peerId, rival.peerId);
  await stage.mine(rival, 1);
  await reachHeight(tab, 5);
  const newest = await tab.request('block_get', { height: 5 });
  const told = tab.heard.filter(
    ({ event, payload }) => event === 'block' && (payload as { id: string }).id === newest.id,
  );
  expect(told.map(({ payload }) => payload)).toEqual([{ height: 5, id: newest.id, from: rival.peerId }]);
});

test('the bytes of a block and of a transaction are those that were hashed, field by field', async () => {
  const tab = await stage.open(0, spec);
  await tab.request('wallet_create', { passphrase: 'four plain words here' });
  await stage.mine(tab, 2);
  const { id } = await tab.request('tx_send', { kind: 'record', data: '0x3730' });
  const waiting = await tab.request('tx_raw', { id });
  await stage.mine(tab, 1);
  expect(await tab.request('tx_raw', { id })).toEqual(waiting);
  const data = waiting.fields.find(({ name }) => name === 'data');
  expect(waiting.bytes.slice(2 + 2 * (data?.start ?? 0)).slice(0, 2 * (data?.length ?? 0))).toBe('00023730');

  const block = await tab.request('block_get', { height: 3 });
  const raw = await tab.request('block_raw', { height: 3 });
  expect(await tab.request('block_raw', { id: block.id })).toEqual(raw);
  expect(raw.bytes).toContain(block.stateRoot.slice(2));
  expect(await tab.refusal('tx_raw', { id: `0x${'00'.repeat(32)}` })).toMatchObject({ code: 4040 });
});
