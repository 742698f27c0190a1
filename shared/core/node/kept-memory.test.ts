// What a node keeps of the blocks that pass through it: a header each, and no body beside the bounded caches.

import { describe, expect, test } from 'vitest';
import {
  createForge,
  createInlineSealer,
  driveByHand,
  loadSignatureCheck,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import type { Effect } from './index.ts';
import { keepNewest } from './parts.ts';

const check = await loadSignatureCheck();

const forge = createForge(testSpec());
const { chainId, spec } = forge;
const now = spec.genesisTime + 1_000_000;
const pay = transferOf(walletOf(1), walletOf(2).address, 5n, { chainId, nonce: 0 });

/** Whole blocks that a node of the tree holds. */
const keptBodies = (node: object): readonly unknown[] =>
  Object.values(node).filter((kept) => typeof kept === 'object' && kept !== null && 'transactions' in kept);

describe('of a block the tree keeps the header alone', () => {
  test.each(['gossip', 'tell'] as const)('that came with a payment by %s', async (way) => {
    const { id, bytes } = forge.build(forge.genesis, { transactions: [pay] });
    const hand = await driveByHand(forge, check);
    await hand.peerUp('p', now);
    await hand[way]('p', { type: 'block', block: bytes }, now);
    const head = hand.node.chain.head();
    expect(head.id).toBe(id);
    expect(keptBodies(head)).toEqual([]);
  });

  test('that it produced itself', async () => {
    const hand = await driveByHand(forge, check);
    const command = { type: 'start-producing', producer: walletOf(3).publicKey, intensityPermille: 1000 } as const;
    const effects = await hand.give({ type: 'command', number: 1, command }, now);
    const seal = effects.find((effect): effect is Extract<Effect, { type: 'seal' }> => effect.type === 'seal');
    if (seal === undefined) throw new Error('nothing is to be sealed');
    const nonce = await new Promise<Uint8Array>((found) => {
      createInlineSealer().start(seal.task, 1000, found);
    });
    await hand.give({ type: 'sealed', sealDigest: seal.task.sealDigest, nonce }, now);
    const head = hand.node.chain.head();
    expect(head.height).toBe(1);
    expect(keptBodies(head)).toEqual([]);
  });
});

test('a set of the newest forgets the oldest', () => {
  const members = new Set<number>();
  for (let member = 0; member < 25; member++) keepNewest(members, member, 10);
  expect([...members]).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
  keepNewest(members, 20, 10);
  expect(members.size).toBe(10);
});

test('of blocks whose time has not come 64 are held', async () => {
  const hand = await driveByHand(forge, check);
  await hand.peerUp('p', now);
  const later = now + 10_000_000;
  for (let i = 0; i < 70; i++) {
    const { bytes } = forge.build(forge.genesis, { time: later + i });
    await hand.gossip('p', { type: 'block', block: bytes }, now);
  }
  expect(hand.node.chain.tree.count()).toBe(1);
  await hand.give({ type: 'tick' }, later + 70);
  expect(hand.node.chain.tree.count()).toBe(1 + 64);
});
