// The index against a chain that grows, changes its mind, and starts again: it never says what the chain does not.

import { beforeEach, expect, test } from 'vitest';
import { type Chain, createChain } from '../core/chain/index.ts';
import { encodeBlock, type Transaction } from '../core/model/index.ts';
import type { Store } from '../core/node/index.ts';
import {
  type BlockForge,
  createForge,
  createMemoryDisk,
  fixedWork,
  type ForgedBlock,
  openMemoryStore,
  recordOf,
  testSpec,
  transferOf,
  walletOf,
} from '../testing/index.ts';
import { type ChainIndex, createChainIndex } from './chain-index.ts';
import { placeText } from './index-records.ts';

const [alice, bob, carol] = [walletOf(1), walletOf(2), walletOf(3)];
const spec = testSpec({ consensus: fixedWork(0) });

let forge: BlockForge;
let chain: Chain;
let store: Store;
let index: ChainIndex;

const freshChain = (): Chain =>
  createChain({
    spec,
    genesis: forge.genesisOf(),
    engine: forge.engine,
    signatureCheck: () => true,
    isVerified: () => true,
  });

beforeEach(() => {
  forge = createForge(spec);
  chain = freshChain();
  store = openMemoryStore(createMemoryDisk());
  index = createChainIndex({ chain, store });
});

/** Takes blocks into the chain, and their bodies into the store, as the node does. */
const take = async (blocks: readonly ForgedBlock[], into = chain): Promise<void> => {
  for (const { block, bytes } of blocks) {
    const node = into.acceptHeader(block, Number.MAX_SAFE_INTEGER);
    if (!node.ok) throw new Error(node.error.type);
    const body = into.acceptBody(node.value, block);
    if (!body.ok) throw new Error(body.error.type);
    into.advance();
    await store.commit([['body', block.id, encodeBlock(block, block.transactions)]], 'relaxed');
    expect(bytes).toEqual(encodeBlock(block, block.transactions));
  }
};

const chainOf = (
  count: number,
  from: ForgedBlock,
  transactionsAt: Readonly<Record<number, readonly Transaction[]>>,
) => {
  const blocks: ForgedBlock[] = [];
  for (let parent = from; blocks.length < count;) {
    parent = forge.build(parent, { transactions: transactionsAt[parent.height + 1] ?? [] });
    blocks.push(parent);
  }
  return blocks;
};

const pay = (from: typeof alice, to: typeof alice, nonce = 0) =>
  transferOf(from, to.address, 5n, { chainId: forge.chainId, nonce });

const historyOf = async (who: typeof alice, after = '', count = 10) =>
  (await index.history(who.publicKey, after, count)).map(({ height, position }) => [height, position]);

test('finds transactions by id and by both accounts, newest first', async () => {
  const [first, second] = [pay(alice, bob), pay(bob, carol)];
  const third = recordOf(alice, Uint8Array.of(1), { chainId: forge.chainId, nonce: 1 });
  await take(chainOf(5, forge.genesis, { 2: [first], 4: [second, third] }));
  await index.catchUp();
  expect(await index.find(first.id)).toMatchObject({ height: 2, position: 0 });
  expect(await index.find(third.id)).toMatchObject({ height: 4, position: 1 });
  expect(await historyOf(alice)).toEqual([
    [4, 1],
    [2, 0],
  ]);
  expect(await historyOf(bob)).toEqual([
    [4, 0],
    [2, 0],
  ]);
  expect(await historyOf(bob, placeText(4, 0))).toEqual([[2, 0]]);
  expect(await historyOf(bob, '', 1)).toEqual([[4, 0]]);
  expect(await historyOf(walletOf(9))).toEqual([]);
});

test('answers the same before it has caught up', async () => {
  const [first, second] = [pay(alice, bob), pay(alice, carol, 1)];
  const blocks = chainOf(6, forge.genesis, { 2: [first], 5: [second] });
  await take(blocks.slice(0, 3));
  await index.catchUp();
  await take(blocks.slice(3));
  const ask = async () => [await index.find(first.id), await index.find(second.id), await historyOf(alice)];
  const before = await ask();
  expect(before[2]).toEqual([
    [5, 0],
    [2, 0],
  ]);
  await index.catchUp();
  expect(await ask()).toEqual(before);
});

test('a reorganisation takes places back and gives new ones', async () => {
  const [payment, only] = [pay(alice, bob), pay(carol, bob)];
  await take(chainOf(3, forge.genesis, { 1: [payment], 2: [only] }));
  await index.catchUp();
  const heavier = chainOf(5, forge.genesis, { 4: [payment] });
  await take(heavier);
  const ask = async () => [await index.find(payment.id), await index.find(only.id), await historyOf(bob)];
  const expected = [expect.objectContaining({ height: 4 }), undefined, [[4, 0]]];
  expect(await ask()).toEqual(expected);
  await index.catchUp();
  expect(await ask()).toEqual(expected);
  const rows = await store.scan('index', '', 100);
  // pointer, the place, two accounts: nothing of the old branch is left lying
  expect(rows).toHaveLength(4);
});

test('many calls at once catch up once, and none of them is lost', async () => {
  const blocks = chainOf(80, forge.genesis, { 70: [pay(alice, bob)] });
  const asked: Promise<void>[] = [];
  for (const block of blocks) {
    await take([block]);
    asked.push(index.catchUp());
  }
  await Promise.all(asked);
  const rows = await store.scan('index', 'pointer', 1);
  const again = createChainIndex({ chain, store });
  await again.catchUp();
  expect(await store.scan('index', 'pointer', 1)).toEqual(rows);
  expect(await historyOf(bob)).toEqual([[70, 0]]);
});

test('goes on from its pointer after a restart, and undoes what the chain has left meanwhile', async () => {
  const [payment, only] = [pay(alice, bob), pay(carol, bob)];
  const old = chainOf(3, forge.genesis, { 2: [only] });
  await take(old);
  await index.catchUp();
  chain = freshChain();
  await take(chainOf(4, forge.genesis, { 3: [payment] }));
  await take(old); // known to the tree, and lighter
  index = createChainIndex({ chain, store });
  await index.catchUp();
  expect(await index.find(only.id)).toBeUndefined();
  expect(await historyOf(bob)).toEqual([[3, 0]]);
});

test('an index that stands on a block nobody knows is made anew', async () => {
  await take(chainOf(3, forge.genesis, { 2: [pay(alice, bob)] }));
  await index.catchUp();
  chain = freshChain();
  await take(chainOf(2, forge.genesis, { 1: [pay(carol, bob)] }));
  index = createChainIndex({ chain, store });
  await index.catchUp();
  expect(await historyOf(bob)).toEqual([[1, 0]]);
  expect(await historyOf(alice)).toEqual([]);
  expect(await store.scan('index', '', 100)).toHaveLength(4);
});

test('a store that fails is told to the caller, and later it goes on', async () => {
  await take(chainOf(2, forge.genesis, { 1: [pay(alice, bob)] }));
  let broken = true;
  const failing: Store = {
    ...store,
    commit: (writes, durability) =>
      broken ? Promise.reject(new Error('disk gone')) : store.commit(writes, durability),
  };
  index = createChainIndex({ chain, store: failing });
  await expect(index.catchUp()).rejects.toThrow('disk gone');
  broken = false;
  await index.catchUp();
  expect(await historyOf(alice)).toEqual([[1, 0]]);
});
