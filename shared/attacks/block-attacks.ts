// Attacks on the chain by what it cannot take in: headers and bytes in masses, times that lie. What honest nodes must
// answer stands beside each.

import { blockMessage } from './arena.ts';
import { everyKind, honestOrder, networkOf } from './arena-network.ts';
import { type Attack, ignored, leftAside, refused } from './attack.ts';
import { honestChain } from './payment-attacks.ts';

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

export const blockAttacks: readonly Attack[] = [headerFlood, garbage, clockLies];
