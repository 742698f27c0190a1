// Blocks from peers: who is told what, who loses points, and who does not.

import { describe, expect, test } from 'vitest';
import {
  blockOf,
  createForge,
  driveByHand,
  type ForgedBlock,
  inWords,
  loadSignatureCheck,
  recordOf,
  testBlockTimeMs,
  testSpec,
  transferOf,
  walletOf,
  withOtherSignature,
} from '../../testing/index.ts';
import { encodeBlock, type Transaction, zeroHex32 } from '../model/index.ts';
import type { Message } from '../wire/index.ts';
import type { Effect } from './index.ts';

const check = await loadSignatureCheck();

const forge = createForge(testSpec());
const { chainId } = forge;
const alice = walletOf(1);
const pay = (nonce: number): Transaction => transferOf(alice, walletOf(2).address, 5n, { chainId, nonce });
const now = forge.spec.genesisTime + 1_000_000;

const wholeBlock = ({ bytes }: ForgedBlock): Message => ({ type: 'block', block: bytes });
const drive = async (peers: readonly string[] = ['p', 'q']) => {
  const hand = await driveByHand(forge, check);
  for (const peer of peers) await hand.peerUp(peer, now);
  return hand;
};

const verdicts = (effects: readonly Effect[]): readonly string[] =>
  inWords(effects).filter((word) => /^(judge|penalise|publish)/.test(word));

const first = forge.build(forge.genesis, { transactions: [pay(0)] });

describe('a good block', () => {
  test('by gossip is accepted and left to gossip; by a stream it is published', async () => {
    const [byGossip, byStream] = [await drive(), await drive()];
    expect(verdicts(await byGossip.gossip('p', wholeBlock(first), now))).toEqual(['judge accept']);
    expect(verdicts(await byStream.tell('p', wholeBlock(first), now))).toEqual(['publish block']);
    for (const { node } of [byGossip, byStream]) expect(node.chain.head().id).toBe(first.id);
  });

  test('twice is ignored the second time', async () => {
    const hand = await drive();
    await hand.gossip('p', wholeBlock(first), now);
    expect(verdicts(await hand.gossip('q', wholeBlock(first), now))).toEqual(['judge ignore']);
  });

  test('is committed before anybody hears of it', async () => {
    const hand = await drive();
    const effects = await hand.gossip('p', wholeBlock(first), now);
    const at = (type: Effect['type']) => effects.findIndex((effect) => effect.type === type);
    expect(at('commit')).toBeGreaterThanOrEqual(0);
    expect(at('commit')).toBeLessThan(effects.findIndex((e) => e.type === 'event' && e.event.type === 'head'));
  });

  test('that comes too early is held, costs nobody anything, and is taken when its time has come', async () => {
    const hand = await drive();
    const early = first.header.time - 30_001;
    const effects = await hand.gossip('p', wholeBlock(first), early);
    expect(verdicts(effects)).toEqual(['judge ignore']);
    expect(hand.node.chain.head().height).toBe(0);
    expect(effects.findLast((effect) => effect.type === 'wake-at')).toEqual({ type: 'wake-at', time: early + 1 });
    await hand.give({ type: 'tick' }, early + 1);
    expect(hand.node.chain.head().id).toBe(first.id);
  });

  test('whose parent is unknown makes us ask its sender, and costs nobody anything', async () => {
    const hand = await drive();
    const second = forge.build(first);
    const words = inWords(await hand.gossip('q', wholeBlock(second), now));
    expect(words).toEqual(['send q get-headers', 'judge ignore']);
  });

  test('announced is fetched from whoever announced it', async () => {
    const hand = await drive();
    for (const peer of ['p', 'q']) {
      await hand.tell(peer, { type: 'status', head: chainId, height: 0, weight: 0n }, now);
    }
    const words = inWords(await hand.gossip('q', { type: 'announce', header: first.block }, now));
    expect(words).toEqual(['send q get-blocks', 'judge accept']);
  });
});

