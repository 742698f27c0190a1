// The attack `invalid-block`: every rule that a block can break, broken once, on a network of each kind of consensus. What
// needs one change of a right block stands in rule-breaches.ts; here are those that need a past, or a network of their own.

import type { BlockFault } from '../core/chain/index.ts';
import { amountMax, type ChainSpec } from '../core/model/index.ts';
import { createForge, type ForgedBlock, testBlockTimeMs, transferOf, walletOf } from '../testing/index.ts';
import { blockMessage } from './arena.ts';
import { everyKind, honestOrder, networkOf } from './arena-network.ts';
import { type Attack, leftAside, refused, type Stage, taken } from './attack.ts';
import { honestChain } from './payment-attacks.ts';
import { breaches, type Ground, payment } from './rule-breaches.ts';

const wrongHash = 'ab'.repeat(32);

/** Gossips it, and looks that no node took it in and that each names this rule for it. */
const leaveAside = async (
  stage: Stage,
  what: string,
  rule: BlockFault['type'],
  { block }: Pick<ForgedBlock, 'block'>,
): Promise<void> => {
  const { arena } = stage;
  await stage.step(
    what,
    leftAside(rule),
    () => arena.gossip(blockMessage({ block })),
    () => arena.judge(block).length === 3 && arena.judge(block).every((one) => one === rule),
  );
};

const plainBreaches = async (stage: Stage): Promise<void> => {
  const tip = await honestChain(stage, 4);
  const here = breaches.filter(({ kinds = everyKind }) => kinds.includes(stage.kind));
  for (const [skipped, { what, rule, outcome, make }] of here.entries()) {
    const { forge } = stage.arena;
    const message = make({ forge, tip, order: honestOrder(forge, tip, skipped) });
    await stage.step(what, outcome ?? refused(rule), () => stage.arena.gossip(message));
  }
};

/** What the attacker says it has, so that it is asked for it, and what it then gives. */
const serve = async (stage: Stage, what: string, rule: string, headers: readonly ForgedBlock[]): Promise<void> => {
  const { arena } = stage;
  const last = headers.at(-1);
  if (last === undefined) return;
  await stage.step(what, refused(rule), async () => {
    arena.asked();
    await arena.tell({ type: 'status', head: last.id, height: last.height, weight: 1n << 60n });
    for (const asked of arena.asked()) {
      if (asked.type !== 'get-headers') continue;
      const { request, from } = asked;
      await arena.tell({ type: 'headers', request, headers: headers.map(({ block }) => block) }, [from]);
    }
  });
};

/** A block that was found wrong is remembered, with all that stands on it. */
const condemned = async (stage: Stage): Promise<void> => {
  await stage.enter(networkOf(stage.kind));
  const { forge } = stage.arena;
  const tip = await honestChain(stage, 3);
  const bad = forge.build(tip, { ...honestOrder(forge, tip), lie: { stateRoot: wrongHash } });
  const child = forge.build(bad, honestOrder(forge, bad));
  const grandchild = forge.build(child, honestOrder(forge, child));
  await stage.step('a state that is not so', refused('block-state-root', false), () =>
    stage.arena.gossip(blockMessage(bad)),
  );
  await leaveAside(stage, 'the same block again', 'header-known-invalid', bad);
  await leaveAside(stage, 'a block on it', 'header-parent-invalid', child);
  await serve(stage, 'both as a part of a chain of its own', 'header-known-invalid', [bad, child, grandchild]);
};

/** Two blocks of a past that is settled: the second on the first honest one, too far below the head. */
const tooDeep = async (stage: Stage): Promise<void> => {
  await stage.enter(networkOf(stage.kind, { reorgLimit: 3, settleDepth: 1 }));
  const { forge } = stage.arena;
  const first = await honestChain(stage, 1);
  const rival = forge.build(first, honestOrder(forge, first, 20));
  await honestChain(stage, 5, first);
  await leaveAside(stage, 'a rival of a block that is settled', 'header-below-reorg-limit', rival);
};

/** Nodes that were told which block is settled, and what its chain weighs. */
const besideCheckpoint = async (stage: Stage): Promise<void> => {
  await stage.enter(networkOf(stage.kind), { checkpoint: { height: 2, id: wrongHash, weight: 0n } });
  const { forge } = stage.arena;
  const first = await honestChain(stage, 1);
  const other = forge.build(first, honestOrder(forge, first));
  await leaveAside(stage, 'another block than the checkpoint', 'header-not-checkpoint', other);

  await stage.enter(networkOf(stage.kind), { minimumWeight: 1n << 64n });
  const { arena } = stage;
  const light = arena.forge.build(arena.forge.genesis, honestOrder(arena.forge, arena.forge.genesis));
  await stage.step(
    'the beginning of a chain lighter than the checkpoint’s',
    leftAside('header-below-checkpoint'),
    () => arena.gossip(blockMessage(light)),
    () => arena.height() === 0 && arena.node.chain.tree.get(light.id) === undefined,
  );
};

