// Attacks with a branch of the attacker's own: one that is kept back, one that takes a payment back, one whose bodies never
// come. Where work seals the attacker has as much of it as the script says; where signatures seal it has some of the three
// validators, who seal in their own slots alone, so that nobody seals a slot twice.

import type { Transaction } from '../core/model/index.ts';
import { type ForgedBlock, transferOf, walletOf } from '../testing/index.ts';
import { blockMessage } from './arena.ts';
import { everyKind, networkOf, orderAmong } from './arena-network.ts';
import { type Attack, type Stage, taken } from './attack.ts';
import { honestChain } from './payment-attacks.ts';

/** Validators by their numbers. */
type Seats = readonly number[];

/** Blocks on `tip` by these validators; of work, beside those that others find on the same parent. */
const branchOn = (
  { arena: { forge }, kind }: Stage,
  tip: ForgedBlock,
  count: number,
  seats: Seats,
  transactions: readonly Transaction[] = [],
): readonly ForgedBlock[] => {
  const orderOn = (parent: ForgedBlock, turn: number) => {
    if (kind !== 'pow') return orderAmong(forge, parent, seats, turn);
    return turn === 0 ? { time: parent.header.time + 1500 } : {};
  };
  const blocks: ForgedBlock[] = [];
  for (let turn = 0; turn < count; turn++) {
    const parent = blocks.at(-1) ?? tip;
    blocks.push(forge.build(parent, { ...orderOn(parent, turn), ...(turn === 0 ? { transactions } : {}) }));
  }
  return blocks;
};

/** Blocks of those whom the attacker has not; the newest. */
const othersGoOn = async (
  stage: Stage,
  tip: ForgedBlock,
  count: number,
  seats: Seats,
  transactions: readonly Transaction[] = [],
): Promise<ForgedBlock> => {
  if (stage.kind === 'pow') return honestChain(stage, count, tip, transactions);
  const blocks = branchOn(stage, tip, count, seats, transactions);
  for (const block of blocks) await stage.arena.honestBlock(block);
  return blocks.at(-1) ?? tip;
};

const show = async ({ arena }: Stage, branch: readonly ForgedBlock[]): Promise<void> => {
  for (const block of branch) await arena.gossip(blockMessage(block));
};

const allFollow = ({ arena }: Stage, tip: ForgedBlock | undefined): boolean =>
  arena.heads().every((head) => head === tip?.id);

const selfishMining: Attack = {
  name: 'selfish-mining',
  about: 'a producer keeps its blocks back and shows them when others have worked in vain',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage) => {
    const tip = await honestChain(stage, 3);
    if (stage.kind !== 'pow') return keepSlotsBack(stage, tip);
    const secret = branchOn(stage, tip, 3, []);
    await othersGoOn(stage, tip, 2, []);
    await stage.step(
      'three blocks that were kept back, against two honest ones: the heavier chain is followed, which no rule can forbid',
      taken,
      () => show(stage, secret),
      () => allFollow(stage, secret.at(-1)),
    );
  },
};

/** A slot is won or lost beforehand: keeping it back makes no second one. */
const keepSlotsBack = async (stage: Stage, tip: ForgedBlock): Promise<void> => {
  const secret = branchOn(stage, tip, 2, [1]);
  const honest = await othersGoOn(stage, tip, 4, [2, 3]);
  await stage.step(
    'two blocks of one of three validators that were kept back, against four of the others: lighter, so nobody follows, and its slots are lost',
    taken,
    () => show(stage, secret),
    () => allFollow(stage, honest),
  );
};

const majorityOf = { pow: 'more work than', pos: 'more stake than', poa: 'more seats than' } as const;

const majority: Attack = {
  name: 'majority',
  about: 'somebody with more work, stake or seats than all others takes a payment back',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage) => {
    const { chainId } = stage.arena.forge;
    const tip = await honestChain(stage, 2);
    const pay = transferOf(walletOf(1), walletOf(2).address, 1_000n, { chainId, nonce: 0 });
    const honest = await othersGoOn(stage, tip, 8, [3], [pay]);
    const back = transferOf(walletOf(1), walletOf(3).address, 1_000n, { chainId, nonce: 0 });
    const rival = branchOn(stage, tip, 10, [1, 2], [back]);
    await stage.step(
      `ten blocks by ${majorityOf[stage.kind]} all others have, who made eight: followed, the payment is gone, and nobody is told a lie`,
      taken,
      () => show(stage, rival),
      () => honest.height === tip.height + 8 && allFollow(stage, rival.at(-1)),
    );
  },
};

const withheldBodies: Attack = {
  name: 'withheld-bodies',
  about: 'headers of a heavier chain whose blocks are never given',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage) => {
    const { arena } = stage;
    const tip = await honestChain(stage, 3);
    const hidden = branchOn(stage, tip, 5, [1, 2]);
    await stage.step('five headers with real seals', taken, async () => {
      for (const { block } of hidden) await arena.gossip({ type: 'announce', header: block });
    });
    const honest = await othersGoOn(stage, tip, 1, [3]);
    await stage.step(
      'no answer to any question for the blocks: the chain that is there goes on',
      taken,
      () => arena.wait(120_000),
      () => allFollow(stage, honest) && arena.asked().some(({ type }) => type === 'get-blocks'),
    );
  },
};

export const branchAttacks: readonly Attack[] = [selfishMining, majority, withheldBodies];
