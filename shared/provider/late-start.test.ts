// A node that started from the state of a settled block says what of the chain it does not have, and shows all the rest.

import { beforeAll, describe, expect, test } from 'vitest';
import { checkProofBytes } from '../core/proof/index.ts';
import {
  createDrivenNetwork,
  createForge,
  driveByHand,
  fixedWork,
  type ForgedBlock,
  loadSignatureCheck,
  openMemoryStore,
  testSpec,
  transferOf,
  walletOf,
  noMachine,
} from '../testing/index.ts';
import type { Store } from '../core/node/index.ts';
import { blockMethods } from './block-methods.ts';
import { exportChain } from './chain-methods.ts';
import { createChainIndex } from './chain-index.ts';
import { pointerKey } from './index-records.ts';
import type { ProviderParts } from './methods.ts';
import type { Live } from './open-network.ts';
import { proofMethods } from './proof-methods.ts';
import { readHex, showAccount, showHex } from './show-transaction.ts';
import { createDroppedList, historyOf, txStatusOf } from './tx-status.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 16 });
const forge = createForge(spec);
const { chainId } = forge;
const [alice, bob] = [walletOf(1), walletOf(2)];
const height = 60;
const pivot = 48;

const blocks: ForgedBlock[] = [forge.genesis];
for (let at = 1; at <= height; at++) {
  const pay = transferOf(alice, bob.address, 20_000n, { chainId, nonce: at - 1 });
  blocks.push(forge.build(blocks[at - 1] ?? forge.genesis, { transactions: [pay] }));
}
const blockAt = (at: number): ForgedBlock => blocks[at] ?? forge.genesis;
const paidIn = (at: number): string => blockAt(at).block.transactions[0]?.id ?? '';

let live: Live;
let index: ReturnType<typeof createChainIndex>;
let store: Store;
beforeAll(async () => {
  const network = createDrivenNetwork(forge, () => true);
  const hand = await driveByHand(forge, () => true);
  await hand.peerUp('p', network.now());
  for (const { bytes } of blocks.slice(1)) await hand.tell('p', { type: 'block', block: bytes }, network.now());
  await network.open('full', { store: hand.store });
  store = openMemoryStore();
  const fresh = await network.open('fresh', { start: 'state', store });
  index = createChainIndex({ chain: fresh.node.chain, store });
  await index.catchUp(); // it stands at the genesis block, as in a node that has just begun
  network.link('full', 'fresh');
  await network.run(() => fresh.node.chain.head().height === height);
  await index.catchUp();
  const running = { submit: () => Promise.reject(new Error('nothing is submitted')), stop: () => Promise.resolve() };
  const session = {
    spec,
    node: fresh.node,
    store,
    running,
    contracts: noMachine,
    hashRate: () => 0,
    close: () => Promise.resolve(),
  };
  live = { network: { chainId, spec, relays: [] }, session, index };
});

const holder: ProviderParts['holder'] = {
  live: () => live,
  need: () => live,
  open: () => Promise.resolve(),
  change: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

describe('blocks', () => {
  const { block_get: blockGet, block_list: blockList } = blockMethods({ holder });

  test.each([1, 20, pivot - 1, pivot])('%i was never here, and that is what it says', async (at) => {
    await expect(blockGet({ height: at })).rejects.toMatchObject({
      code: 4040,
      data: { reason: 'history-not-kept' },
      message: expect.stringContaining(`started from the proved state of block ${pivot}`) as string,
    });
  });

  test('above it, and the genesis block, are shown', async () => {
    for (const at of [0, pivot + 1, height]) {
      expect(await blockGet({ height: at })).toMatchObject({ height: at, id: showHex(blockAt(at).id) });
    }
    const listed = await blockList({ count: 100 });
    expect(listed.map((block) => block.height)).toEqual([...Array.from({ length: 12 }, (_, i) => height - i), 0]);
  });
});

describe('transactions', () => {
  test('of what was executed are found; the index has read nothing below it', async () => {
    const [pointer] = await store.getMany('index', [pointerKey]);
    expect(pointer).toBeDefined();
    expect(await index.find(paidIn(pivot + 1))).toMatchObject({ height: pivot + 1 });
    expect(await index.find(paidIn(pivot))).toBeUndefined();
    expect(await txStatusOf(live, createDroppedList(), paidIn(pivot))).toMatchObject({ status: 'unknown' });
    const { items } = await historyOf(live, { account: bob.publicKey, cursor: undefined, count: 100 });
    expect(items.map((item) => item.height)).toEqual(Array.from({ length: height - pivot }, (_, i) => height - i));
  });

  test('are proved, or it says why not', async () => {
    const { tx_prove: txProve, account_prove: accountProve } = proofMethods({
      holder,
      options: { signatureCheck: loadSignatureCheck },
    });
    const proof = await txProve({ id: showHex(paidIn(pivot + 2)) });
    expect(checkProofBytes(readHex(proof.bytes), () => false)).toMatchObject({ ok: true });
    await expect(txProve({ id: showHex(paidIn(3)) })).rejects.toMatchObject({
      code: 4040,
      data: { reason: 'history-not-kept' },
    });
    expect((await accountProve({ address: showAccount(bob.publicKey) })).height).toBe(height);
  });
});

test('the chain cannot be saved as a file', async () => {
  await expect(exportChain(live, () => undefined)).rejects.toMatchObject({
    code: 4090,
    data: { reason: 'history-not-kept' },
  });
});
