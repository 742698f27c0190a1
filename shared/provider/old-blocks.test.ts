// Blocks whose headers have left memory are shown, searched and proved as all others; only that it takes the store.

import { beforeAll, describe, expect, test } from 'vitest';
import { checkProofBytes } from '../core/proof/index.ts';
import type { Transaction } from '../core/model/index.ts';
import {
  createForge,
  driveByHand,
  fixedWork,
  type ForgedBlock,
  type HandDrivenNode,
  loadSignatureCheck,
  testSpec,
  transferOf,
  walletOf,
  noMachine,
} from '../testing/index.ts';
import { blockMethods } from './block-methods.ts';
import { createChainIndex } from './chain-index.ts';
import type { Live } from './open-network.ts';
import { proofMethods } from './proof-methods.ts';
import { showBlock, showBlockListItem } from './show-block.ts';
import { readHex, showHex } from './show-transaction.ts';
import { createDroppedList, historyOf, txStatusOf } from './tx-status.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 16 });
const forge = createForge(spec);
const { chainId } = forge;
const [alice, bob] = [walletOf(1), walletOf(2)];
const now = spec.genesisTime + 1_000_000;

/** Somebody pays in every third block. */
const grow = (count: number): readonly ForgedBlock[] => {
  const blocks: ForgedBlock[] = [forge.genesis];
  for (let height = 1; height <= count; height++) {
    const on = blocks[height - 1] ?? forge.genesis;
    const terms = { chainId, nonce: Math.floor(height / 3) - 1 };
    const transactions = height % 3 === 0 ? [transferOf(alice, bob.address, 20_000n, terms)] : [];
    blocks.push(forge.build(on, { transactions }));
  }
  return blocks;
};

const blocks = grow(60);
const head = 60;
const base = 32;
const settled = head - spec.settleDepth;
const blockAt = (height: number): ForgedBlock => blocks[height] ?? forge.genesis;
const idsOf = (transactions: readonly Transaction[]): readonly string[] => transactions.map(({ id }) => showHex(id));

/** Of a branch that was left, and forgotten with the blocks below it. */
const [left = forge.genesis] = forge.extend(blockAt(9), 1, { producer: bob.publicKey });

let hand: HandDrivenNode;
let live: Live;
beforeAll(async () => {
  hand = await driveByHand(forge, () => true, { cacheBytesMax: 0 });
  await hand.peerUp('p', now);
  for (const { bytes } of [...blocks.slice(1, 11), left, ...blocks.slice(11)]) {
    await hand.tell('p', { type: 'block', block: bytes }, now);
  }
  const { node, store } = hand;
  expect([node.chain.tree.base().height, node.chain.head().height]).toEqual([base, head]);
  const running = { submit: () => Promise.reject(new Error('nothing is submitted')), stop: () => Promise.resolve() };
  const session = {
    spec,
    node,
    store,
    running,
    contracts: noMachine,
    hashRate: () => 0,
    close: () => Promise.resolve(),
  };
  const index = createChainIndex({ chain: node.chain, store });
  await index.catchUp();
  live = { network: { chainId, spec, relays: [] }, session, index };
});

const holder = {
  live: () => live,
  need: () => live,
  open: () => Promise.resolve(),
  change: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
const { block_get: blockGet, block_list: blockList } = blockMethods({ holder });
const heights = [0, 1, 2, 15, 30, base - 1, base, base + 1, 59, 60];

describe('blocks', () => {
  test.each(heights)('%i is given by height and by id', async (height) => {
    const expected = showBlock(blockAt(height).block, settled);
    expect(await blockGet({ height })).toEqual(expected);
    expect(await blockGet({ id: showHex(blockAt(height).id) })).toEqual(expected);
  });

  test('are listed over the base of the tree', async () => {
    const expected = blocks.map(({ block }) => showBlockListItem(block, settled)).reverse();
    expect(await blockList({ count: 1000 })).toEqual(expected);
    expect(await blockList({ from: 35, count: 10 })).toEqual(expected.slice(head - 35, head - 25));
  });

  test('that are not there are refused', async () => {
    await expect(blockGet({ height: 61 })).rejects.toThrow('There is no block at height 61');
    await expect(blockGet({ id: showHex(left.id) })).rejects.toThrow('knows no block');
  });
});

describe('transactions', () => {
  test.each([3, 30, 33, 60])('of block %i are found', async (height) => {
    const [transaction] = blockAt(height).block.transactions;
    const status = await txStatusOf(live, createDroppedList(), transaction?.id ?? '');
    expect(status).toMatchObject({
      status: 'included',
      height,
      blockId: showHex(blockAt(height).id),
      confirmations: head - height + 1,
    });
  });

  test('make the history of an account, page by page', async () => {
    const all = blocks.flatMap(({ block }) => idsOf(block.transactions)).reverse();
    const found: string[] = [];
    for (let cursor: string | undefined = undefined, pages = 0; pages < 9; pages++) {
      const page: Awaited<ReturnType<typeof historyOf>> = await historyOf(live, {
        account: bob.publicKey,
        cursor,
        count: 6,
      });
      found.push(...page.items.map(({ id }) => id));
      if (page.cursor === undefined) break;
      ({ cursor } = page);
    }
    expect(found).toEqual(all);
  });

  test.each([3, 24, 30, 57])('of block %i are proved with the headers above it', async (height) => {
    const [transaction] = blockAt(height).block.transactions;
    const { tx_prove: prove } = proofMethods({ holder, options: { signatureCheck: loadSignatureCheck } });
    const shown = await prove({ id: showHex(transaction?.id ?? '') });
    expect([shown.height, shown.blockId]).toEqual([height, showHex(blockAt(height).id)]);
    const confirmations = Math.min(spec.settleDepth, head - height);
    expect(checkProofBytes(readHex(shown.bytes), () => false)).toMatchObject({
      ok: true,
      value: { height, confirmations },
    });
  });
});

test('the index goes on from its pointer, and begins anew when it stood on a branch that is forgotten', async () => {
  const { chain } = hand.node;
  const pointerRow = async (): Promise<Uint8Array | undefined> => (await hand.store.getMany('index', ['pointer-1']))[0];
  const before = await pointerRow();
  await createChainIndex({ chain, store: hand.store }).catchUp();
  expect(await pointerRow()).toEqual(before);

  const strange = (before ?? new Uint8Array(0)).slice();
  strange.set(readHex(showHex(left.id)), strange.length - 32);
  await hand.store.commit([['index', 'pointer-1', strange]], 'strict');
  const index = createChainIndex({ chain, store: hand.store });
  await index.catchUp();
  expect(await pointerRow()).toEqual(before);
  const [transaction] = blockAt(3).block.transactions;
  expect(await index.find(transaction?.id ?? '')).toMatchObject({ height: 3 });
});
