// States of settled blocks for others: whole and right from memory and from the store, while the head goes on, and no more of them
// than one node may be made to serve.

import { beforeEach, describe, expect, test } from 'vitest';
import { fromHex } from '../bytes/index.ts';
import {
  createForge,
  createMemoryDisk,
  driveByHand,
  fixedWork,
  type ForgedBlock,
  type HandDrivenNode,
  inWords,
  type MemoryDisk,
  openMemoryStore,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import {
  createState,
  decodeStatePart,
  rootPrefix,
  type StatePart,
  statePartHolds,
  type TriePrefix,
} from '../state/index.ts';
import { decodeMessage, encodeMessage, type Message } from '../wire/index.ts';
import { mergeStoredUndo } from './merge-undo.ts';
import type { Effect } from './index.ts';
import { pivotHeight } from './serve-state.ts';

const forge = createForge(testSpec({ consensus: fixedWork(0), reorgLimit: 16 }));
const alice = walletOf(1);
const now = forge.spec.genesisTime + 1_000_000_000;

const grow = (from: ForgedBlock, count: number, amount = 20_000n): readonly ForgedBlock[] => {
  const blocks: ForgedBlock[] = [];
  for (let i = 0; i < count; i++) {
    const on = blocks.at(-1) ?? from;
    const terms = { chainId: forge.chainId, nonce: on.height };
    const to = walletOf(1000 + (on.height % 20)).address;
    blocks.push(forge.build(on, { transactions: [transferOf(alice, to, amount, terms)] }));
  }
  return blocks;
};
const chain = grow(forge.genesis, 140);
const blockAt = (at: number): ForgedBlock => (at === 0 ? forge.genesis : (chain[at - 1] ?? forge.genesis));

let disk: MemoryDisk;
let hand: HandDrivenNode;
const open = async (height: number, cacheBytesMax = 1 << 25): Promise<void> => {
  disk = createMemoryDisk();
  hand = await driveByHand(forge, () => true, { store: openMemoryStore(disk), cacheBytesMax });
  await hand.peerUp('p', now);
  for (const { bytes } of chain.slice(0, height)) await hand.tell('p', { type: 'block', block: bytes }, now);
};
beforeEach(() => open(60));

const questionOf = (block: string, prefix: TriePrefix = rootPrefix, request = 7): Message => ({
  type: 'get-state',
  request,
  block,
  prefix,
});

/** The parts that were sent; empty ones as `undefined`. */
const partsIn = (effects: readonly Effect[], peer = 'p'): readonly (StatePart | undefined)[] =>
  effects.flatMap((effect) => {
    if (effect.type !== 'send' || effect.peer !== peer) return [];
    const message = decodeMessage(effect.bytes);
    if (!message.ok || message.value.type !== 'state') return [];
    const part = decodeStatePart(message.value.part);
    return [part.ok ? part.value : undefined];
  });

const ask = async (block: ForgedBlock, at = now, prefix = rootPrefix) =>
  partsIn(await hand.tell('p', questionOf(block.id, prefix), at));

const isStateOf = (part: StatePart | undefined, { header, state }: ForgedBlock): void => {
  if (part === undefined) throw new Error('there is no part');
  expect(statePartHolds(fromHex(header.stateRoot) ?? new Uint8Array(0), part)).toBe(true);
  expect(new Map(part.entries)).toEqual(new Map(state.entries()));
  expect(createState(part.entries).root()).toBe(header.stateRoot);
};

describe('the block to start from', () => {
  test.each([
    [0, 0],
    [6, 0],
    [13, 0],
    [14, 8],
    [60, 48],
    [61, 48],
    [62, 56],
    [1000, 992],
  ])('of a best header at height %i is at %i', (best, expected) => {
    expect(pivotHeight(forge.spec, best)).toBe(expected);
  });
});

describe('a state', () => {
  test.each([32, 40, 48, 56])('of block %i is served as it was', async (height) => {
    const [part] = await ask(blockAt(height));
    isStateOf(part, blockAt(height));
  });

  test('whose blocks have left memory is made from the store', async () => {
    await open(60, 0);
    const effects = await hand.tell('p', questionOf(blockAt(48).id), now);
    expect(effects.some(({ type }) => type === 'merge-undo')).toBe(true);
    isStateOf(partsIn(effects)[0], blockAt(48));
  });

  test.each([
    ['that is no step', blockAt(47)],
    ['of the genesis block', blockAt(0)],
    ['nobody knows', blockAt(64)],
  ])('%s is not to be had', async (_name, block) => {
    expect(await ask(block)).toEqual([undefined]);
  });

  test('of a block too far down, or of another branch, is not to be had', async () => {
    await open(140);
    expect(await ask(blockAt(40))).toEqual([undefined]);
    const [part] = await ask(blockAt(136));
    isStateOf(part, blockAt(136));
    const other = grow(blockAt(130), 7, 30_000n);
    for (const { bytes } of other) await hand.tell('p', { type: 'block', block: bytes }, now);
    expect(await ask(other[5] ?? forge.genesis)).toEqual([undefined]);
  });

  test('stays the same while the head goes on, and leaves memory when it is too old', async () => {
    expect(await ask(blockAt(48))).toHaveLength(1);
    for (const { bytes } of chain.slice(60, 80)) await hand.tell('p', { type: 'block', block: bytes }, now);
    const [part] = await ask(blockAt(48));
    isStateOf(part, blockAt(48));
    for (const { bytes } of chain.slice(80)) await hand.tell('p', { type: 'block', block: bytes }, now);
    expect(await ask(blockAt(48))).toEqual([undefined]);
  });

  test('of whose blocks the store has lost a record is not to be had', async () => {
    await open(60, 0);
    disk.get('undo')?.delete(blockAt(50).id);
    expect(await ask(blockAt(48))).toEqual([undefined]);
    disk.get('undo')?.set(blockAt(50).id, Uint8Array.of(9));
    expect(await ask(blockAt(48), now + 60_000)).toEqual([undefined]);
    const [part] = await ask(blockAt(56), now + 120_000);
    isStateOf(part, blockAt(56));
  });
});

describe('while the store is read', () => {
  /** The question, and what the driver has to do for it. */
  const begin = (): Extract<Effect, { type: 'merge-undo' }> => {
    const { node } = hand;
    const event = { type: 'message', peer: 'p', bytes: encodeQuestion(blockAt(48).id) } as const;
    const merge = node.handle({ type: 'network', event }, now).find(({ type }) => type === 'merge-undo');
    if (merge?.type !== 'merge-undo') throw new Error('nothing is read');
    return merge;
  };
  const encodeQuestion = (block: string): Uint8Array => encodeMessage(questionOf(block));

  test('others that ask wait too, the head moves, and all are answered', async () => {
    await open(60, 5000); // the newest few blocks are in memory
    await hand.peerUp('q', now);
    const merge = begin();
    expect(partsIn(await hand.tell('q', questionOf(blockAt(48).id), now), 'q')).toEqual([]);
    const input = await mergeStoredUndo((call) => call(hand.store), merge);
    for (const { bytes } of chain.slice(60, 62)) await hand.tell('p', { type: 'block', block: bytes }, now);
    const effects = await hand.give(input, now);
    isStateOf(partsIn(effects)[0], blockAt(48));
    isStateOf(partsIn(effects, 'q')[0], blockAt(48));
  });

  test('and the head turns to another branch, there is nothing, and the next question begins anew', async () => {
    await open(60, 0);
    const merge = begin();
    const input = await mergeStoredUndo((call) => call(hand.store), merge);
    for (const { bytes } of grow(blockAt(55), 8, 30_000n)) {
      await hand.tell('p', { type: 'block', block: bytes }, now);
    }
    expect(hand.node.chain.head().height).toBe(63);
    expect(partsIn(await hand.give(input, now))).toEqual([undefined]);
    const [part] = await ask(blockAt(48), now + 60_000);
    isStateOf(part, blockAt(48));
  });
});

describe('bounds', () => {
  test('a lower block cannot take the place of a higher one that is being asked for', async () => {
    await ask(blockAt(48));
    const [higher] = await ask(blockAt(56), now + 1);
    isStateOf(higher, blockAt(56));
    expect(await ask(blockAt(48), now + 29_000)).toEqual([undefined]);
    isStateOf((await ask(blockAt(56), now + 29_000))[0], blockAt(56));
    expect(await ask(blockAt(48), now + 58_000)).toEqual([undefined]);
    isStateOf((await ask(blockAt(48), now + 60_000))[0], blockAt(48));
  });

  test('nobody is sent more than so many bytes at once, and more only with time', async () => {
    const drain = async (peer: string, at: number): Promise<number> => {
      await hand.peerUp(peer, at);
      for (let count = 0; ; count++) {
        const [part] = partsIn(await hand.tell(peer, questionOf(blockAt(48).id), at), peer);
        if (part === undefined) return count;
      }
    };
    const answered = await drain('q', now);
    expect(answered).toBeGreaterThan(400);
    expect(answered).toBeLessThan(600);
    expect(partsIn(await hand.tell('q', questionOf(blockAt(48).id), now + 100), 'q')).toEqual([undefined]);
    expect(partsIn(await hand.tell('q', questionOf(blockAt(48).id), now + 1000), 'q')[0]).toBeDefined();
  });

  test('a place that the trie does not have is answered with nothing', async () => {
    expect(await ask(blockAt(48), now, { depth: 256, path: 'ff'.repeat(32) })).toEqual([undefined]);
    expect(inWords(await hand.tell('p', questionOf(blockAt(48).id), now))).toEqual(['send p state']);
  });
});
