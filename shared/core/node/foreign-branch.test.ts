// Chains that part from ours further down than the reorg limit: a person hears of one that is really there, on the heavier
// side and on the lighter, however far down it parts; nobody hears of what was only claimed, or has cost next to nothing.

import { describe, expect, test } from 'vitest';
import {
  authoritySpec,
  type BlockForge,
  createForge,
  driveByHand,
  fixedWork,
  type ForgedBlock,
  type HandDrivenNode,
  loadSignatureCheck,
  testSpec,
  walletOf,
} from '../../testing/index.ts';
import type { SealedHeader } from '../model/index.ts';
import { decodeMessage } from '../wire/index.ts';
import type { Effect } from './index.ts';

const check = await loadSignatureCheck();
const reorgLimit = 16;
const rival = walletOf(2);

interface Scene {
  readonly forge: BlockForge;
  readonly hand: HandDrivenNode;
  readonly ours: readonly ForgedBlock[];
  readonly now: number;
}

const withOurs = async (forge: BlockForge, ours: readonly ForgedBlock[]): Promise<Scene> => {
  const hand = await driveByHand(forge, check);
  const now = forge.spec.genesisTime + 1_000_000_000;
  await hand.peerUp('friend', now);
  for (const { bytes } of ours) await hand.tell('friend', { type: 'block', block: bytes }, now);
  expect(hand.node.chain.head().height).toBe(ours.length);
  return { forge, hand, ours, now };
};

const work = (): BlockForge => createForge(testSpec({ consensus: fixedWork(0), reorgLimit }));

/** Proof of authority with one signer. */
const clubOf = (signer: number): BlockForge =>
  createForge(authoritySpec({ signers: [walletOf(signer).publicKey] }, { reorgLimit, settleDepth: 8 }));

const sceneOf = (height: number): Promise<Scene> => {
  const forge = work();
  return withOurs(forge, forge.extend(forge.genesis, height));
};

interface Peer {
  /** what it says that its chain weighs */
  readonly weight: bigint;
  readonly height: number;
  readonly headers: readonly SealedHeader[];
  /** in one answer */
  readonly atOnce?: number;
}

/** A peer claims it and answers from its own chain for two minutes; returns the alarms, and what it lost. */
const meet = async ({ hand, now: begin }: Scene, { weight, height, headers, atOnce = 2000 }: Peer) => {
  const alarms: string[] = [];
  const penalties: string[] = [];
  let now = begin;
  const head = headers.at(-1)?.id ?? '';
  const answer = async (effects: readonly Effect[]): Promise<void> => {
    for (const effect of effects) {
      if (effect.type === 'event' && effect.event.type === 'alarm')
        alarms.push(`${effect.event.name ?? ''}: ${effect.event.what}`);
      if (effect.type === 'penalise') penalties.push(effect.reason);
      const message = effect.type === 'send' && effect.peer === 'other' ? decodeMessage(effect.bytes) : undefined;
      if (message?.ok !== true || message.value.type !== 'get-headers') continue;
      const { locator, request } = message.value;
      const known = headers.findLastIndex(({ id }) => locator.includes(id));
      const next = headers.slice(known + 1, known + 1 + atOnce);
      await answer(await hand.tell('other', { type: 'headers', request, headers: next }, now));
    }
  };
  await answer(await hand.peerUp('other', now));
  for (let round = 0; round < 60; round++) {
    now += 2000;
    await answer(await hand.tell('other', { type: 'status', head, height, weight }, now));
    await answer(await hand.give({ type: 'tick' }, now));
  }
  return { alarms, penalties };
};

const sealedOf = (blocks: readonly ForgedBlock[]): readonly SealedHeader[] => blocks.map(({ block }) => block);
/** A whole chain of the rival's, from the block of ours at this height on. */
const rivalFrom = ({ forge, ours }: Scene, parting: number, count: number): readonly ForgedBlock[] => [
  ...ours.slice(0, parting),
  ...forge.extend(ours[parting - 1] ?? forge.genesis, count, { producer: rival.publicKey }),
];
const peerOf = ({ forge }: Scene, chain: readonly ForgedBlock[]): Peer => ({
  weight: BigInt(chain.length) * forge.engine.weight((chain.at(-1) ?? forge.genesis).header),
  height: chain.length,
  headers: sealedOf(chain),
});

