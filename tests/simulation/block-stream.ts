// An endless stream of real blocks from a seed: transfers and records in each, and forks that leave the tip up to
// `forkDepthMax` blocks deep and mostly win. Made by the forge, with the rules of the core. Bounded by its user, who takes
// as many as it needs; each keeps its whole state.

import { accountAddress, type ChainSpec, type Hex32, type Transaction } from '../../shared/core/model/index.ts';
import { readAccount } from '../../shared/core/state/index.ts';
import {
  type BlockForge,
  createForge,
  fixedWork,
  type ForgedBlock,
  recordOf,
  richWallets,
  type TestWallet,
  testSpec,
  transferOf,
} from '../../shared/testing/index.ts';
import type { SeededRandom } from '../../shared/testing/simulation/index.ts';

/** What can be told of a block: a peer that tells it need not have its state. */
export interface ToldBlock extends Pick<ForgedBlock, 'block' | 'id' | 'height' | 'header' | 'bytes'> {
  readonly parent: ToldBlock | undefined;
}

export interface BlockStream {
  readonly forge: BlockForge;
  /** The next in the order in which the world hears of them: one on the tip, or a whole branch, upwards. */
  readonly next: () => readonly ForgedBlock[];
  /** One block on the tip: then no other is as high. */
  readonly onTip: () => ForgedBlock;
}

const forkDepthMax = 8;
const forkPermille = 250;
/** A fork that ends as high as the tip: the lower id decides. */
const tiePermille = 250;
const transactionsMax = 2;
const recipients = 60;
const recordBytesMax = 64;
/** Above the deposit of a new account. */
const amountMin = 20_000n;

/** A snapshot of the state every 16 blocks, and undo records that are forgotten, within a short run. */
const reorgLimit = 32;

/** The rule of the chain for blocks that all weigh the same. */
export const isHigher = (candidate: ToldBlock, current: ToldBlock): boolean =>
  candidate.height === current.height ? candidate.id < current.id : candidate.height > current.height;

const wallets = richWallets();

/** An account whose key nobody has: it only receives. */
const strangerOf = (number: number): Hex32 => number.toString(16).padStart(64, '5');

/** A few transactions that the state of the parent allows, in the right order of nonces. */
const transactionsOn = (chainId: Hex32, parent: ForgedBlock, random: SeededRandom): readonly Transaction[] => {
  const nonces = new Map<TestWallet, number>();
  return Array.from({ length: random.below(transactionsMax + 1) }, () => {
    const sender = random.pick(wallets);
    const nonce = nonces.get(sender) ?? readAccount(parent.state, sender.publicKey)?.nonce ?? 0;
    nonces.set(sender, nonce + 1);
    const terms = { chainId, nonce };
    if (random.happens(250)) return recordOf(sender, random.bytes(random.between(1, recordBytesMax)), terms);
    const recipient = accountAddress(strangerOf(random.below(recipients)));
    return transferOf(sender, recipient, amountMin + BigInt(random.below(1000)), terms);
  });
};

/** Of the chain that a stream with these changes of its specification makes. */
export const streamForge = (changes: Partial<ChainSpec> = {}): BlockForge =>
  createForge(testSpec({ consensus: fixedWork(0), reorgLimit, ...changes }));

export const createBlockStream = (random: SeededRandom, changes: Partial<ChainSpec> = {}): BlockStream => {
  const forge = streamForge(changes);
  let tip = forge.genesis;

  const buildOn = (parent: ForgedBlock): ForgedBlock => {
    const transactions = transactionsOn(forge.chainId, parent, random);
    // Another producer each time, so that no two branches are the same.
    return forge.build(parent, { transactions, producer: strangerOf(0x1000 + random.below(0x1000)) });
  };
  const ancestorOfTip = (depth: number): ForgedBlock => {
    let at = tip;
    for (let i = 0; i < depth && at.parent !== undefined; i++) at = at.parent;
    return at;
  };
  const next = (): readonly ForgedBlock[] => {
    const depth = random.happens(forkPermille) ? random.between(1, forkDepthMax) : 0;
    const blocks: ForgedBlock[] = [];
    const isTie = depth > 0 && random.happens(tiePermille);
    for (let at = ancestorOfTip(depth); at.height < tip.height + (isTie ? 0 : 1);) {
      at = buildOn(at);
      blocks.push(at);
    }
    for (const block of blocks) if (isHigher(block, tip)) tip = block;
    return blocks;
  };
  const onTip = (): ForgedBlock => {
    tip = buildOn(tip);
    return tip;
  };
  return { forge, next, onTip };
};
