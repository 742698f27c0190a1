// The checkpoint of a join link: its form, what a node puts into the link, what becomes of it in another browser.

import { base64urlnopad } from '@scure/base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkpointOf } from './checkpoint.ts';
import { createStage, fixedWork, heightOf, type Stage, type StagedTab, testSpec } from '../testing/index.ts';
import type { Checkpoint } from '../core/node/index.ts';
import { formatJoinLink, type JoinLink, parseJoinLink } from '../core/link/index.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const id = 'c1'.repeat(32);

const read = (link: string): JoinLink => {
  const parsed = parseJoinLink(link);
  if (!parsed.ok) throw new Error(parsed.error.type);
  return parsed.value;
};

describe('in a link', () => {
  const given: Checkpoint = { height: 12_345_678, id, weight: 10n ** 23n };
  const link = formatJoinLink('', { spec, relays: [], checkpoint: given });
  const without = formatJoinLink('', { spec, relays: [] });

  test('is read as it was written, and makes it at most 160 characters longer', () => {
    expect(read(link).checkpoint).toEqual(given);
    expect(read(without).checkpoint).toBeUndefined();
    expect(link.length - without.length).toBeLessThanOrEqual(160);
  });
});

describe('as the profile keeps it', () => {
  const right = { height: 7, id: base64urlnopad.encode(new Uint8Array(32).fill(1)), weight: '900' };
  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'settled'],
    ['the genesis block', { ...right, height: 0 }],
    ['half a block', { ...right, height: 7.5 }],
    ['a height beyond all numbers', { ...right, height: 2 ** 53 }],
    ['a short id', { ...right, id: right.id.slice(1) }],
    ['an id with bits to spare', { ...right, id: `${right.id.slice(0, -1)}_` }],
    ['a weight that is a number', { ...right, weight: 900 }],
    ['no weight', { ...right, weight: '0' }],
    ['a weight with a sign', { ...right, weight: '-900' }],
    ['a weight beyond 256 bits', { ...right, weight: (2n ** 256n).toString() }],
    ['a weight without end', { ...right, weight: '9'.repeat(10_000) }],
    ['a field too few', { height: 7, id: right.id }],
  ])('with %s is none', (_, checkpoint) => {
    expect(checkpointOf(right)?.weight).toBe(900n);
    expect(checkpointOf(checkpoint)).toBeUndefined();
  });
});

describe('of a network with a chain', () => {
  const blocks = 66;
  const settled = blocks - spec.settleDepth;
  let stage: Stage;
  let others: Stage;
  let miner: StagedTab;
  let link: string;

  const linkOf = async (tab: StagedTab): Promise<string> => (await tab.request('network_link', {})).link;
  const alarmsOf = ({ heard }: StagedTab) =>
    heard.filter(({ event }) => event === 'alarm').map(({ payload }) => payload as { readonly what: string });
  beforeAll(async () => {
    stage = createStage(spec.genesisTime + 3_600_000);
    miner = await stage.open(0, spec);
    await miner.request('wallet_create', { passphrase: 'p' });
    await stage.mine(miner, blocks);
    link = await linkOf(miner);
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    others = createStage(spec.genesisTime + 7_200_000);
  });
  afterEach(() => others.close());

  test('is the newest settled block of the node that makes the link', async () => {
    const { checkpoint } = read(link);
    const height = (await heightOf(miner)) - spec.settleDepth;
    expect(height).toBeGreaterThanOrEqual(settled);
    expect(checkpoint?.height).toBe(height);
    expect(`0x${checkpoint?.id ?? ''}`).toBe((await miner.request('block_get', { height })).id);
    expect(checkpoint?.weight).toBeGreaterThan(0n);
  });

  test('is not there while the chain is short', async () => {
    const young = await others.open(0, spec);
    expect(read(await linkOf(young)).checkpoint).toBeUndefined();
  });

  test('is kept by who joins, handed on, there after a reload, and replaced by that of a newer link', async () => {
    const { checkpoint } = read(link);
    const newcomer = await others.open(0);
    await newcomer.request('network_join', { link });
    expect(read(await linkOf(newcomer)).checkpoint).toEqual(checkpoint);
    await newcomer.provider.stop();
    const again = await others.open(0);
    expect(read(await linkOf(again)).checkpoint).toEqual(checkpoint);
    const newer = { height: 200, id, weight: 70_000n };
    await again.request('network_join', { link: formatJoinLink('', { spec, relays: [], checkpoint: newer }) });
    await again.request('network_join', { link: formatJoinLink('', { spec, relays: [] }) });
    await again.provider.stop();
    const last = await others.open(0);
    expect(read(await linkOf(last)).checkpoint).toEqual(newer);
    expect(alarmsOf(last)).toEqual([]);
  });

  test('holds at once in a network that is open and has no chain yet', async () => {
    const newcomer = await others.open(0, spec);
    await newcomer.request('wallet_create', { passphrase: 'p' });
    await newcomer.request('production_start', {});
    await newcomer.request('network_join', { link });
    expect(read(await linkOf(newcomer)).checkpoint).toEqual(read(link).checkpoint);
    const before = await newcomer.request('node_status', {});
    expect(before.producing).toBe(true);
    let steps = 0;
    await others.inTime('time for many blocks', () => ++steps > 40);
    expect(await heightOf(newcomer)).toBe(before.height);
  });

  test('of another chain than the one that is here is an alarm in words, and the chain stays', async () => {
    const { head } = await miner.request('node_status', {});
    const words: unknown = expect.stringMatching(
      /another chain of “Test” than this browser has: they differ at block 40\. /,
    );
    const told: unknown = expect.objectContaining({ what: words });
    const other = { height: 40, id, weight: 2n ** 80n };
    await miner.request('network_join', { link: formatJoinLink('', { spec, relays: [], checkpoint: other }) });
    expect(alarmsOf(miner)).toContainEqual(told);
    expect((await miner.request('node_status', {})).head).toBe(head);
    await miner.provider.stop();
    const again = await stage.open(0);
    expect(alarmsOf(again)).toContainEqual(told);
    expect((await again.request('node_status', {})).head).toBe(head);
    await stage.mine(again, 1);
  });
});
