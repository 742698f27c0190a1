// A newcomer with a checkpoint beside peers that show another chain: it takes none but the one that has the checkpoint, in
// every mode, whichever way headers come, and a node that has that height already is not touched.

import { beforeAll, describe, expect, test } from 'vitest';
import {
  createDrivenNetwork,
  createForge,
  createMemoryDisk,
  type DrivenNetwork,
  type DrivenOptions,
  driveByHand,
  fixedWork,
  type ForgedBlock,
  type HandDrivenNode,
  inWords,
  type MemoryDisk,
  openMemoryStore,
  testSpec,
  walletOf,
} from '../../testing/index.ts';
import type { Effect } from './index.ts';

const forge = createForge(testSpec({ consensus: fixedWork(0), reorgLimit: 16 }));
const now = forge.spec.genesisTime + 1_000_000_000;
const height = 60;
const honest = forge.extend(forge.genesis, height);
/** as long and heavier; nothing in it is ours */
const rival = forge.extend(forge.genesis, height + 10, { producer: walletOf(1).publicKey });
const weightTo = (at: number): bigint =>
  honest.slice(0, at).reduce((sum, { header }) => sum + forge.engine.weight(header), 0n);
const blockAt = (at: number): ForgedBlock => honest[at - 1] ?? forge.genesis;
const checkpointAt = (at: number) => ({ height: at, id: blockAt(at).id, weight: weightTo(at) });
const checkpoint = checkpointAt(height - forge.spec.settleDepth);

const diskWith = async (blocks: readonly ForgedBlock[]): Promise<MemoryDisk> => {
  const disk = createMemoryDisk();
  const hand = await driveByHand(forge, () => true, { store: openMemoryStore(disk) });
  await hand.peerUp('p', now);
  for (const { bytes } of blocks) await hand.tell('p', { type: 'block', block: bytes }, now);
  return disk;
};

const copyOf = (disk: MemoryDisk): MemoryDisk => new Map([...disk].map(([table, rows]) => [table, new Map(rows)]));

let honestDisk: MemoryDisk;
let shortDisk: MemoryDisk;
let rivalDisk: MemoryDisk;
beforeAll(async () => {
  honestDisk = await diskWith(honest);
  shortDisk = await diskWith(rival.slice(0, 30));
  rivalDisk = await diskWith(rival);
});

const pass = (network: DrivenNetwork, ms: number): Promise<void> => {
  const end = network.now() + ms;
  return network.run(() => network.now() >= end);
};

const alarmsOf = (events: readonly object[]): readonly object[] =>
  events.filter((event) => 'type' in event && event.type === 'alarm');

describe.each<[string, DrivenOptions]>([
  ['light', { mode: 'light' }],
  ['state', { start: 'state' }],
  ['blocks', { start: 'blocks' }],
])('a newcomer in mode %s', (_, mode) => {
  const openBeside = async (disk: MemoryDisk, given: DrivenOptions) => {
    const network = createDrivenNetwork(forge, () => true);
    await network.open('other', { store: openMemoryStore(copyOf(disk)) });
    await network.open('honest', { store: openMemoryStore(copyOf(honestDisk)) });
    const fresh = await network.open('fresh', { ...mode, ...given });
    network.link('other', 'fresh');
    return { network, fresh };
  };

  test('without a checkpoint follows the only chain that it is shown', async () => {
    const { network, fresh } = await openBeside(shortDisk, {});
    await network.run(() => fresh.node.chain.head().id === rival[29]?.id);
  });

  test('takes nothing of a chain that is too light, and all of the one that has the checkpoint', async () => {
    const { network, fresh } = await openBeside(shortDisk, { checkpoint });
    await pass(network, 5000);
    expect(fresh.sent).toContain('get-headers');
    expect(fresh.node.chain.tree.count()).toBe(1);
    network.link('honest', 'fresh');
    await network.run(() => fresh.node.chain.head().id === blockAt(height).id);
    expect(fresh.penalties).toEqual([]);
    expect(alarmsOf(fresh.events)).toEqual([]);
  });

  test('takes nothing of a heavier one with another block there, says so once, and follows the lighter that has it', async () => {
    const { network, fresh } = await openBeside(rivalDisk, { checkpoint });
    await pass(network, 5000);
    expect(fresh.node.chain.tree.count()).toBe(1);
    network.link('honest', 'fresh');
    await network.run(() => fresh.node.chain.head().id === blockAt(height).id);
    expect(fresh.penalties).toEqual([]);
    const what: unknown = expect.stringContaining(`another block ${checkpoint.height} than the link`);
    expect(alarmsOf(fresh.events)).toEqual([{ type: 'alarm', what }]);
  });
});

