// Attacks by those who seal with a signature: two blocks for one slot, a slot that is somebody else's, draws that were not
// drawn, and draws that are tried again and again. What is punished is punished by the chain: evidence is a transaction.

import { toHex } from '../core/bytes/index.ts';
import { vrfOutputOf, vrfProve } from '../core/crypto/index.ts';
import { bytesOf, type Hex32, type Transaction } from '../core/model/index.ts';
import { signersAt, signersRecordOf, stakeOf, stakesOf } from '../core/state/index.ts';
import {
  type ForgedBlock,
  type ForgeOrder,
  signTransaction,
  testBlockTimeMs,
  type TestWallet,
  walletOf,
} from '../testing/index.ts';
import { type Arena, blockMessage, type Evidence } from './arena.ts';
import { honestOrder, networkOf } from './arena-network.ts';
import { type Attack, refused, type Stage, taken } from './attack.ts';
import { honestChain } from './payment-attacks.ts';
import { claimedBy, outOfTurn, payment } from './rule-breaches.ts';

/** Who reports, and who comes too late with the same. */
const [reporter, latecomer] = [walletOf(5), walletOf(3)];

/** The two seals as a transaction, as every node with an open wallet sends it by itself. */
const evidenceBy = (from: TestWallet, nonce: number, { forge }: Arena, { first, second }: Evidence): Transaction =>
  signTransaction(from, {
    ...{ chainId: forge.chainId, sender: from.publicKey, nonce, gasLimit: 300_000, gasPrice: 1n },
    ...{ validUntil: 1_000_000, payload: { kind: 'evidence', first, second } },
  });

/** Whether the first honest node still lets this key seal, by the state after its head. */
const maySeal = ({ node }: Arena, key: Hex32): boolean => {
  const { state, head } = node.chain;
  const record = signersRecordOf(state);
  if (record === undefined) return stakeOf(stakesOf(state), key) > 0n;
  return signersAt(record, head().height + 1).includes(key);
};

const must = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
};

/** The next block in a slot of somebody else, so that the chain goes on. */
const bySomebodyElse = (stage: Stage, tip: ForgedBlock, offender: Hex32): ForgeOrder => {
  const { forge } = stage.arena;
  if (stage.kind === 'pos') return { wallet: walletOf(2), time: tip.header.time + testBlockTimeMs };
  const orders = [0, 1, 2].map((skipped) => honestOrder(forge, tip, skipped));
  return must(
    orders.find(({ wallet }) => wallet?.publicKey !== offender),
    'other signer',
  );
};

const doubleSign: Attack = {
  name: 'double-sign',
  about: 'one key seals two blocks for one slot, each shown to another part of the network',
  kinds: ['pos', 'poa'],
  spec: networkOf,
  play: async (stage) => {
    const { arena } = stage;
    const { forge } = arena;
    const tip = await honestChain(stage, 2);
    const order = honestOrder(forge, tip);
    const offender = must(order.wallet, 'offender').publicKey;
    const one = forge.build(tip, order);
    const other = forge.build(tip, { ...order, transactions: [payment(forge, 0)] });
    await stage.step(
      'one block shown to one node and the other to two, and gossip carries both on: each alone is right, and whoever has seen both holds the evidence',
      taken,
      async () => {
        await arena.gossip(blockMessage(one), ['alice']);
        await arena.gossip(blockMessage(other), ['bob', 'carol']);
        await arena.gossip(blockMessage(other), ['alice']);
        await arena.gossip(blockMessage(one), ['bob', 'carol']);
      },
      () => arena.evidence() !== undefined && arena.heads().every((head) => head === one.id || head === other.id),
    );
    const followed = arena.heads()[0] === one.id ? one : other;
    const evidence = must(arena.evidence(), 'evidence');
    const report = evidenceBy(reporter, 0, arena, evidence);
    const punishing = forge.build(followed, {
      ...bySomebodyElse(stage, followed, offender),
      transactions: [report],
    });
    await stage.step(
      stage.kind === 'pos'
        ? 'the evidence in a block: the offender loses a share of its stake, and its seat'
        : 'the evidence in a block: the offender is no signer any more',
      taken,
      () => arena.honestBlock(punishing),
      () => arena.heads().every((head) => head === punishing.id) && !maySeal(arena, offender),
    );
    const late = evidenceBy(latecomer, 0, arena, evidence);
    const twice = forge.build(punishing, { ...bySomebodyElse(stage, punishing, offender), transactions: [late] });
    await stage.step('a block with the same evidence again', refused('block-transaction: evidence-known', false), () =>
      arena.gossip(blockMessage(twice)),
    );
    await stage.step(lastWords[stage.kind], refused('header-producer'), () =>
      stage.arena.gossip(
        blockMessage(claimedBy(must(order.wallet, 'offender'), afterwards(stage, punishing, offender))),
      ),
    );
  },
};

