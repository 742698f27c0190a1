// What a start makes of a store that is damaged: it says so, executes again what it has, and mends the store. Whatever
// is missing, the state it ends with is that of its head.

import { describe, expect, test } from 'vitest';
import { createForge, driveByHand, inWords, testSpec, walletOf } from '../../testing/index.ts';
import { decodeChanges, encodeChanges } from '../state/index.ts';
import { loadChain } from './load-chain.ts';
import { createMemoryDisk, type MemoryDisk, openMemoryStore } from './memory-store.ts';
import type { StoreTable } from './ports.ts';
import { blockWrites, headerKey, headWrite, snapshotWrites } from './records.ts';

// A limit so low that a short chain has a snapshot with undo records on both sides of it.
const forge = createForge(testSpec({ reorgLimit: 16 }));
const blocks = forge.extend(forge.genesis, 20, { producer: walletOf(8).publicKey });
const snapshotHeight = 12;
const signatureCheck = (): boolean => true;

const load = (disk: MemoryDisk) => {
  const { spec, engine } = forge;
  const now = spec.genesisTime + 3_600_000;
  return loadChain({ spec, engine, signatureCheck, store: openMemoryStore(disk), now });
};

/** The disk of a node that has executed all blocks, one commit each. */
const storedChain = async (): Promise<MemoryDisk> => {
  const disk = createMemoryDisk();
  const store = openMemoryStore(disk);
  const { chain } = await load(disk);
  for (const { block } of blocks) {
    const header = chain.acceptHeader(block, Number.MAX_SAFE_INTEGER);
    if (!header.ok || !chain.acceptBody(header.value, block).ok) throw new Error('the forge made a wrong block');
    const { change } = chain.advance();
    if (change === undefined) throw new Error('the head did not move');
    const snapshot =
      change.to.height === snapshotHeight ? snapshotWrites(chain.state, change.to, undefined).writes : [];
    await store.commit([...change.applied.flatMap(blockWrites), headWrite(change.to), ...snapshot], 'strict');
  }
  return disk;
};

const idAt = (height: number): string => blocks[height - 1]?.id ?? '';

test('a store that is whole is restored, an empty one begins with the genesis block', async () => {
  const loaded = await load(await storedChain());
  expect([loaded.how, loaded.chain.head().id, loaded.reason]).toEqual(['restored', idAt(20), undefined]);
  expect((await load(createMemoryDisk())).how).toBe('fresh');
});

const snapshotKeyOf = (chunk: number): string => `${headerKey(snapshotHeight, idAt(snapshotHeight))}-${chunk}`;

/** A pointer as it is stored, with another count of chunks. */
const pointerWith = (disk: MemoryDisk, chunks: number): Uint8Array => {
  const pointer = new Uint8Array(disk.get('meta')?.get('snapshot') ?? []);
  new DataView(pointer.buffer).setUint32(pointer.length - 4, chunks);
  return pointer;
};

interface Damage {
  readonly name: string;
  readonly at: readonly [table: StoreTable, key: string];
  /** what stands there instead; nothing, if not given */
  readonly value?: (disk: MemoryDisk) => Uint8Array;
  /** height of the head that can be had without peers; 20 if not given */
  readonly height?: number;
}

/** The last byte belongs to the last value, so this can be read as well as the truth. */
const otherChanges = (disk: MemoryDisk): Uint8Array => {
  const changes = new Uint8Array(disk.get('undo')?.get(idAt(20)) ?? []);
  return changes.map((byte, index) => (index === changes.length - 1 ? byte ^ 1 : byte));
};

const noise = (): Uint8Array => new Uint8Array([1, 2, 3]);

const damages: readonly Damage[] = [
  { name: 'no head', at: ['meta', 'head'] },
  { name: 'a head that cannot be read', at: ['meta', 'head'], value: noise },
  { name: 'a snapshot pointer that cannot be read', at: ['meta', 'snapshot'], value: noise },
  {
    name: 'a snapshot pointer that names four billion chunks',
    at: ['meta', 'snapshot'],
    value: (disk) => pointerWith(disk, 0xffff_ffff),
  },
  { name: 'a chunk of the snapshot missing', at: ['snapshot', snapshotKeyOf(0)] },
  { name: 'a chunk of the snapshot that cannot be read', at: ['snapshot', snapshotKeyOf(0)], value: noise },
  { name: 'changes above the snapshot missing', at: ['undo', idAt(15)] },
  { name: 'changes of the head that are others', at: ['undo', idAt(20)], value: otherChanges },
  { name: 'changes below the snapshot missing, which a reorganisation would need', at: ['undo', idAt(11)] },
  { name: 'changes below the snapshot that cannot be read', at: ['undo', idAt(11)], value: noise },
  { name: 'a body missing', at: ['body', idAt(10)], height: 9 },
  { name: 'a body that cannot be read', at: ['body', idAt(10)], value: noise, height: 9 },
  { name: 'a header missing', at: ['header', headerKey(10, idAt(10))], height: 9 },
  { name: 'a header that cannot be read', at: ['header', headerKey(10, idAt(10))], value: noise, height: 9 },
];

describe.each(damages)('a store with $name', ({ at: [table, key], value, height = 20 }) => {
  test('is rebuilt, says why, and is whole afterwards', async () => {
    const disk = await storedChain();
    expect(disk.get(table)?.has(key)).toBe(true);
    if (value === undefined) disk.get(table)?.delete(key);
    else disk.get(table)?.set(key, value(disk));
    const loaded = await load(disk);
    expect(loaded.how).toBe('rebuilt');
    expect(loaded.reason).toBeDefined();
    expect(loaded.chain.head().id).toBe(idAt(height));
    expect(loaded.chain.state.root()).toBe(blocks[height - 1]?.state.root());
    const again = await load(disk);
    expect([again.how, again.chain.head().id]).toEqual(['restored', idAt(height)]);
  });
});

test('changes that do not lead back are found by a reorganisation, told, and mended by the next start', async () => {
  const disk = await storedChain();
  const undo = decodeChanges(disk.get('undo')?.get(idAt(20)) ?? new Uint8Array());
  if (!undo.ok) throw new Error('the changes of the head cannot be read');
  const others = undo.value.map((change) => ({ ...change, before: change.before?.map((byte) => byte ^ 1) }));
  disk.get('undo')?.set(idAt(20), encodeChanges(others));
  const branch = forge.extend(blocks[18] ?? forge.genesis, 2);
  const tip = branch[1]?.id;
  const hear = async () => {
    const hand = await driveByHand(forge, signatureCheck, { store: openMemoryStore(disk) });
    const now = forge.spec.genesisTime + 3_600_000;
    await hand.peerUp('p', now);
    const effects = [];
    for (const { bytes } of branch) effects.push(...(await hand.tell('p', { type: 'block', block: bytes }, now)));
    const alarms = inWords(effects).filter((word) => word.startsWith('alarm'));
    return { how: hand.loaded.how, head: hand.node.chain.head().id, alarms };
  };
  const first = await hear();
  expect([first.how, first.head]).toEqual(['restored', idAt(20)]);
  expect(first.alarms[0]).toMatch(/is damaged; a reload mends it/);
  expect(await hear()).toEqual({ how: 'rebuilt', head: tip, alarms: [] });
});