describe('a bad block', () => {
  const badSignature = forge.build(first, { transactions: [withOtherSignature(pay(1), new Uint8Array(64))] });
  const badState = forge.build(first, { lie: { stateRoot: zeroHex32 } });

  test.each([
    ['that is no block', { type: 'block', block: new Uint8Array(9) } as const],
    ['with another body', { type: 'block', block: encodeBlock(first.block, []) } as const],
    ['without a seal', wholeBlock(forge.build(forge.genesis, { unsealed: true }))],
    ['of another height', wholeBlock(forge.build(forge.genesis, { lie: { height: 5 } }))],
  ])('%s costs its sender all, by gossip and by stream', async (_name, message) => {
    const hand = await drive();
    const byGossip = verdicts(await hand.gossip('p', message, now));
    expect(byGossip).toEqual([expect.stringMatching(/^penalise p 100/), 'judge reject']);
    expect(verdicts(await hand.tell('q', message, now))).toEqual([expect.stringMatching(/^penalise q 100/)]);
    await hand.gossip('p', wholeBlock(first), now);
    expect(hand.node.chain.head().id).toBe(first.id);
  });

  test('whose signatures are wrong is passed on to nobody', async () => {
    const hand = await drive();
    await hand.tell('p', wholeBlock(first), now);
    expect(verdicts(await hand.tell('p', wholeBlock(badSignature), now))).toEqual(['penalise p 100 block-signature']);
    expect(hand.node.chain.head().id).toBe(first.id);
  });

  test('that only execution finds out costs the one nothing who passed it on, nor those who pass on more of it', async () => {
    const hand = await drive();
    await hand.gossip('p', wholeBlock(first), now);
    expect(verdicts(await hand.gossip('p', wholeBlock(badState), now))).toEqual(['judge accept']);
    expect(verdicts(await hand.tell('q', wholeBlock(badState), now))).toEqual([]);
    expect(verdicts(await hand.gossip('q', wholeBlock(forge.build(badState)), now))).toEqual(['judge ignore']);
    expect(hand.node.chain.head().id).toBe(first.id);
  });

  test('served as a part of a chain of its own costs the one who serves it', async () => {
    const hand = await drive();
    await hand.gossip('p', wholeBlock(first), now);
    await hand.gossip('p', wholeBlock(badState), now);
    const claim = { type: 'status', head: 'ee'.repeat(32), height: 9, weight: 1_000_000n } as const;
    const asked = await hand.tell('q', claim, now);
    expect(inWords(asked)).toContain('send q get-headers');
    const headers = [first.block, badState.block, forge.build(badState).block];
    const words = inWords(await hand.tell('q', { type: 'headers', request: 1, headers }, now));
    expect(words).toContain('penalise q 20 header-known-invalid');
  });

  test('in an answer that came too late for it costs nobody anything', async () => {
    const hand = await drive(['p']);
    const child = forge.build(badState);
    const headers = [first.block, badState.block, child.block];
    await hand.tell('p', { type: 'status', head: child.id, height: 3, weight: 10_000n }, now);
    await hand.tell('p', { type: 'headers', request: 1, headers }, now);
    await hand.gossip('p', wholeBlock(first), now);
    await hand.gossip('p', wholeBlock(badState), now);
    const blocks = [first, badState, child].map(({ bytes }) => bytes);
    expect(verdicts(await hand.tell('p', { type: 'blocks', request: 2, blocks }, now))).toEqual([]);
    expect(hand.node.chain.tree.get(child.id)?.status).toBe('invalid');
  });
});