/** Of one key's seals for one slot nodes keep two, which is evidence, and no third. */
const slotTaken = async (stage: Stage): Promise<void> => {
  await stage.enter(networkOf(stage.kind));
  const { arena } = stage;
  const { forge } = arena;
  const tip = await honestChain(stage, 2);
  const rivals = [0, 1, 2].map((nonce) =>
    forge.build(tip, {
      ...honestOrder(forge, tip),
      transactions: Array.from({ length: nonce }, (_, i) => payment(forge, i)),
    }),
  );
  const [one, other, third] = rivals;
  if (one === undefined || other === undefined || third === undefined) return;
  for (const [i, block] of [one, other].entries()) {
    await stage.step(`seal ${i + 1} of one key for one slot`, taken, () => arena.gossip(blockMessage(block)));
  }
  await stage.step(
    'seal 3 of one key for one slot',
    leftAside('header-slot-taken'),
    () => arena.gossip(blockMessage(third)),
    () => arena.node.chain.tree.get(third.id) === undefined && arena.evidence() !== undefined,
  );
};

type OwnNetwork = readonly [
  what: string,
  rule: BlockFault['type'],
  spec: Partial<ChainSpec>,
  isPenalised: boolean,
  make: (ground: Ground) => ForgedBlock,
];

const manyNewAccounts = ({ forge, tip, order }: Ground): ForgedBlock => {
  const { chainId } = forge;
  const transactions = Array.from({ length: 8 }, (_, nonce) =>
    transferOf(walletOf(5), walletOf(1000 + nonce).address, 1n, { chainId, nonce }),
  );
  return forge.build(tip, { ...order, transactions });
};

/** Room for eight accounts, of which six are there. */
const crowdedState = (8 * createForge(networkOf('pow')).genesis.state.size()) / networkOf('pow').allocations.length;

const ownNetworks: readonly OwnNetwork[] = [
  [
    'more gas than a block may use',
    'block-gas',
    { blockGasMax: 100_000 },
    true,
    ({ forge, tip, order }) =>
      forge.build(tip, { ...order, transactions: [0, 1, 2, 3].map((nonce) => payment(forge, nonce)) }),
  ],
  [
    'a reward that nobody can hold',
    'block-supply-overflow',
    { reward: amountMax / 2n },
    false,
    ({ forge, tip, order }) => forge.build(tip, { ...order, lie: { stateRoot: wrongHash } }),
  ],
  ['more state than the network holds', 'block-state-full', { stateBytesMax: crowdedState }, false, manyNewAccounts],
];

const networksOfTheirOwn = async (stage: Stage): Promise<void> => {
  for (const [what, rule, spec, isPenalised, make] of ownNetworks) {
    await stage.enter(networkOf(stage.kind, spec));
    const { forge } = stage.arena;
    const tip = await honestChain(stage, 2);
    const block = make({ forge, tip, order: honestOrder(forge, tip) });
    await stage.step(what, refused(rule, isPenalised), () => stage.arena.gossip(blockMessage(block)));
  }
};

/** Where a block must have a transaction. */
const emptyBlock = async (stage: Stage): Promise<void> => {
  const { consensus } = networkOf('pow');
  if (consensus.kind !== 'pow') throw new Error('another kind of network');
  await stage.enter(networkOf('pow', { consensus: { ...consensus, onlyWhenTransactionsWait: true } }));
  const { forge } = stage.arena;
  const tip = await honestChain(stage, 1, forge.genesis, [payment(forge, 0)]);
  const empty = forge.build(tip, { time: tip.header.time + testBlockTimeMs });
  await stage.step('nothing where the network wants a transaction', refused('block-empty'), () =>
    stage.arena.gossip(blockMessage(empty)),
  );
};

const invalidBlock: Attack = {
  name: 'invalid-block',
  about: 'blocks with a real seal that break one rule each',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage) => {
    await plainBreaches(stage);
    await condemned(stage);
    await tooDeep(stage);
    await besideCheckpoint(stage);
    if (stage.kind !== 'pow') return slotTaken(stage);
    await networksOfTheirOwn(stage);
    await emptyBlock(stage);
  },
};

export const ruleAttacks: readonly Attack[] = [invalidBlock];