describe('a person hears, once,', () => {
  test.each([
    ['on the heavier side', 60, 40, /^apart-heavier: .* ours weighs more/],
    ['on the lighter side', 60, 90, /^apart-lighter: .* the other one weighs more/],
  ])('%s', async (_, ourLength, theirLength, standing) => {
    const scene = await sceneOf(ourLength);
    // 36 blocks below our head: further than the limit, and not yet out of the tree.
    const met = await meet(scene, peerOf(scene, rivalFrom(scene, 36, theirLength - 36 + 20)));
    expect(met).toEqual({ alarms: [expect.stringMatching(standing)], penalties: [] });
    expect(met.alarms[0]).toContain('above block 36');
    expect(scene.hand.node.chain.head().height).toBe(ourLength);
  });

  test.each([2000, 7])('of one that parts where our headers have left memory, %i headers at once', async (atOnce) => {
    const scene = await sceneOf(120);
    expect(scene.hand.node.chain.tree.base().height).toBeGreaterThan(40);
    for (const parting of [40, 0]) {
      const other = rivalFrom(scene, parting, 50);
      const { alarms } = await meet(scene, { ...peerOf(scene, other), atOnce });
      expect(alarms).toEqual([expect.stringContaining(`above block ${parting}:`)]);
      expect(alarms[0]).toContain('ours weighs more');
    }
  });

  test('of signers that this chain knows', async () => {
    const forge = clubOf(1);
    const scene = await withOurs(forge, forge.extend(forge.genesis, 60, { wallet: walletOf(1) }));
    const { ours } = scene;
    const later = forge.build(ours[19] ?? forge.genesis, { wallet: walletOf(1), time: ours[40]?.header.time ?? 0 });
    const other = [...ours.slice(0, 20), later, ...forge.extend(later, 25, { wallet: walletOf(1) })];
    const { alarms } = await meet(scene, peerOf(scene, other));
    expect(alarms).toEqual([expect.stringContaining('above block 20:')]);
  });
});

describe('nobody hears', () => {
  test('of a weight that is only claimed, with headers that nobody has sealed', async () => {
    const scene = await sceneOf(60);
    const unsealed = createForge(testSpec({ consensus: fixedWork(2), reorgLimit }));
    const lies = unsealed.extend(unsealed.genesis, 40, { unsealed: true });
    const { forge, ours } = scene;
    const bare = forge.build(ours[19] ?? forge.genesis, { producer: rival.publicKey });
    for (const headers of [sealedOf(lies), sealedOf([...ours.slice(0, 20), bare])]) {
      const { alarms } = await meet(scene, { weight: 1n << 80n, height: 1000, headers });
      expect(alarms).toEqual([]);
    }
  });

  test('of one that is short enough to come over by itself', async () => {
    const scene = await sceneOf(60);
    expect(await meet(scene, peerOf(scene, rivalFrom(scene, 30, reorgLimit)))).toEqual({ alarms: [], penalties: [] });
  });

  test('of a long one that weighs next to nothing beside ours', async () => {
    // Each of ours takes hundreds of hashes, each of theirs the one that its seal shows.
    const forge = createForge(testSpec({ consensus: fixedWork(2), reorgLimit }));
    const scene = await withOurs(forge, forge.extend(forge.genesis, 40));
    const easy = { kind: 'pow', target: 'f'.repeat(64) } as const;
    let at = scene.ours[9] ?? forge.genesis;
    const cheap = Array.from({ length: 40 }, () => {
      at = forge.build(at, { producer: rival.publicKey, lie: { consensus: easy } });
      return at;
    });
    const headers = sealedOf([...scene.ours.slice(0, 10), ...cheap]);
    expect((await meet(scene, { weight: 1n << 80n, height: 50, headers })).alarms).toEqual([]);
  });
});

test.each([
  ['of seals by a key that this chain has never let sign', 9, 0],
  ['but of the same by one that signs here', 1, 1],
])('nobody hears %s', async (_, key, times) => {
  const forge = clubOf(1);
  const scene = await withOurs(forge, forge.extend(forge.genesis, 60, { wallet: walletOf(1) }));
  const ours = scene.ours.slice(0, 20);
  // Headers of another chain, which stand on a block of ours and say that they are of this one.
  const strange = clubOf(key);
  let parent = ours.at(-1)?.id ?? '';
  const theirs = strange.extend(strange.genesis, 65, { wallet: walletOf(key) }).slice(20);
  const lied = theirs.map((block) => {
    const one = strange.build(block.parent ?? block, {
      wallet: walletOf(key),
      lie: { chainId: forge.chainId, parent, gasUsed: 1 },
    });
    parent = one.id;
    return one.block;
  });
  const headers = [...sealedOf(ours), ...lied];
  const { alarms } = await meet(scene, { weight: 1000n, height: 1000, headers });
  expect(alarms).toHaveLength(times);
});
