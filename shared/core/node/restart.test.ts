// Opening what a store holds: fresh, restored, mended. Whatever was damaged, the chain that comes back is a part of the
// one that a node which never stopped has, and its next blocks are accepted.

import { beforeAll, describe, expect, test } from 'vitest';
import {
  createForge,
  createMemoryDisk,
  driveByHand,
  type ForgedBlock,
  type HandDrivenNode,
  inWords,
  loadSignatureCheck,
  type MemoryDisk,
  openMemoryStore,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { rememberedCheck } from '../../testing/simulation/index.ts';
import { createState, decodeChanges, encodeChanges } from '../state/index.ts';
import type { Effect, StoreTable } from './index.ts';

const check = rememberedCheck(await loadSignatureCheck());

const limit = 20;
const forge = createForge(testSpec({ reorgLimit: limit }));
const now = forge.spec.genesisTime + 10_000_000;
const alice = walletOf(1);

/** Each block pays somebody, so that every state is another. */
const grow = (from: ForgedBlock, count: number, amount = 1n): readonly ForgedBlock[] => {
  const blocks: ForgedBlock[] = [];
  for (let i = 0; i < count; i++) {
    const on = blocks.at(-1) ?? from;
    const terms = { chainId: forge.chainId, nonce: on.height };
    const to = walletOf(30 + (i % 7)).address;
    blocks.push(forge.build(on, { transactions: [transferOf(alice, to, amount, terms)] }));
  }
  return blocks;
};

const chainOf = grow(forge.genesis, 45);
const blockAt = (height: number): ForgedBlock =>
  height === 0 ? forge.genesis : (chainOf[height - 1] ?? forge.genesis);

const open = (disk: MemoryDisk, cacheBytesMax?: number): Promise<HandDrivenNode> =>
  driveByHand(forge, check, {
    store: openMemoryStore(disk),
    ...(cacheBytesMax === undefined ? {} : { cacheBytesMax }),
  });

const feed = async (hand: HandDrivenNode, blocks: readonly ForgedBlock[]): Promise<readonly Effect[]> => {
  const effects: Effect[] = [];
  await hand.peerUp('p', now);
  for (const { bytes } of blocks) effects.push(...(await hand.tell('p', { type: 'block', block: bytes }, now)));
  return effects;
};

const diskOf = async (blocks: readonly ForgedBlock[]): Promise<MemoryDisk> => {
  const disk = createMemoryDisk();
  await feed(await open(disk), blocks);
  return disk;
};

/** The chain stands at this block, with its state and nothing else, and goes on from there; gives the block it went on with. */
const standsAt = async (hand: HandDrivenNode, at: ForgedBlock): Promise<ForgedBlock> => {
  const { chain } = hand.node;
  expect(chain.head().id).toBe(at.id);
  expect(new Map(chain.state.entries())).toEqual(new Map(at.state.entries()));
  expect(chain.state.root()).toBe(createState(at.state.entries()).root());
  const next = forge.build(at, { producer: walletOf(3).publicKey });
  await feed(hand, [next]);
  expect(chain.head().id).toBe(next.id);
  return next;
};

const rowsOf = (disk: MemoryDisk, table: StoreTable): Map<string, Uint8Array> =>
  disk.get(table) ?? new Map<string, Uint8Array>();

describe('opening a store', () => {
  test('that is empty gives the genesis block', async () => {
    const hand = await open(createMemoryDisk());
    expect(hand.loaded).toMatchObject({ how: 'fresh', reason: undefined, snapshot: undefined });
    await standsAt(hand, forge.genesis);
  });

  test.each([1, 5, 9, 10, 11, 25, 45])(
    'after %i blocks gives the chain of a node that never stopped',
    async (count) => {
      const hand = await open(await diskOf(chainOf.slice(0, count)));
      expect(hand.loaded).toMatchObject({ how: 'restored', reason: undefined });
      expect(hand.loaded.snapshot === undefined).toBe(count < limit / 2);
      await standsAt(hand, blockAt(count));
    },
  );

  test('again and again, a few blocks at a time, gives the same', async () => {
    const disk = createMemoryDisk();
    for (let count = 0; count < 45; count += 4) {
      const hand = await open(disk);
      expect(hand.loaded.how).toBe(count === 0 ? 'fresh' : 'restored');
      await feed(hand, chainOf.slice(count, count + 4));
    }
    await standsAt(await open(disk), blockAt(45));
  });

  test('whose head left a branch behind knows both, and follows the other when it grows', async () => {
    const aside = grow(blockAt(20), 3, 9n);
    const disk = await diskOf([...chainOf.slice(0, 22), ...aside]);
    const hand = await open(disk);
    expect(hand.loaded).toMatchObject({ how: 'restored' });
    expect(hand.node.chain.head().id).toBe(aside[2]?.id);
    expect(hand.node.chain.tree.get(blockAt(22).id)).toBeDefined();
    await feed(hand, chainOf.slice(20, 25));
    const next = await standsAt(hand, blockAt(25));
    await standsAt(await open(disk), next);
  });

  test('whose snapshot stands on a branch that was left replays down and up', async () => {
    const aside = grow(blockAt(16), 4, 9n); // the snapshot at 20 stands on this branch
    const disk = await diskOf([...chainOf.slice(0, 16), ...aside, ...chainOf.slice(16, 22)]);
    const hand = await open(disk);
    expect(hand.loaded).toMatchObject({ how: 'restored', snapshot: { height: 20, id: aside[3]?.id } });
    await standsAt(hand, blockAt(22));
  });

  test('forgets undo records that no reorganisation may use, and needs them not', async () => {
    const disk = await diskOf(chainOf);
    const kept = chainOf.filter(({ id }) => rowsOf(disk, 'undo').has(id)).map(({ height }) => height);
    expect(kept).toEqual(Array.from({ length: 45 - 15 }, (_, i) => i + 16)); // from the base of the tree on
    await standsAt(await open(disk), blockAt(45));
  });

  test('with caches that hold nothing reorganises to the reorg limit and restarts there', async () => {
    const disk = createMemoryDisk();
    const hand = await open(disk, 0);
    await feed(hand, chainOf.slice(0, 30));
    const aside = grow(blockAt(12), 19, 9n);
    await feed(hand, aside);
    const next = await standsAt(hand, aside[18] ?? forge.genesis);
    await standsAt(await open(disk), next);
  });
});

type Damage = (disk: MemoryDisk) => void;

const change =
  (table: StoreTable, key: (disk: MemoryDisk) => string, to: (old: Uint8Array) => Uint8Array | undefined): Damage =>
  (disk) => {
    const rows = rowsOf(disk, table);
    const name = key(disk);
    const old = rows.get(name);
    if (old === undefined) throw new Error(`no ${table} ${name} to damage`);
    const next = to(old);
    if (next === undefined) rows.delete(name);
    else rows.set(name, next);
  };

const gone = (): undefined => undefined;
const cut = (old: Uint8Array): Uint8Array => old.slice(0, old.length >> 1);
const garbage = (): Uint8Array => new Uint8Array([1, 2, 3]);
const flipped = (old: Uint8Array): Uint8Array => old.map((byte, i) => (i === old.length - 20 ? byte ^ 1 : byte));
/** In the balance of the first account: behind the key of 65 letters with its length, and the length of the value. */
const balanceTurned = (old: Uint8Array): Uint8Array => old.map((byte, i) => (i === 67 + 4 + 3 ? byte ^ 1 : byte));
const headerKeyAt =
  (height: number) =>
  (disk: MemoryDisk): string =>
    [...rowsOf(disk, 'header').keys()].find((key) => key.endsWith(blockAt(height).id)) ?? '';
const idAt = (height: number) => (): string => blockAt(height).id;
const both =
  (...all: readonly Damage[]): Damage =>
  (disk) => {
    for (const one of all) one(disk);
  };

/** With another count of chunks. */
const fourBillionChunks = (old: Uint8Array): Uint8Array => {
  const pointer = old.slice();
  new DataView(pointer.buffer).setUint32(pointer.length - 4, 0xffff_ffff);
  return pointer;
};
/** The last byte belongs to the last value, so this can be read as well as the truth. */
const otherChanges = (old: Uint8Array): Uint8Array => old.map((byte, i) => (i === old.length - 1 ? byte ^ 1 : byte));
const first =
  (table: StoreTable, prefix: string) =>
  (disk: MemoryDisk): string =>
    [...rowsOf(disk, table).keys()].sort().find((key) => key.startsWith(prefix)) ?? '';

const headless = 'the head record is missing or damaged';
const gap = 'headers are missing';
const archive = 'the archive of old headers is damaged';
const snapshot = 'the state snapshot is damaged';
const unfit = 'the state does not fit the head';
const recent = 'recent blocks are missing or damaged';

describe('a damaged store', () => {
  const count = 45; // a snapshot at 40, undo records from 16 on, where the tree begins
  const base = 16;
  const from = count - limit + 1;
  const aside = grow(blockAt(from), limit + 1, 9n);
  let whole: MemoryDisk;
  beforeAll(async () => {
    whole = await diskOf(chainOf.slice(0, count));
  });
  const damages: readonly (readonly [name: string, reason: string, height: number, damage: Damage])[] = [
    ['the head record gone', headless, count, change('meta', () => 'head', gone)],
    ['the head record cut', headless, count, change('meta', () => 'head', cut)],
    ['a head that is no block', gap, count, change('meta', () => 'head', flipped)],
    [
      'a head of another height',
      gap,
      count,
      change(
        'meta',
        () => 'head',
        (old) => old.with(2, 9),
      ),
    ],
    ['the last header gone', gap, count, change('header', headerKeyAt(count), gone)],
    ['the last header cut', gap, count, change('header', headerKeyAt(count), cut)],
    ['a bit of a header turned', gap, count, change('header', headerKeyAt(26), flipped)],
    [
      'a header gone and its body too',
      gap,
      25,
      both(change('header', headerKeyAt(26), gone), change('body', idAt(26), gone)),
    ],
    ['the base record gone', gap, count, change('meta', () => 'base', gone)],
    ['the base record cut', archive, count, change('meta', () => 'base', cut)],
    ['a bit of the base record turned', archive, count, change('meta', () => 'base', flipped)],
    ['the header of the base gone', archive, count, change('header', headerKeyAt(base), gone)],
    ['the header of the base cut', archive, count, change('header', headerKeyAt(base), cut)],
    ['the archived ids gone', archive, count, change('header', first('header', '#ids'), gone)],
    ['the archived ids cut', archive, count, change('header', first('header', '#ids'), cut)],
    ['a bit of the archived ids turned', archive, count, change('header', first('header', '#ids'), flipped)],
    [
      'all of the archive gone',
      gap,
      count,
      both(
        change('meta', () => 'base', gone),
        change('header', first('header', '#ids'), gone),
        change('header', first('header', '#headers'), gone),
      ),
    ],
    [
      'an old body and the archived ids gone',
      archive,
      4,
      both(change('header', first('header', '#ids'), cut), change('body', idAt(5), gone)),
    ],
    ['the snapshot pointer cut', snapshot, count, change('meta', () => 'snapshot', cut)],
    ['a snapshot of four billion chunks', snapshot, count, change('meta', () => 'snapshot', fourBillionChunks)],
    ['the snapshot pointer gone', 'the state snapshot is missing', count, change('meta', () => 'snapshot', gone)],
    ['a chunk of the snapshot gone', snapshot, count, change('snapshot', first('snapshot', ''), gone)],
    ['a chunk of the snapshot cut', snapshot, count, change('snapshot', first('snapshot', ''), cut)],
    ['garbage in the snapshot', snapshot, count, change('snapshot', first('snapshot', ''), garbage)],
    ['a bit of the snapshot turned', unfit, count, change('snapshot', first('snapshot', ''), balanceTurned)],
    ['an undo record gone', unfit, count, change('undo', idAt(43), gone)],
    ['an undo record cut', unfit, count, change('undo', idAt(43), cut)],
    ['garbage in an undo record', unfit, count, change('undo', idAt(43), garbage)],
    ['an undo record that is another', unfit, count, change('undo', idAt(45), otherChanges)],
    ['an undo record gone that only a reorganisation needs', recent, count, change('undo', idAt(38), gone)],
    ['a recent body gone', recent, 31, change('body', idAt(32), gone)],
    ['a recent body cut', recent, 31, change('body', idAt(32), cut)],
    ['a bit of a body turned', recent, 31, change('body', idAt(32), flipped)],
    ['the body of another block', recent, 31, change('body', idAt(32), () => blockAt(33).bytes)],
    [
      'snapshot and undo records gone',
      'the state snapshot is missing',
      count,
      both(
        change('meta', () => 'snapshot', gone),
        change('undo', idAt(43), gone),
        change('undo', idAt(20), gone),
      ),
    ],
  ];

  test.each(damages)('%s: %s; it stands at %i', async (_name, reason, height, damage) => {
    const disk: MemoryDisk = new Map([...whole].map(([table, rows]) => [table, new Map(rows)]));
    damage(disk);
    const hand = await open(disk);
    expect(hand.loaded).toMatchObject({ how: 'rebuilt', reason });
    expect(hand.node.chain.head().height).toBe(height);

    // What was mended stays mended, and may be reorganised.
    const again = await open(disk);
    expect(again.loaded).toMatchObject({ how: 'restored', reason: undefined });
    await feed(again, chainOf.slice(height, count));
    expect(again.node.chain.head().id).toBe(blockAt(count).id);
    await feed(again, aside);
    expect(again.node.chain.head().height).toBe(from + limit + 1);
    await standsAt(again, aside.at(-1) ?? forge.genesis);
  });

  test('a header beside our chain that has changed is left out, and nothing else', async () => {
    const aside = grow(blockAt(20), 3, 9n);
    const disk = await diskOf([...chainOf.slice(0, 22), ...aside, ...chainOf.slice(20, 25)]);
    const key = [...rowsOf(disk, 'header').keys()].find((name) => name.endsWith(aside[2]?.id ?? '-')) ?? '';
    rowsOf(disk, 'header').set(key, flipped(rowsOf(disk, 'header').get(key) ?? new Uint8Array(0)));
    const hand = await open(disk);
    expect(hand.loaded).toMatchObject({ how: 'restored', reason: undefined });
    expect(hand.node.chain.tree.count()).toBe(1 + 25 + 2);
    await standsAt(hand, blockAt(25));
  });

  test('old bodies are read only when they are needed: a node starts without them', async () => {
    const long = grow(forge.genesis, 70);
    const disk = await diskOf(long);
    rowsOf(disk, 'body').delete(long[2]?.id ?? '');
    const hand = await open(disk);
    expect(hand.loaded.how).toBe('restored');
    await standsAt(hand, long[69] ?? forge.genesis);
  });

  test('changes that do not lead back are found by a reorganisation, told, and mended by the next start', async () => {
    const disk = await diskOf(chainOf.slice(0, 22));
    const undo = decodeChanges(rowsOf(disk, 'undo').get(blockAt(22).id) ?? new Uint8Array());
    if (!undo.ok) throw new Error('the changes of the head cannot be read');
    const others = undo.value.map((one) => ({ ...one, before: one.before?.map((byte) => byte ^ 1) }));
    rowsOf(disk, 'undo').set(blockAt(22).id, encodeChanges(others));
    const branch = grow(blockAt(21), 2, 9n);
    const hear = async () => {
      const hand = await open(disk);
      const alarms = inWords(await feed(hand, branch)).filter((word) => word.startsWith('alarm'));
      return { how: hand.loaded.how, head: hand.node.chain.head().id, alarms };
    };
    const heard = await hear();
    expect([heard.how, heard.head]).toEqual(['restored', blockAt(22).id]);
    expect(heard.alarms[0]).toMatch(/is damaged; a reload mends it/);
    expect(await hear()).toEqual({ how: 'rebuilt', head: branch[1]?.id, alarms: [] });
  });
});