const push = async (hand: HandDrivenNode, blocks: readonly ForgedBlock[]): Promise<readonly Effect[]> => {
  const effects: Effect[] = [];
  for (const { bytes } of blocks) effects.push(...(await hand.gossip('p', { type: 'block', block: bytes }, now)));
  return effects;
};

const startProducing = (hand: HandDrivenNode): Promise<readonly Effect[]> =>
  hand.give(
    {
      ...{ type: 'command', number: 1 },
      command: { type: 'start-producing', producer: walletOf(2).publicKey, intensityPermille: 1000 },
    },
    now,
  );

describe('block after block that is pushed', () => {
  test('brings nothing to a newcomer before its chain weighs enough: the sender is asked for all of it', async () => {
    const hand = await driveByHand(forge, () => true, { checkpoint });
    await hand.peerUp('p', now);
    const words = inWords(await push(hand, rival));
    expect(hand.node.chain.tree.count()).toBe(1);
    expect(words).toContain('send p get-headers');
    expect(words.filter((word) => /^penalise|accept|reject/.test(word))).toEqual([]);
  });

  test('is refused at the height of the checkpoint alone, and only until our chain has it', async () => {
    const half = copyOf(await diskWith(honest.slice(0, 39)));
    const hand = await driveByHand(forge, () => true, { store: openMemoryStore(half), checkpoint: checkpointAt(40) });
    await hand.peerUp('p', now);
    const [other] = forge.extend(blockAt(39), 1, { producer: walletOf(1).publicKey });
    if (other === undefined) throw new Error('no block');
    expect(inWords(await push(hand, [other]))).toContain('judge ignore');
    expect(hand.node.chain.tree.get(other.id)).toBeUndefined();
    expect(inWords(await push(hand, [blockAt(40)]))).toContain('judge accept');
    expect(hand.node.chain.head().id).toBe(blockAt(40).id);
    expect(inWords(await push(hand, [other]))).toContain('judge accept');
  });

  test.each([
    ['another block', rival[39]],
    ['the block', honest[39]],
  ])('is followed as ever by a node that has %s at that height, whatever the link says of weights', async (_, at40) => {
    const store = openMemoryStore(copyOf(honestDisk));
    const given = { height: 40, id: at40?.id ?? '', weight: 2n ** 100n };
    const hand = await driveByHand(forge, () => true, { store, checkpoint: given });
    await hand.peerUp('p', now);
    const [next] = forge.extend(blockAt(height), 1);
    if (next === undefined) throw new Error('no block');
    await push(hand, [next]);
    expect(hand.node.chain.head().id).toBe(next.id);
    expect((await startProducing(hand)).some(({ type }) => type === 'seal')).toBe(true);
  });
});

test('a newcomer makes no blocks before it has the chain of the checkpoint', async () => {
  const isSealing = (effects: readonly Effect[]): boolean => effects.some(({ type }) => type === 'seal');
  const half = copyOf(await diskWith(honest.slice(0, 39)));
  const hand = await driveByHand(forge, () => true, { store: openMemoryStore(half), checkpoint: checkpointAt(40) });
  await hand.peerUp('p', now);
  expect(isSealing(await startProducing(hand))).toBe(false);
  expect(isSealing(await push(hand, [blockAt(40)]))).toBe(true);
});