/** Draws are made from the stakes of two epochs before. */
const lastWords = {
  pow: '',
  poa: 'a block of the offender',
  pos: 'a block of the offender, two epochs later',
} as const;

const afterwards = (stage: Stage, tip: ForgedBlock, offender: Hex32) => {
  const { forge } = stage.arena;
  const { consensus } = forge.spec;
  const order = bySomebodyElse(stage, tip, offender);
  if (consensus.kind !== 'pos') return { forge, tip, order };
  return { forge, tip, order: { ...order, time: tip.header.time + 3 * consensus.epochSlots * consensus.slotMs } };
};

const wrongSigner: Attack = {
  name: 'wrong-signer',
  about: 'blocks of authority by one whose turn it is not, and by a key that is no signer',
  kinds: ['poa'],
  spec: networkOf,
  play: async (stage) => {
    const tip = await honestChain(stage, 3);
    const { forge } = stage.arena;
    const order = honestOrder(forge, tip);
    await stage.step('a signer in the slot of the next one', refused('header-producer'), () =>
      stage.arena.gossip(blockMessage(outOfTurn({ forge, tip, order }))),
    );
    await stage.step('a key that is no signer, in the slot of a signer', refused('header-producer'), () =>
      stage.arena.gossip(blockMessage(claimedBy(walletOf(50), { forge, tip, order }))),
    );
    await stage.step('the name of a signer under the signature of another key', refused('header-seal'), () =>
      stage.arena.gossip(blockMessage(forge.build(tip, { ...order, unsealed: true }))),
    );
    const late = forge.build(tip, honestOrder(forge, tip, 2));
    await stage.step(
      'a signer in its own slot, after two that stayed empty: that is its right',
      taken,
      () => stage.arena.gossip(blockMessage(late)),
      () => stage.arena.heads().every((head) => head === late.id),
    );
  },
};

const drawOf = ({ header }: ForgedBlock) => {
  if (header.consensus.kind !== 'pos') throw new Error('only stakers draw');
  return header.consensus;
};

const forgedDraw: Attack = {
  name: 'forged-draw',
  about: 'blocks of stake whose draw was not drawn',
  kinds: ['pos'],
  spec: networkOf,
  play: async (stage) => {
    const tip = await honestChain(stage, 3);
    const { forge } = stage.arena;
    const order = honestOrder(forge, tip);
    const honest = forge.build(tip, order);
    const proof = honest.block.seal.slice(0, 80);
    const lucky = { ...drawOf(honest), vrfOutput: new Uint8Array(64) };
    const send = (block: ForgedBlock) => () => stage.arena.gossip(blockMessage(block));
    await stage.step(
      'the luckiest draw there is, under the proof of another',
      refused('header-seal'),
      send(forge.build(tip, { ...order, lie: { consensus: lucky } })),
    );
    await stage.step(
      'a draw that wins nothing',
      refused('header-producer'),
      send(forge.build(tip, { ...order, lie: { consensus: { ...lucky, vrfOutput: new Uint8Array(64).fill(255) } } })),
    );
    const bent = proof.slice();
    bent[40] = (bent[40] ?? 0) ^ 1;
    await stage.step(
      'a proof with one bit turned',
      refused('header-seal'),
      send(forge.build(tip, { ...order, proof: bent })),
    );
    const later = forge.build(honest, honestOrder(forge, honest));
    await stage.step(
      'the draw and proof of a slot that was won, for another slot',
      refused('header-seal'),
      send(
        forge.build(tip, {
          ...order,
          proof: later.block.seal.slice(0, 80),
          lie: { consensus: { ...drawOf(honest), vrfOutput: drawOf(later).vrfOutput } },
        }),
      ),
    );
  },
};

