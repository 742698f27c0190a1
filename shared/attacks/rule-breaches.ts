// One way at least to break each rule of a block (docs/protocol/rules.md), with what honest nodes must answer: the attack
// `invalid-block` tries them all. A breach is a block that is right but for one thing, and sealed. Owns nothing.

import {
  type ConsensusKind,
  encodeValidators,
  type Header,
  sealHeader,
  type Transaction,
} from '../core/model/index.ts';
import type { Message } from '../core/wire/index.ts';
import {
  type BlockForge,
  blockOf,
  flipBit,
  type ForgedBlock,
  type ForgeOrder,
  testBlockTimeMs,
  type TestWallet,
  transferOf,
  walletOf,
  withOtherSignature,
} from '../testing/index.ts';
import { blockMessage } from './arena.ts';
import { leftAside, type Outcome, refused } from './attack.ts';

/** On what a breach stands: the newest honest block, and the order for one that would be right. */
export interface Ground {
  readonly forge: BlockForge;
  readonly tip: ForgedBlock;
  readonly order: ForgeOrder;
}

export interface Breach {
  readonly what: string;
  readonly rule: string;
  /** refused by the rule, and the sender loses points, unless given */
  readonly outcome?: Outcome;
  /** all unless given */
  readonly kinds?: readonly ConsensusKind[] | undefined;
  readonly make: (ground: Ground) => Message;
}

const wrongHash = 'ab'.repeat(32);
const slots: readonly ConsensusKind[] = ['pos', 'poa'];

/** A right header but for this, sealed afterwards. */
const lying = (
  what: string,
  rule: string,
  lie: (ground: Ground) => Partial<Header>,
  kinds?: readonly ConsensusKind[],
): Breach => ({
  ...{ what, rule, kinds },
  make: (ground) => blockMessage(ground.forge.build(ground.tip, { ...ground.order, lie: lie(ground) })),
});

/** A right block but for these transactions. */
function withBody(transactions: (ground: Ground) => readonly Transaction[]): Breach['make'] {
  return (ground) =>
    blockMessage(ground.forge.build(ground.tip, { ...ground.order, transactions: transactions(ground) }));
}

/** What the honest block would say of consensus, with this instead. */
const consensusWith =
  (changes: object) =>
  ({ forge, tip, order }: Ground): Partial<Header> => {
    const { consensus } = forge.build(tip, order).header;
    return { consensus: { ...consensus, ...changes } };
  };

const payer = walletOf(4);
export const payment = ({ chainId }: BlockForge, nonce: number, amount = 5n) =>
  transferOf(payer, walletOf(2).address, amount, { chainId, nonce });

/** With a seal of another kind of consensus in the place of the right one. */
const otherKind = ({ forge, tip, order }: Ground): Message => {
  const { header } = forge.build(tip, order);
  const validators = { slot: 3, validatorsHash: wrongHash, nextValidatorsHash: wrongHash };
  const [consensus, sealBytes] =
    header.consensus.kind === 'pow'
      ? [{ kind: 'poa', ...validators } as const, 64]
      : [{ kind: 'pow', target: 'f'.repeat(64) } as const, 8];
  return blockMessage({ block: blockOf(sealHeader({ ...header, consensus }, new Uint8Array(sealBytes)), []) });
};

/** The slot after its own, sealed by one whose turn it is not. */
export const outOfTurn = ({ forge, tip, order }: Ground): ForgedBlock => {
  const { header } = forge.build(tip, order);
  if (header.consensus.kind !== 'poa') throw new Error('only signers have turns');
  const lie = {
    time: header.time + testBlockTimeMs,
    consensus: { ...header.consensus, slot: header.consensus.slot + 1 },
  };
  return forge.build(tip, { ...order, lie });
};

/** The slot of another, sealed by this key. */
export const claimedBy = (signer: TestWallet, { forge, tip, order }: Ground): ForgedBlock =>
  forge.build(tip, { ...order, signer, lie: { producer: signer.publicKey } });

const stranger = walletOf(50);

/** Names itself alone for all that follows; `carried` is what travels with the header. */
const usurped = ({ forge, tip, order }: Ground, carried: 'nothing' | 'others' | 'itself'): Message => {
  const self = (order.wallet ?? stranger).publicKey;
  const table = encodeValidators(
    forge.spec.consensus.kind === 'pos'
      ? { kind: 'stakes', stakes: [{ account: self, amount: 1000n }] }
      : { kind: 'signers', signers: [self] },
  );
  const others = encodeValidators(
    forge.spec.consensus.kind === 'pos'
      ? { kind: 'stakes', stakes: [{ account: stranger.publicKey, amount: 1000n }] }
      : { kind: 'signers', signers: [stranger.publicKey] },
  );
  const ancestry = { parent: tip.header, grandparentTime: tip.parent?.header.time, validators: tip.validators };
  const honest = forge.build(tip, order).header;
  const { consensus } = forge.engine.promiseValidators(honest, ancestry, table).header;
  const { block } = forge.build(tip, { ...order, lie: { consensus } });
  if (carried === 'nothing') return blockMessage({ block });
  return blockMessage({ block: { ...block, validators: carried === 'itself' ? table : others } });
};

