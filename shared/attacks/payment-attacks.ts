// Attacks on payments: more than there is, nothing, more than a number holds, the same coins twice, a payment of another
// network. Each is tried as a transaction and inside a block that carries enough work, in its first and in its second place.

import type { ChainSpec, ConsensusKind, Transaction } from '../core/model/index.ts';
import { readAccount } from '../core/state/index.ts';
import type { Message } from '../core/wire/index.ts';
import {
  type BadTransaction,
  badTransactions,
  badTransactionSpec,
  type ForgedBlock,
  testAllocation,
  transferOf,
  walletOf,
} from '../testing/index.ts';
import { blockMessage } from './arena.ts';
import { everyKind, honestOrder, networkOf } from './arena-network.ts';
import { type Attack, ignored, refused, type Stage, taken } from './attack.ts';

const transactionMessage = (...transactions: readonly Transaction[]): Message => ({
  type: 'transactions',
  transactions: transactions.map(({ bytes }) => bytes),
});

/** Honest blocks that everybody has; the newest. */
export const honestChain = async (
  { arena }: Stage,
  count: number,
  from = arena.forge.genesis,
  transactions: readonly Transaction[] = [],
): Promise<ForgedBlock> => {
  let tip = from;
  for (let i = 0; i < count; i++) {
    tip = arena.forge.build(tip, { ...honestOrder(arena.forge, tip), transactions: i === 0 ? transactions : [] });
    await arena.honestBlock(tip);
  }
  return tip;
};

const sender = walletOf(1);

/** The sender has paid once before, so that there is a nonce before its next one. */
const firstPayment = ({ arena }: Stage): Transaction =>
  transferOf(sender, walletOf(2).address, 5n, { chainId: arena.forge.chainId, nonce: 0 });

/** Where in a block a transaction stands, after how many good ones. */
const places = ['first', 'second'] as const;

/** Refused as a transaction, and in a block by the rule that names it; `before` it so many others were tried. */
const tryEverywhere = async (stage: Stage, bad: BadTransaction, before = 0): Promise<void> => {
  const tip = await honestChain(stage, 3, stage.arena.forge.genesis, [firstPayment(stage)]);
  const { forge } = stage.arena;
  const place = {
    ...{ spec: forge.spec, chainId: forge.chainId, height: tip.height + 1, sender },
    ...{ balance: readAccount(stage.arena.node.accounts, sender.publicKey)?.balance ?? 0n, nonce: 1 },
  };
  const transaction = bad.make(place);
  const isForm = formFaults.has(bad.fault);
  // A node with other blocks may find it right: whoever passes it on loses nothing, and only the own person is told.
  await stage.step(`${bad.name}, as a transaction from a peer`, isForm ? refused(bad.fault) : ignored, () =>
    stage.arena.gossip(transactionMessage(transaction)),
  );
  await stage.step(`${bad.name}, as a transaction of the node's own person`, refused(bad.fault, false), () =>
    stage.arena.submit(transaction.bytes),
  );
  for (const [skipped, at] of places.entries()) {
    const good = transferOf(walletOf(4), walletOf(2).address, 7n, { chainId: forge.chainId, nonce: 0 });
    const transactions = at === 'first' ? [transaction] : [good, transaction];
    const block = forge.build(tip, { ...honestOrder(forge, tip, before * places.length + skipped), transactions });
    const fault = isForm ? `block-transaction-rule: ${bad.fault}` : `block-transaction: ${bad.fault}`;
    // What only execution finds is the producer's fault: whoever passes it on cannot know.
    await stage.step(`${bad.name}, in the ${at} place of a block`, refused(fault, isForm), () =>
      stage.arena.gossip(blockMessage(block)),
    );
  }
};

/** What can be told without knowing any account. */
const formFaults: ReadonlySet<string> = new Set(['amount-zero', 'amount-overflow', 'wrong-chain']);

const ofTable = (name: string): BadTransaction => {
  const found = badTransactions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no bad transaction is called ${name}`);
  return found;
};

/** With one account so full that nobody can be richer. */
const richSpec = (kind: ConsensusKind): ChainSpec => ({
  ...badTransactionSpec(),
  consensus: networkOf(kind).consensus,
});

const paying = (name: string, about: string, cases: readonly string[]): Attack => ({
  name,
  about,
  kinds: everyKind,
  spec: richSpec,
  play: async (stage) => {
    for (const [before, one] of cases.entries()) await tryEverywhere(stage, ofTable(one), before);
  },
});

const doubleSpend: Attack = {
  name: 'double-spend',
  about: 'the same coins are paid to two people, each told to another part of the network',
  kinds: everyKind,
  spec: networkOf,
  play: async (stage) => {
    const { arena } = stage;
    const { forge } = arena;
    const terms = { chainId: forge.chainId, nonce: 0 };
    const toBob = transferOf(sender, walletOf(2).address, testAllocation / 2n, terms);
    const toCarol = transferOf(sender, walletOf(3).address, testAllocation / 2n, terms);
    const tip = await honestChain(stage, 2);
    await stage.step('the first payment, told to one node', taken, () =>
      arena.gossip(transactionMessage(toBob), ['alice']),
    );
    await stage.step('the second with the same nonce, told to the others', taken, () =>
      arena.gossip(transactionMessage(toCarol), ['bob', 'carol']),
    );
    const mined = await honestChain(stage, 1, tip, [toBob]);
    await stage.step('the second again, after a block has the first', refused('nonce-too-low', false), () =>
      arena.submit(toCarol.bytes),
    );
    const both = forge.build(mined, { ...honestOrder(forge, mined), transactions: [toCarol] });
    await stage.step('a block that pays the second', refused('block-transaction: nonce-too-low', false), () =>
      arena.gossip(blockMessage(both)),
    );
    const twice = forge.build(tip, { ...honestOrder(forge, tip, 3), transactions: [toBob, toCarol] });
    const above = forge.build(twice, honestOrder(forge, twice));
    await stage.step(
      'a rival block that pays both, with one on it so that nodes turn to it',
      refused('block-transaction: nonce-too-low', false),
      async () => {
        for (const block of [twice, above]) await arena.gossip(blockMessage(block));
      },
    );
  },
};

const replay: Attack = {
  name: 'replay',
  about: 'a payment that somebody made on another network is shown here',
  kinds: everyKind,
  spec: richSpec,
  play: async (stage) => {
    await tryEverywhere(stage, ofTable('another network'));
    const elsewhere = { ...ofTable('signed for another network'), fault: 'signature-invalid' } as const;
    const { forge } = stage.arena;
    const place = { spec: forge.spec, chainId: forge.chainId, height: 4, sender, balance: testAllocation, nonce: 1 };
    await stage.step('its signature under a payment of this network', refused('signature-invalid'), () =>
      stage.arena.gossip(transactionMessage(elsewhere.make(place))),
    );
  },
};

export const paymentAttacks: readonly Attack[] = [
  paying('over-balance', 'paying more than there is', [
    'one unit over the balance',
    'the balance without the fee',
    'to oneself, what one has not',
  ]),
  paying('zero-amount', 'paying nothing, which an older prototype took for a payment', ['amount 0']),
  paying('overflow', 'amounts that wrap around where numbers are not checked', [
    'amount 2^64 − 1 and a fee',
    'a fee beyond 2^64',
  ]),
  doubleSpend,
  replay,
];