const triesCount = 8;
/** So many slots ahead there is one that is won beside one that is not. */
const slotsLooked = 60;

interface LostSlot {
  readonly time: number;
  readonly slot: number;
  readonly proof: Uint8Array;
  readonly output: Uint8Array;
}

/** What the key draws in the slot of this time, where that wins nothing. */
const lostAt = ({ forge }: Arena, tip: ForgedBlock, wallet: TestWallet, time: number): LostSlot | undefined => {
  const inputs: Hex32[] = [];
  const proofOf = (input: Hex32): Uint8Array => {
    inputs.push(input);
    return vrfProve(wallet.seed, bytesOf(input));
  };
  const ancestry = { parent: tip.header, grandparentTime: tip.parent?.header.time, validators: tip.validators };
  const ready = forge.engine.prepare(ancestry, time, { producer: wallet.publicKey, signedUpTo: -1, proofOf });
  const [input] = inputs;
  if (ready.type === 'ready' || input === undefined) return undefined;
  const proof = vrfProve(wallet.seed, bytesOf(input));
  const slot = (time - forge.spec.genesisTime) / testBlockTimeMs;
  return { time, slot, proof, output: must(vrfOutputOf(proof), 'output') };
};

/** A slot that the staker has lost, claimed with the right draw and proof. */
const claimedLoss = (arena: Arena, tip: ForgedBlock): ForgedBlock => {
  const { forge } = arena;
  const { consensus } = forge.spec;
  const epochSlots = consensus.kind === 'pos' ? consensus.epochSlots : 1;
  const epochOf = (slot: number): number => Math.floor(slot / epochSlots);
  for (let skipped = 0; skipped < slotsLooked; skipped++) {
    const order = honestOrder(forge, tip, skipped);
    const wallet = must(order.wallet, 'staker');
    const lost = lostAt(arena, tip, wallet, must(order.time, 'time'));
    const won = drawOf(forge.build(tip, order));
    // Who rules is named by the epoch: the claim takes it from a slot of the same.
    if (lost === undefined || epochOf(lost.slot) !== epochOf(won.slot)) continue;
    const lie = { time: lost.time, consensus: { ...won, slot: lost.slot, vrfOutput: lost.output } };
    return forge.build(tip, { ...order, proof: lost.proof, lie });
  }
  throw new Error('every slot is won');
};

const grinding: Attack = {
  name: 'grinding',
  about: 'a staker tries other blocks, other slots and other keys until a draw wins',
  kinds: ['pos'],
  spec: networkOf,
  play: async (stage) => {
    const tip = await honestChain(stage, 3);
    const { arena } = stage;
    const { forge } = arena;
    const order = honestOrder(forge, tip);
    await stage.step('a slot that its draw has lost, with the right proof of it', refused('header-producer'), () =>
      arena.gossip(blockMessage(claimedLoss(arena, tip))),
    );
    await stage.step('a key made up afterwards, which stakes nothing', refused('header-producer'), () =>
      stage.arena.gossip(blockMessage(claimedBy(walletOf(60), { forge, tip, order }))),
    );
    const versions = Array.from({ length: triesCount }, (_, count) =>
      forge.build(tip, { ...order, transactions: Array.from({ length: count }, (_, nonce) => payment(forge, nonce)) }),
    );
    await stage.step(
      `${triesCount} blocks of other contents for one slot: each has the same draw, nodes keep two, and these are evidence`,
      taken,
      async () => {
        for (const block of versions) await stage.arena.gossip(blockMessage(block));
      },
      () =>
        new Set(versions.map((block) => toHex(drawOf(block).vrfOutput))).size === 1 &&
        versions.filter(({ id }) => stage.arena.node.chain.tree.get(id) !== undefined).length === 2 &&
        stage.arena.evidence() !== undefined,
    );
  },
};

export const validatorAttacks: readonly Attack[] = [doubleSign, wrongSigner, forgedDraw, grinding];
