// A node that starts from the state of a settled block: it stands where one stands that executed everything, goes on as that one
// does, and no liar, crash or missing server makes it stand anywhere else.

import { beforeAll, describe, expect, test } from 'vitest';
import {
  createDrivenNetwork,
  createForge,
  createMemoryDisk,
  type DrivenNetwork,
  type DrivenNode,
  type DrivenOptions,
  driveByHand,
  fixedWork,
  flipBit,
  type ForgedBlock,
  type MemoryDisk,
  openCrashingStore,
  openMemoryStore,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import type { Message } from '../wire/index.ts';

const forge = createForge(testSpec({ consensus: fixedWork(0), reorgLimit: 16 }));
const alice = walletOf(1);
const farNow = forge.spec.genesisTime + 1_000_000_000;

/** Each block pays somebody new, so that every state is another and has many records. */
const grow = (from: ForgedBlock, count: number, amount = 20_000n): readonly ForgedBlock[] => {
  const blocks: ForgedBlock[] = [];
  for (let i = 0; i < count; i++) {
    const on = blocks.at(-1) ?? from;
    const terms = { chainId: forge.chainId, nonce: on.height };
    const to = walletOf(1000 + on.height).address;
    blocks.push(forge.build(on, { transactions: [transferOf(alice, to, amount, terms)] }));
  }
  return blocks;
};

const height = 60;
const chain = grow(forge.genesis, height + 20);
const blockAt = (at: number): ForgedBlock => (at === 0 ? forge.genesis : (chain[at - 1] ?? forge.genesis));
/** The highest multiple of 8 that has 6 blocks above it. */
const pivot = 48;

let servedDisk: MemoryDisk;
beforeAll(async () => {
  servedDisk = createMemoryDisk();
  const hand = await driveByHand(forge, () => true, { store: openMemoryStore(servedDisk) });
  await hand.peerUp('p', farNow);
  for (const { bytes } of chain.slice(0, height)) await hand.tell('p', { type: 'block', block: bytes }, farNow);
  expect(hand.node.chain.head().id).toBe(blockAt(height).id);
});

const copyOf = (disk: MemoryDisk): MemoryDisk => new Map([...disk].map(([table, rows]) => [table, new Map(rows)]));

const openServer = (network: DrivenNetwork, id: string, options: DrivenOptions = {}): Promise<DrivenNode> =>
  network.open(id, { store: openMemoryStore(copyOf(servedDisk)), ...options });

const openNetwork = (): DrivenNetwork => createDrivenNetwork(forge, () => true);

const isAt = ({ node, failure }: DrivenNode, at: ForgedBlock) => {
  return (): boolean => {
    if (failure() !== undefined) throw new Error('a driver has stopped', { cause: failure() });
    return node.chain.head().id === at.id;
  };
};

/** The same as a node that executed all of it. */
const standsAt = ({ node }: DrivenNode, at: ForgedBlock): void => {
  expect(node.chain.head().id).toBe(at.id);
  expect(node.chain.state.root()).toBe(at.state.root());
  expect(new Map(node.chain.state.entries())).toEqual(new Map(at.state.entries()));
  expect(node.chain.state.size()).toBe(at.state.size());
  for (const h of [0, 1, 7, 8, pivot - 1, pivot, pivot + 1, at.height]) {
    expect(node.chain.idAt(h)).toBe(blockAt(h).id);
    expect(node.chain.heightOf(blockAt(h).id)).toBe(h);
  }
};

const startedFromState = (fresh: DrivenNode): void => {
  expect(fresh.node.snapshot().verifiedSince).toBe(pivot + 1);
  expect(fresh.node.chain.tree.base().height).toBe(pivot);
};

describe('a fresh node', () => {
  test('starts from the state at the highest block that is settled and may be a base', async () => {
    const network = openNetwork();
    await openServer(network, 'full');
    const fresh = await network.open('fresh', { start: 'state' });
    network.link('full', 'fresh');
    await network.run(isAt(fresh, blockAt(height)));
    standsAt(fresh, blockAt(height));
    startedFromState(fresh);
    expect(fresh.penalties).toEqual([]);
    expect(fresh.sent.filter((type) => type === 'get-blocks').length).toBeGreaterThan(0);
    expect(fresh.events).toContainEqual(
      expect.objectContaining({ type: 'log', what: `started from the state at block ${pivot}` }),
    );
  });

  test.each(['blocks', 'auto'] as const)('that starts in mode %s executes all of a short chain', async (start) => {
    const network = openNetwork();
    await openServer(network, 'full');
    const fresh = await network.open('fresh', { start });
    network.link('full', 'fresh');
    await network.run(isAt(fresh, blockAt(height)));
    standsAt(fresh, blockAt(height));
    expect(fresh.node.snapshot().verifiedSince).toBe(0);
    expect(fresh.sent).not.toContain('get-state');
  });

  test('by itself starts from a state where that spares it 4,096 blocks', { timeout: 60_000 }, async () => {
    const long = forge.extend(forge.genesis, 4110);
    const hand = await driveByHand(forge, () => true);
    await hand.peerUp('p', farNow);
    for (const { bytes } of long.slice(0, 4101)) await hand.tell('p', { type: 'block', block: bytes }, farNow);
    const network = openNetwork();
    const short = await network.open('short', { store: hand.store });
    const executing = await network.open('executing');
    network.link('short', 'executing');
    await network.run(() => executing.sent.includes('get-blocks'));
    expect(executing.sent).not.toContain('get-state');
    await short.stop();
    for (const { bytes } of long.slice(4101)) await hand.tell('p', { type: 'block', block: bytes }, farNow);
    await network.open('longer', { store: hand.store });
    const fresh = await network.open('fresh');
    network.link('longer', 'fresh');
    await network.run(() => fresh.node.snapshot().height === 4110);
    expect(fresh.node.snapshot().verifiedSince).toBe(4105);
    // Five blocks: bodies are not even asked for before the state is there.
    expect(fresh.sent.filter((type) => type === 'get-blocks' || type === 'get-state')[0]).toBe('get-state');
  });

  test('that has executed a block goes on with its blocks', async () => {
    const network = openNetwork();
    await openServer(network, 'full');
    const store = openMemoryStore();
    const hand = await driveByHand(forge, () => true, { store });
    await hand.peerUp('p', farNow);
    await hand.tell('p', { type: 'block', block: blockAt(1).bytes }, farNow);
    const fresh = await network.open('fresh', { start: 'state', store });
    network.link('full', 'fresh');
    await network.run(isAt(fresh, blockAt(height)));
    expect(fresh.node.snapshot().verifiedSince).toBe(0);
  });

  test('says that it fetches a state while it does, and produces nothing meanwhile', async () => {
    const network = openNetwork();
    const states: string[] = [];
    await openServer(network, 'full', {
      bend: (message) => {
        if (message.type === 'state') states.push(fresh.node.snapshot().sync.state);
        return message;
      },
    });
    const fresh = await network.open('fresh', { start: 'state' });
    network.link('full', 'fresh');
    await network.run(isAt(fresh, blockAt(height)));
    expect(new Set(states)).toEqual(new Set(['snapshot']));
    expect(fresh.node.snapshot().sync.state).toBe('following');
  });
});

test('blocks that are executed while the state is on its way are left, with their records', async () => {
  const network = openNetwork();
  const aside = grow(forge.genesis, 1, 60_000n);
  const pushed = [...aside, ...chain.slice(0, 1)];
  let count = 0;
  await openServer(network, 'full', {
    bend: (message) => {
      const block = message.type === 'state' ? pushed[count++] : undefined;
      return block === undefined ? message : { type: 'block', block: block.bytes };
    },
  });
  const disk = createMemoryDisk();
  const fresh = await network.open('fresh', { start: 'state', store: openMemoryStore(disk) });
  network.link('full', 'fresh');
  await network.run(() => count > 1 && fresh.node.chain.head().height === 1);
  expect(disk.get('undo')?.size).toBeGreaterThan(0);
  await network.run(isAt(fresh, blockAt(height)));
  standsAt(fresh, blockAt(height));
  startedFromState(fresh);
  const left = [...(disk.get('header')?.keys() ?? [])].filter((key) => !key.startsWith('#'));
  expect(left.toSorted()[0]?.slice(0, 12)).toBe(pivot.toString(16).padStart(12, '0'));
  expect(disk.get('undo')?.size).toBe(height - pivot);
  const again = await network.open('again', { store: openMemoryStore(disk) });
  expect(again.loaded.how).toBe('restored');
  standsAt(again, blockAt(height));
});

describe('a node that started from a state', () => {
  const start = async (network: DrivenNetwork, options: DrivenOptions = {}): Promise<DrivenNode> => {
    await openServer(network, 'full');
    const fresh = await network.open('fresh', { start: 'state', ...options });
    network.link('full', 'fresh');
    await network.run(isAt(fresh, blockAt(height)));
    return fresh;
  };

  test('follows a heavier branch that parts above the pivot, and not one that parts below it', async () => {
    const network = openNetwork();
    const fresh = await start(network);
    const hand = await driveByHand(forge, () => true);
    await hand.peerUp('p', farNow);
    const branch = grow(blockAt(pivot + 2), 14, 30_000n);
    for (const { bytes } of [...chain.slice(0, pivot + 2), ...branch]) {
      await hand.tell('p', { type: 'block', block: bytes }, farNow);
    }
    await network.open('other', { store: hand.store });
    network.link('other', 'fresh');
    const tip = branch.at(-1) ?? forge.genesis;
    await network.run(isAt(fresh, tip));
    expect(new Map(fresh.node.chain.state.entries())).toEqual(new Map(tip.state.entries()));

    const below = grow(blockAt(pivot - 2), 30, 40_000n);
    const deep = await driveByHand(forge, () => true);
    await deep.peerUp('p', farNow);
    for (const { bytes } of [...chain.slice(0, pivot - 2), ...below]) {
      await deep.tell('p', { type: 'block', block: bytes }, farNow);
    }
    await network.open('deep', { store: deep.store });
    network.link('deep', 'fresh');
    await network.run(() => fresh.events.some(({ type }) => type === 'alarm'));
    expect(fresh.events).toContainEqual({
      type: 'alarm',
      name: 'apart-lighter',
      what: expect.stringContaining(`below block ${pivot}, from whose state this node started`) as string,
    });
    expect(fresh.node.chain.head().id).toBe(tip.id);
  });

  test('goes on, archives, and starts again where it was, with what it has verified', async () => {
    const disk = createMemoryDisk();
    const network = openNetwork();
    const fresh = await start(network, { store: openMemoryStore(disk) });
    for (const { bytes } of chain.slice(height)) {
      const hand = { type: 'block', block: bytes } as const satisfies Message;
      await fresh.stop();
      const again = await driveByHand(forge, () => true, { store: openMemoryStore(disk) });
      expect(again.loaded).toMatchObject({ how: 'restored', reason: undefined });
      await again.peerUp('p', farNow);
      await again.tell('p', hand, farNow);
    }
    const last = await network.open('again', { store: openMemoryStore(disk) });
    standsAt(last, blockAt(height + 20));
    expect(last.node.snapshot().verifiedSince).toBe(pivot + 1);
    expect(last.node.chain.tree.base().height).toBe(56);
  });

  test('serves others headers of all heights, bodies of those that it has, and states', async () => {
    const network = openNetwork();
    const first = await start(network);
    network.unlink('full', 'fresh');
    const second = await network.open('second', { start: 'state' });
    network.link('fresh', 'second');
    await network.run(isAt(second, blockAt(height)));
    standsAt(second, blockAt(height));
    startedFromState(second);
    expect(first.penalties).toEqual([]);
    expect(second.penalties).toEqual([]);
    const third = await network.open('third', { start: 'blocks' });
    network.link('fresh', 'third');
    await network.run(() => first.sent.filter((type) => type === 'blocks').length > 2);
    expect(third.node.chain.bestHeader().id).toBe(blockAt(height).id);
    expect(third.node.chain.head().height).toBe(0);
    network.link('full', 'third');
    await network.run(isAt(third, blockAt(height)));
  });

  test('with a damaged store begins anew and starts from a state again', async () => {
    for (const [table, keyOf] of [
      ['snapshot', (keys: readonly string[]) => keys[0]],
      ['meta', () => 'base'],
      ['meta', () => 'head'],
      ['header', (keys: readonly string[]) => keys.find((key) => key.startsWith('#ids'))],
      ['undo', (keys: readonly string[]) => keys.at(-1)],
    ] as const) {
      const disk = createMemoryDisk();
      const network = openNetwork();
      const fresh = await start(network, { store: openMemoryStore(disk) });
      await fresh.stop();
      const rows = disk.get(table);
      const key = keyOf([...(rows?.keys() ?? [])].sort());
      if (rows === undefined || key === undefined) throw new Error(`nothing to damage in ${table}`);
      rows.delete(key);
      const again = await network.open('again', { store: openMemoryStore(disk), start: 'state' });
      expect(again.loaded.how).toBe('rebuilt');
      expect(again.node.snapshot()).toMatchObject({ height: 0, verifiedSince: 0 });
      network.link('full', 'again');
      await network.run(isAt(again, blockAt(height)));
      standsAt(again, blockAt(height));
      startedFromState(again);
      await again.stop();
      const third = await network.open('third', { store: openMemoryStore(disk) });
      expect(third.loaded).toMatchObject({ how: 'restored' });
      standsAt(third, blockAt(height));
    }
  });

  test('and whose record of what it verified is damaged promises no more than it did', async () => {
    const disk = createMemoryDisk();
    const fresh = await start(openNetwork(), { store: openMemoryStore(disk) });
    await fresh.stop();
    for (const value of [Uint8Array.of(1), new Uint8Array(8).fill(0x1f), new Uint8Array(0)]) {
      disk.get('meta')?.set('executed-from', value);
      const again = await driveByHand(forge, () => true, { store: openMemoryStore(disk) });
      expect(again.loaded.how).toBe('restored');
      expect(again.node.snapshot().verifiedSince).toBe(pivot + 1);
    }
  });
});

describe('liars', () => {
  type Bend = (message: Message) => Message | undefined;
  const whenState =
    (change: (part: Uint8Array, count: number) => Uint8Array | undefined): Bend =>
    (message) => {
      if (message.type !== 'state') return message;
      const part = change(message.part, count++);
      return part === undefined ? undefined : { ...message, part };
    };
  let count = 0;

  test.each<[string, Bend, readonly (readonly string[])[]]>([
    [
      'whose parts have a bit turned',
      whenState((part, n) => flipBit(part, (n * 7919) % (8 * part.length))),
      [['liar', 'a part of the state that does not hold']],
    ],
    [
      'whose parts are cut',
      whenState((part) => part.slice(0, -1)),
      [['liar', 'a part of the state that does not hold']],
    ],
    ['that have nothing', whenState(() => new Uint8Array(0)), []],
    ['that never answer', whenState(() => undefined), []],
  ])('%s hold nobody up for long', async (_name, bend, penalties) => {
    count = 0;
    const network = openNetwork();
    await openServer(network, 'liar', { bend });
    const fresh = await network.open('fresh', { start: 'state' });
    network.link('liar', 'fresh');
    await network.run(() => fresh.sent.includes('get-state'));
    await openServer(network, 'full');
    network.link('full', 'fresh');
    await network.run(isAt(fresh, blockAt(height)), 10_000);
    standsAt(fresh, blockAt(height));
    startedFromState(fresh);
    expect(fresh.penalties.slice(0, 1)).toEqual(penalties);
    expect(fresh.penalties.filter(([peer]) => peer !== 'liar')).toEqual([]);
  });

  test('alone make it execute all blocks in the end', async () => {
    const network = openNetwork();
    await openServer(network, 'full', { bend: whenState(() => new Uint8Array(0)) });
    const fresh = await network.open('fresh', { start: 'state' });
    network.link('full', 'fresh');
    await network.run(() => fresh.sent.includes('get-state'));
    await network.run(isAt(fresh, blockAt(height)), 70_000);
    expect(fresh.node.snapshot().verifiedSince).toBe(0);
    const told = fresh.events.flatMap((event) => (event.type === 'log' && event.level === 'warn' ? [event.what] : []));
    expect(told.filter((what) => what.includes('could not be had (starved)'))).toHaveLength(3);
    expect(told.at(-1)).toContain('all blocks are fetched instead');
  });

  test('that claim a chain they never show hold the start up for two deadlines', async () => {
    const network = openNetwork();
    await openServer(network, 'full');
    await openServer(network, 'liar', {
      bend: (message) => {
        if (message.type === 'headers') return undefined;
        return message.type === 'status'
          ? { ...message, head: 'ab'.repeat(32), weight: 1n << 90n, height: 9999 }
          : message;
      },
    });
    const fresh = await network.open('fresh', { start: 'state' });
    network.link('liar', 'fresh');
    await network.run(() => fresh.sent.includes('get-headers'));
    network.link('full', 'fresh');
    await network.run(isAt(fresh, blockAt(height)), 12_000);
    startedFromState(fresh);
  });
});

describe('when the best chain turns away from the pivot', () => {
  test('another block is chosen, and the state is that of the chain that won', async () => {
    const network = openNetwork();
    let isHeld = true;
    await openServer(network, 'full', {
      bend: (message) => (message.type === 'state' && isHeld ? undefined : message),
    });
    const fresh = await network.open('fresh', { start: 'state' });
    network.link('full', 'fresh');
    await network.run(() => fresh.sent.includes('get-state'));
    const branch = grow(blockAt(40), 40, 50_000n);
    const hand = await driveByHand(forge, () => true);
    await hand.peerUp('p', farNow);
    for (const { bytes } of [...chain.slice(0, 40), ...branch]) {
      await hand.tell('p', { type: 'block', block: bytes }, farNow);
    }
    await network.open('other', { store: hand.store });
    network.link('other', 'fresh');
    isHeld = false;
    const tip = branch.at(-1) ?? forge.genesis;
    await network.run(isAt(fresh, tip));
    expect(new Map(fresh.node.chain.state.entries())).toEqual(new Map(tip.state.entries()));
    expect(fresh.node.snapshot().verifiedSince).toBe(73);
  });
});

test('a crash at any moment leaves a store that begins anew or is whole', async () => {
  const outcomes = new Set<string>();
  for (let crashAt = 1; crashAt <= 40; crashAt++) {
    const network = openNetwork();
    await openServer(network, 'full');
    const store = openCrashingStore();
    let commits = 0;
    const crash = { happened: false };
    let after = store;
    const fresh = await network.open('fresh', {
      start: 'state',
      store: {
        ...store,
        commit: (writes, durability) => {
          if (++commits !== crashAt) return store.commit(writes, durability);
          const lost = store.commit(writes, durability);
          after = store.crash((below) => (crashAt * 31) % below);
          crash.happened = true;
          return lost;
        },
      },
    });
    network.link('full', 'fresh');
    await network.run(() => crash.happened || fresh.node.snapshot().height === height);
    if (!crash.happened) break;
    await fresh.stop();
    const again = await network.open('again', { store: after, start: 'state' });
    const { verifiedSince, height: found } = again.node.snapshot();
    outcomes.add(`${again.loaded.how} ${verifiedSince}`);
    if (verifiedSince === 0) expect(found).toBe(0);
    else expect(found).toBeGreaterThanOrEqual(pivot);
    network.link('full', 'again');
    await network.run(isAt(again, blockAt(height)));
    standsAt(again, blockAt(height));
    startedFromState(again);
  }
  expect(outcomes).toContain(`restored ${pivot + 1}`);
  expect([...outcomes].some((outcome) => outcome.endsWith(' 0'))).toBe(true);
});