describe('transactions', () => {
  test('come back when their block gives way, and go when it returns', async () => {
    const hand = await drive();
    const mine = forge.build(forge.genesis, { transactions: [pay(0), pay(1)] });
    await hand.gossip('p', wholeBlock(mine), now);
    expect(hand.node.mempool.count()).toBe(0);
    const theirs = forge.extend(forge.genesis, 2, { producer: walletOf(5).publicKey });
    for (const block of theirs) await hand.gossip('q', wholeBlock(block), now);
    expect(hand.node.chain.head().id).toBe(theirs[1]?.id);
    expect(hand.node.mempool.list().map(({ transaction }) => transaction.id)).toEqual([pay(0).id, pay(1).id]);
    const back = forge.extend(mine, 2);
    const effects = [];
    for (const block of back) effects.push(...(await hand.gossip('p', wholeBlock(block), now)));
    expect(hand.node.mempool.count()).toBe(0);
    const told = effects.flatMap((e) => (e.type === 'event' && e.event.type === 'transaction' ? [e.event.status] : []));
    expect(told).toEqual(['included', 'included']);
  });

  test('that the other branch has too stay in, those it made impossible are dropped', async () => {
    const hand = await drive();
    const rival = recordOf(alice, new Uint8Array(3), { chainId, nonce: 0 });
    await hand.gossip('p', wholeBlock(forge.build(forge.genesis, { transactions: [pay(0), pay(1)] })), now);
    const theirs = [forge.build(forge.genesis, { transactions: [rival, pay(1)], time: first.header.time })];
    theirs.push(forge.build(theirs[0] ?? forge.genesis));
    const effects = [];
    for (const block of theirs) effects.push(...(await hand.gossip('q', wholeBlock(block), now)));
    expect(hand.node.mempool.count()).toBe(0);
    const dropped = effects.flatMap((e) =>
      e.type === 'event' && e.event.type === 'transaction' && e.event.status === 'dropped' ? [e.event] : [],
    );
    expect(dropped).toMatchObject([{ id: pay(0).id, reason: 'nonce-too-low' }]);
  });

  test('that wait are sent to a peer once, however often it asks', async () => {
    const hand = await drive();
    await hand.gossip('p', { type: 'transactions', transactions: [pay(0).bytes] }, now);
    expect(inWords(await hand.tell('q', { type: 'get-mempool' }, now))).toContain('send q transactions');
    expect(inWords(await hand.tell('q', { type: 'get-mempool' }, now))).not.toContain('send q transactions');
  });

  test('under a known id and a wrong signature cost their sender points and enter nothing', async () => {
    const hand = await drive();
    const forged = withOtherSignature(pay(0), pay(1).signature);
    expect(verdicts(await hand.gossip('q', { type: 'transactions', transactions: [forged.bytes] }, now))).toEqual([
      'penalise q 50 signature-invalid',
      'judge reject',
    ]);
    await hand.gossip('p', { type: 'transactions', transactions: [pay(0).bytes] }, now);
    const block = blockOf(first.block, [forged]);
    expect(verdicts(await hand.gossip('q', { type: 'block', block: encodeBlock(block, [forged]) }, now))).toEqual([
      'penalise q 100 block-transaction-root',
      'judge reject',
    ]);
    expect(hand.node.mempool.count()).toBe(1);
  });
});

describe('a heavier chain from below the reorg limit', () => {
  const limit = 3;
  const strict = createForge(testSpec({ reorgLimit: limit }));
  const late = strict.spec.genesisTime + 100 * testBlockTimeMs;

  test('raises one alarm that names both, and the node stays', async () => {
    const hand = await driveByHand(strict, check);
    await hand.peerUp('p', late);
    const mine = strict.extend(strict.genesis, 6);
    for (const block of mine) await hand.gossip('p', wholeBlock(block), late);
    const theirs = strict.extend(strict.genesis, 9, { producer: alice.publicKey });
    const claim = { type: 'status', head: theirs[8]?.id ?? '', height: 9, weight: 10_000n } as const;
    const alarms = [];
    for (let request = 1; request <= 3; request++) {
      await hand.tell('p', claim, late);
      const headers = theirs.map(({ block }) => block);
      const effects = await hand.tell('p', { type: 'headers', request, headers }, late);
      alarms.push(...inWords(effects).filter((word) => word.startsWith('alarm')));
    }
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toContain(hand.node.chain.head().id.slice(0, 12));
    expect(alarms[0]).toContain(theirs[8]?.id.slice(0, 12));
    expect(hand.node.chain.head().id).toBe(mine[5]?.id);
  });

  test('whose lower part we have raises one alarm that names both', async () => {
    const hand = await driveByHand(strict, check);
    await hand.peerUp('p', late);
    const theirs = strict.extend(strict.genesis, 9, { producer: alice.publicKey });
    const mine = strict.extend(strict.genesis, 4);
    const alarms = [];
    for (const block of [...mine.slice(0, 3), ...theirs.slice(0, 2), ...mine.slice(3), ...theirs.slice(2)]) {
      const words = inWords(await hand.gossip('p', wholeBlock(block), late));
      alarms.push(...words.filter((word) => word.startsWith('alarm')));
    }
    expect(hand.node.chain.head().id).toBe(mine[3]?.id);
    expect(alarms).toHaveLength(1);
    for (const { id } of [mine[3], theirs[3], strict.genesis].filter((block) => block !== undefined)) {
      expect(alarms[0]).toContain(id.slice(0, 12));
    }
  });
});