const headerBreaches: readonly Breach[] = [
  lying('another version', 'header-version', () => ({ version: 2 })),
  lying('another network', 'header-chain', () => ({ chainId: wrongHash })),
  lying('a height that leaves one out', 'header-height', ({ tip }) => ({ height: tip.height + 2 })),
  lying('the time of its parent', 'header-time', ({ tip }) => ({ time: tip.header.time })),
  lying('another history', 'header-history', () => ({ historyRoot: wrongHash })),
  { what: 'the seal of another kind of consensus', rule: 'header-consensus-kind', make: otherKind },
  lying('an easier target', 'header-target', () => ({ consensus: { kind: 'pow', target: 'f'.repeat(64) } }), ['pow']),
  lying(
    'a millisecond before its turn',
    'header-too-early',
    ({ tip }) => ({ time: tip.header.time + testBlockTimeMs - 1 }),
    ['pow'],
  ),
  lying(
    'a time that is not that of its slot',
    'header-slot',
    ({ forge, tip, order }) => ({ time: forge.build(tip, order).header.time + 1 }),
    slots,
  ),
  lying('others than those who rule', 'header-validators', consensusWith({ validatorsHash: wrongHash }), slots),
  {
    ...{ what: 'the slot of another, by a key that may not seal', rule: 'header-producer', kinds: slots },
    make: (ground) => blockMessage(claimedBy(stranger, ground)),
  },
  {
    ...{ what: 'a signer out of turn', rule: 'header-producer', kinds: ['poa'] },
    make: (ground) => blockMessage(outOfTurn(ground)),
  },
  {
    ...{ what: 'no work behind it, or the signature of another key', rule: 'header-seal' },
    make: ({ forge, tip, order }) => blockMessage(forge.build(tip, { ...order, unsealed: true })),
  },
  {
    ...{ what: 'others who rule next than those it promises', rule: 'header-next-validators', kinds: slots },
    make: (ground) => usurped(ground, 'others'),
  },
  {
    ...{ what: 'itself alone as ruler, and not told', rule: 'header-validators-missing', kinds: slots },
    outcome: leftAside('header-validators-missing'),
    make: (ground) => usurped(ground, 'nothing'),
  },
  {
    what: 'a parent that nobody has',
    rule: 'header-parent-unknown',
    outcome: leftAside('header-parent-unknown'),
    make: ({ forge, tip, order }) => blockMessage(forge.build(tip, { ...order, lie: { parent: wrongHash } })),
  },
  {
    what: 'a time that has not come',
    rule: 'header-from-future',
    outcome: leftAside('header-from-future'),
    make: ({ forge, tip, order }) =>
      blockMessage(forge.build(tip, { ...order, time: tip.header.time + 10_000_000 * testBlockTimeMs })),
  },
];

const bodyBreaches: readonly Breach[] = [
  {
    ...{ what: 'half of a block', rule: 'block-form' },
    make: ({ forge, tip, order }) => {
      const { bytes } = forge.build(tip, order);
      return { type: 'block', block: bytes.slice(0, bytes.length / 2) };
    },
  },
  lying('transactions that are not in it', 'block-transaction-root', () => ({ transactionRoot: wrongHash })),
  {
    ...{ what: 'one transaction twice', rule: 'block-duplicate-transaction' },
    make: withBody(({ forge }) => [payment(forge, 0), payment(forge, 0)]),
  },
  {
    ...{ what: 'a signature that is not the sender’s', rule: 'block-signature' },
    make: withBody(({ forge }) => {
      const right = payment(forge, 0);
      return [withOtherSignature(right, flipBit(right.signature, 0))];
    }),
  },
  {
    ...{ what: 'a payment of nothing', rule: 'block-transaction-rule' },
    make: withBody(({ forge }) => [payment(forge, 0, 0n)]),
  },
];

const broken: readonly Breach[] = [
  lying('a state that is not so', 'block-state-root', () => ({ stateRoot: wrongHash })),
  lying('receipts that are not so', 'block-receipt-root', () => ({ receiptRoot: wrongHash })),
  lying('gas that nobody used', 'block-gas-used', () => ({ gasUsed: 1 })),
  {
    ...{ what: 'a transaction whose turn has not come', rule: 'block-transaction' },
    make: withBody(({ forge }) => [payment(forge, 7)]),
  },
  {
    ...{ what: 'itself alone as ruler, and the state says otherwise', rule: 'block-validators', kinds: slots },
    make: (ground) => usurped(ground, 'itself'),
  },
];

/** What only execution finds costs nobody who passed it on. */
const executionBreaches = broken.map((breach) => ({ ...breach, outcome: refused(breach.rule, false) }));

/** In the order in which a node looks at a block. */
export const breaches: readonly Breach[] = [...headerBreaches, ...bodyBreaches, ...executionBreaches];
