// Attacks on the chain: a branch that is kept back, a majority of the work, headers and bytes in masses, bodies that never
// come, times that lie.

import type { ForgedBlock } from '../testing/index.ts';
import { transferOf, walletOf } from '../testing/index.ts';
import { blockMessage } from './arena.ts';
import { everyKind, honestOrder, networkOf } from './arena-network.ts';
import { type Attack, ignored, leftAside, refused, type Stage, taken } from './attack.ts';
import { honestChain } from './payment-attacks.ts';

/** Blocks beside those that others find on the same parent. */
const lateBranch = ({ arena }: Stage, tip: ForgedBlock, count: number): readonly ForgedBlock[] => {
  const first = arena.forge.build(tip, { time: tip.header.time + 1500 });
  return [first, ...arena.forge.extend(first, count - 1)];
};

const selfishMining: Attack = {
  name: 'selfish-mining',
  about: 'a miner keeps its blocks back and shows them when others have worked in vain',
  kinds: ['pow'],
  spec: networkOf,
  play: async (stage) => {
    const { arena } = stage;
    const tip = await honestChain(stage, 3);
    const secret = lateBranch(stage, tip, 3);
    await honestChain(stage, 2, tip);
    await stage.step(
      'three blocks that were kept back, against two honest ones: the heavier chain is followed, which no rule can forbid',
      taken,
      async () => {
        for (const block of secret) await arena.gossip(blockMessage(block));
      },
      () => arena.heads().every((head) => head === secret.at(-1)?.id),
    );
  },
};

const majority: Attack = {
  name: 'majority',
  about: 'somebody with more work than all others takes a payment back',
  kinds: ['pow'],
  spec: networkOf,
  play: async (stage) => {
    const { arena } = stage;
    const { forge } = arena;
    const tip = await honestChain(stage, 2);
    const pay = transferOf(walletOf(1), walletOf(2).address, 1_000n, { chainId: forge.chainId, nonce: 0 });
    await honestChain(stage, 8, tip, [pay]);
    const back = transferOf(walletOf(1), walletOf(3).address, 1_000n, { chainId: forge.chainId, nonce: 0 });
    const first = forge.build(tip, { transactions: [back], time: tip.header.time + 1500 });
    const rival = [first, ...forge.extend(first, 9)];
    await stage.step(
      'ten blocks of more work than the eight of all others: followed, the payment is gone, and nobody is told a lie',
      taken,
      async () => {
        for (const block of rival) await arena.gossip(blockMessage(block));
      },
      () => arena.heads().every((head) => head === rival.at(-1)?.id),
    );
  },
};

const headerFlood: Attack = {
  name: 'header-flood',
  about: 'headers without a seal, and headers on parents that nobody has',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage) => {
    const { arena } = stage;
    const { forge } = arena;
    const tip = await honestChain(stage, 3);
    const before = arena.node.chain.tree.count();
    const order = honestOrder(forge, tip);
    const strangers = Array.from({ length: 200 }, (_, i) =>
      forge.build(tip, { ...order, lie: { parent: i.toString(16).padStart(64, '0') } }),
    );
    await stage.step(
      '200 headers on parents that nobody has: asked about, and none is kept',
      ignored,
      async () => {
        for (const { block } of strangers) await arena.gossip({ type: 'announce', header: block });
      },
      () => arena.node.chain.tree.count() === before,
    );
    await stage.step('a header without a seal', refused('header-seal'), () =>
      arena.gossip({ type: 'announce', header: forge.build(tip, { ...order, unsealed: true }).block }),
    );
  },
};

const garbage: Attack = {
  name: 'garbage',
  about: 'bytes that are no message',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage) => {
    await honestChain(stage, 2);
    const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 197 + 13) % 256);
    await stage.step('300 bytes of noise on the stream', refused('bytes-not-canonical'), () =>
      stage.arena.tell(noise(300)),
    );
    await stage.step('300 bytes of noise as gossip', refused('bytes-not-canonical'), () =>
      stage.arena.gossip(noise(300)),
    );
  },
};

const withheldBodies: Attack = {
  name: 'withheld-bodies',
  about: 'headers of a heavier chain whose blocks are never given',
  kinds: ['pow'],
  spec: networkOf,
  play: async (stage) => {
    const { arena } = stage;
    const tip = await honestChain(stage, 3);
    const hidden = lateBranch(stage, tip, 5);
    await stage.step('five headers with real work', taken, async () => {
      for (const { block } of hidden) await arena.gossip({ type: 'announce', header: block });
    });
    const honest = await honestChain(stage, 1, tip);
    await stage.step(
      'no answer to any question for the blocks: the chain that is there goes on',
      taken,
      () => arena.wait(120_000),
      () =>
        arena.heads().every((head) => head === honest.id) && arena.asked().some(({ type }) => type === 'get-blocks'),
    );
  },
};

const clockLies: Attack = {
  name: 'clock-lies',
  about: 'blocks from the future, and from before their parents',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage) => {
    const { arena } = stage;
    const tip = await honestChain(stage, 3);
    const early = arena.forge.build(tip, { ...honestOrder(arena.forge, tip), time: arena.now() + 3_600_000 });
    await stage.step(
      'a block of an hour from now: kept aside until its time',
      leftAside('header-from-future'),
      () => arena.gossip(blockMessage(early)),
      () => arena.heads().every((head) => head === tip.id),
    );
    const back = arena.forge.build(tip, {
      ...honestOrder(arena.forge, tip),
      lie: { time: tip.header.time - 1 },
    });
    await stage.step('a block from before its parent', refused('header-time'), () => arena.gossip(blockMessage(back)));
  },
};

export const blockAttacks: readonly Attack[] = [
  ...[selfishMining, majority, headerFlood, garbage, withheldBodies, clockLies],
];
