// Blocks that every node must refuse, each with the one fault that it must be refused with, and what each fault means
// for the id and for the peer who sent it.

import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import {
  createForge,
  fixedWork,
  flipBit,
  type ForgedBlock,
  loadSignatureCheck,
  longAfter,
  offerBytes,
  type Offered,
  openTestChain,
  recordOf,
  searchSeal,
  testBlockTimeMs,
  testSpec,
  transferOf,
  walletOf,
  withOtherSignature,
} from '../../testing/index.ts';
import { concatBytes } from '../bytes/index.ts';
import {
  amountMax,
  type ChainSpec,
  encodeBlock,
  type Header,
  sealHeader,
  signingBytesOf,
  type Transaction,
  zeroHex32,
} from '../model/index.ts';
import { type BlockFault, meaningOf, sealedOf } from './index.ts';

const check = await loadSignatureCheck();

/** Two blocks that are right; the bad one stands on the second. */
const stageOf = (changes: Partial<ChainSpec> = {}) => {
  const forge = createForge(testSpec(changes));
  const { chainId } = forge;
  const [alice, bob] = [walletOf(1), walletOf(2)];
  const pay = (nonce: number, amount = 5n, from = alice): Transaction =>
    transferOf(from, bob.address, amount, { chainId, nonce });
  const first = forge.build(forge.genesis, { transactions: [pay(0)] });
  const second = forge.build(first);
  const body = [pay(1), pay(2), recordOf(bob, new Uint8Array([70]), { chainId })];
  const lie = (header: Partial<Header>, transactions: readonly Transaction[] = body): Uint8Array =>
    forge.build(second, { transactions, lie: header }).bytes;
  return { forge, chainId, alice, bob, pay, first, second, body, lie };
};

type Stage = ReturnType<typeof stageOf>;

interface BadBlock {
  readonly name: string;
  readonly fault: BlockFault['type'];
  readonly at: 'form' | 'header' | 'body' | 'execution';
  readonly make: (stage: Stage) => Uint8Array;
  readonly spec?: Partial<ChainSpec>;
  readonly now?: (stage: Stage) => number;
}

const headerCase = (name: string, fault: BadBlock['fault'], lie: (stage: Stage) => Partial<Header>): BadBlock => ({
  name,
  fault,
  at: 'header',
  make: (stage) => stage.lie(lie(stage)),
});

const validators = { slot: 3, validatorsHash: zeroHex32, nextValidatorsHash: zeroHex32 };

/** A header whose seal is not a nonce. */
const sealedOtherwise = (stage: Stage, consensus: Header['consensus'], sealLength: number): Uint8Array => {
  const honest = stage.forge.build(stage.second, { transactions: stage.body });
  const sealed = sealHeader({ ...honest.header, consensus }, new Uint8Array(sealLength));
  return encodeBlock(sealed, stage.body);
};

const headerCases: readonly BadBlock[] = [
  headerCase('version 0', 'header-version', () => ({ version: 0 })),
  headerCase('a version of the future', 'header-version', () => ({ version: 2 })),
  headerCase('another network', 'header-chain', () => ({ chainId: 'ab'.repeat(32) })),
  headerCase('the chain id of a genesis block', 'header-chain', () => ({ chainId: zeroHex32 })),
  headerCase('the height of its parent', 'header-height', ({ second }) => ({ height: second.height })),
  headerCase('a height left out', 'header-height', ({ second }) => ({ height: second.height + 2 })),
  headerCase('height 0', 'header-height', () => ({ height: 0 })),
  headerCase('the greatest height there is', 'header-height', () => ({ height: Number.MAX_SAFE_INTEGER })),
  headerCase('the time of its parent', 'header-time', ({ second }) => ({ time: second.header.time })),
  headerCase('a time before its parent', 'header-time', ({ second }) => ({ time: second.header.time - 1 })),
  headerCase('time 0', 'header-time', () => ({ time: 0 })),
  headerCase('a millisecond before its turn', 'header-too-early', ({ second }) => ({
    time: second.header.time + testBlockTimeMs - 1,
  })),
  headerCase('an easier target', 'header-target', () => ({ consensus: { kind: 'pow', target: 'f'.repeat(64) } })),
  headerCase('a harder target', 'header-target', () => ({ consensus: { kind: 'pow', target: `00${'f'.repeat(62)}` } })),
  headerCase('no history', 'header-history', () => ({ historyRoot: zeroHex32 })),
  headerCase('the history of its parent', 'header-history', ({ second }) => ({
    historyRoot: second.header.historyRoot,
  })),
  headerCase('a parent that nobody has', 'header-parent-unknown', () => ({ parent: 'cd'.repeat(32) })),
  {
    name: 'a seal of authority',
    fault: 'header-consensus-kind',
    at: 'header',
    make: (stage) => sealedOtherwise(stage, { kind: 'poa', ...validators }, 64),
  },
  {
    name: 'a seal of stake',
    fault: 'header-consensus-kind',
    at: 'header',
    make: (stage) => sealedOtherwise(stage, { kind: 'pos', vrfOutput: new Uint8Array(64), ...validators }, 144),
  },
  {
    name: 'a seal that misses the target',
    fault: 'header-seal',
    at: 'header',
    make: ({ forge, second, body }) => forge.build(second, { transactions: body, unsealed: true }).bytes,
  },
  {
    name: 'the seal of another header',
    fault: 'header-seal',
    at: 'header',
    spec: { consensus: fixedWork(3) },
    make: ({ forge, second, body }) => {
      const { header } = forge.build(second, { transactions: body });
      return encodeBlock(sealHeader({ ...header, gasUsed: 1 }, searchSeal(header)), body);
    },
  },
  {
    name: 'a time that has not come',
    fault: 'header-from-future',
    at: 'header',
    make: ({ forge, second }) => forge.build(second).bytes,
    now: ({ second }) => second.header.time + testBlockTimeMs - 30_001,
  },
];

/** The same transaction signed again with other randomness: both signatures are right. */
const signedAgain = (transaction: Transaction, seed: Uint8Array): Transaction => {
  const message = signingBytesOf(transaction);
  const key = ed25519.utils.getExtendedPublicKey(seed);
  const littleEndian = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const order = ed25519.Point.Fn.ORDER;
  const r = 123_456_789n;
  const rBytes = ed25519.Point.BASE.multiply(r).toBytes();
  const h = littleEndian(sha512(concatBytes(rBytes, key.pointBytes, message)));
  let s = (r + h * key.scalar) % order;
  const sBytes = Uint8Array.from({ length: 32 }, () => {
    const byte = Number(s & 0xffn);
    s >>= 8n;
    return byte;
  });
  return withOtherSignature(transaction, concatBytes(rBytes, sBytes));
};

const bodyOf = (forged: ForgedBlock, transactions: readonly Transaction[]): Uint8Array =>
  encodeBlock(forged.block, transactions);

const honestWith = (stage: Stage, body: (honest: readonly Transaction[]) => readonly Transaction[]): Uint8Array =>
  bodyOf(stage.forge.build(stage.second, { transactions: stage.body }), body(stage.body));

const rootCase = (
  name: string,
  body: (honest: readonly Transaction[], stage: Stage) => readonly Transaction[],
): BadBlock => ({
  name,
  fault: 'block-transaction-root',
  at: 'body',
  make: (stage) => honestWith(stage, (honest) => body(honest, stage)),
});

const bodyCases: readonly BadBlock[] = [
  {
    name: 'no transaction root',
    fault: 'block-transaction-root',
    at: 'body',
    make: ({ lie }) => lie({ transactionRoot: zeroHex32 }),
  },
  rootCase('a body without its last transaction', (honest) => honest.slice(0, -1)),
  rootCase('a body without any', () => []),
  rootCase('a body with one more', (honest, { pay }) => [...honest, pay(3)]),
  rootCase('a body with its last one twice', (honest) => [...honest, ...honest.slice(-1)]),
  rootCase('a body in another order', (honest) => [...honest].reverse()),
  rootCase('the body of another block', (_honest, { pay }) => [pay(1, 6n)]),
  rootCase('a known id under another right signature', ([one, ...rest], { alice }) =>
    one === undefined ? [] : [signedAgain(one, alice.seed), ...rest],
  ),
  rootCase('a known id under a wrong signature', ([one, ...rest]) =>
    one === undefined ? [] : [withOtherSignature(one, flipBit(one.signature, 0)), ...rest],
  ),
  {
    name: 'one transaction twice',
    fault: 'block-duplicate-transaction',
    at: 'body',
    make: ({ forge, second, pay }) => forge.build(second, { transactions: [pay(1), pay(1)] }).bytes,
  },
  {
    name: 'one transaction twice, with others between',
    fault: 'block-duplicate-transaction',
    at: 'body',
    make: ({ forge, second, pay }) => forge.build(second, { transactions: [pay(1), pay(2), pay(3), pay(1)] }).bytes,
  },
  {
    name: 'one id under two right signatures',
    fault: 'block-duplicate-transaction',
    at: 'body',
    make: ({ forge, second, pay, alice }) =>
      forge.build(second, { transactions: [pay(1), signedAgain(pay(1), alice.seed)] }).bytes,
  },
  {
    name: 'more gas than a block may use',
    fault: 'block-gas',
    at: 'body',
    spec: { blockGasMax: 100_000 },
    make: ({ forge, second, pay }) =>
      forge.build(second, { transactions: [1, 2, 3, 4].map((nonce) => pay(nonce)) }).bytes,
  },
  {
    name: 'nothing where the network wants a transaction',
    fault: 'block-empty',
    at: 'body',
    spec: { consensus: { ...fixedWork(1), onlyWhenTransactionsWait: true } as ChainSpec['consensus'] },
    make: ({ forge, second }) => forge.build(second).bytes,
  },
];

const formCase = (name: string, change: (bytes: Uint8Array, stage: Stage) => Uint8Array): BadBlock => ({
  name,
  fault: 'block-form',
  at: 'form',
  make: (stage) =>
    change(
      honestWith(stage, (honest) => honest),
      stage,
    ),
});

const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

const headerLength = (stage: Stage): number => stage.second.block.bytes.length;

const formCases: readonly BadBlock[] = [
  formCase('no bytes', () => new Uint8Array(0)),
  formCase('a byte too many', (bytes) => concatBytes(bytes, new Uint8Array(1))),
  formCase('a byte too few', (bytes) => bytes.slice(0, -1)),
  formCase('half of a header', (bytes) => bytes.slice(0, 100)),
  formCase('a header without a count', (bytes, stage) => bytes.slice(0, headerLength(stage))),
  formCase('a count beyond all bounds', (bytes, stage) =>
    concatBytes(bytes.slice(0, headerLength(stage)), u32(0xffff_ffff), bytes.slice(headerLength(stage) + 4)),
  ),
  formCase('a count of one more than there is', (bytes, stage) =>
    concatBytes(bytes.slice(0, headerLength(stage)), u32(4), bytes.slice(headerLength(stage) + 4)),
  ),
  formCase('a transaction of length 2^32 − 1', (bytes, stage) =>
    concatBytes(bytes.slice(0, headerLength(stage)), u32(1), u32(0xffff_ffff)),
  ),
  formCase('a transaction of no bytes', (bytes, stage) =>
    concatBytes(bytes.slice(0, headerLength(stage)), u32(1), u32(0)),
  ),
  formCase('a transaction of an unknown kind', (bytes, stage) => {
    const kindAt = headerLength(stage) + 8 + 96;
    return concatBytes(bytes.slice(0, kindAt), Uint8Array.of(200), bytes.slice(kindAt + 1));
  }),
  formCase('a consensus kind that nobody knows', (bytes, stage) => {
    const kindAt = headerLength(stage) - 8 - 33;
    return concatBytes(bytes.slice(0, kindAt), Uint8Array.of(9), bytes.slice(kindAt + 1));
  }),
  formCase('a height above 2^53', (bytes) =>
    concatBytes(bytes.slice(0, 33), new Uint8Array(8).fill(255), bytes.slice(41)),
  ),
  {
    name: 'more bytes than a block may have',
    fault: 'block-form',
    at: 'form',
    spec: { blockBytesMax: 10_000 },
    make: ({ forge, second, bob, chainId }) => {
      const record = (nonce: number) => recordOf(bob, new Uint8Array(1024), { chainId, nonce });
      return forge.build(second, { transactions: Array.from({ length: 10 }, (_, nonce) => record(nonce)) }).bytes;
    },
  },
];

const lieCase = (name: string, fault: BadBlock['fault'], lie: (stage: Stage) => Partial<Header>): BadBlock => ({
  name,
  fault,
  at: 'execution',
  make: (stage) => stage.lie(lie(stage)),
});

/** Room for eight accounts, of which six are there. */
const crowdedState = (8 * createForge(testSpec()).genesis.state.size()) / testSpec().allocations.length;

const executionCases: readonly BadBlock[] = [
  lieCase('one gas too many', 'block-gas-used', ({ forge, second, body }) => ({
    gasUsed: forge.build(second, { transactions: body }).header.gasUsed + 1,
  })),
  lieCase('no gas used', 'block-gas-used', () => ({ gasUsed: 0 })),
  {
    name: 'gas used by nothing',
    fault: 'block-gas-used',
    at: 'execution',
    make: ({ lie }) => lie({ gasUsed: 1 }, []),
  },
  lieCase('no receipts', 'block-receipt-root', () => ({ receiptRoot: zeroHex32 })),
  lieCase('the receipts of another block', 'block-receipt-root', ({ first }) => ({
    receiptRoot: first.header.receiptRoot,
  })),
  lieCase('no state', 'block-state-root', () => ({ stateRoot: zeroHex32 })),
  lieCase('the state of its parent', 'block-state-root', ({ second }) => ({ stateRoot: second.header.stateRoot })),
  lieCase('the reward to another than executed', 'block-state-root', ({ alice }) => ({ producer: alice.publicKey })),
  {
    name: 'a transaction of an earlier block',
    fault: 'block-transaction',
    at: 'execution',
    make: ({ forge, second, pay }) => forge.build(second, { transactions: [pay(0)] }).bytes,
  },
  {
    name: 'coins spent that the transaction before has spent',
    fault: 'block-transaction',
    at: 'execution',
    make: ({ forge, second, pay }) =>
      forge.build(second, { transactions: [pay(1, 999_999_000_000n), pay(2, 999_999_000_000n)] }).bytes,
  },
  {
    name: 'nonces in the wrong order',
    fault: 'block-transaction',
    at: 'execution',
    make: ({ forge, second, pay }) => forge.build(second, { transactions: [pay(2), pay(1)] }).bytes,
  },
  {
    name: 'a reward that nobody can hold',
    fault: 'block-supply-overflow',
    at: 'execution',
    spec: { reward: amountMax / 3n },
    make: ({ forge, second }) => forge.build(second, { lie: { stateRoot: zeroHex32 } }).bytes,
  },
  {
    name: 'more state than the network holds',
    fault: 'block-state-full',
    at: 'execution',
    spec: { stateBytesMax: crowdedState },
    make: ({ forge, second, alice, chainId }) => {
      const found = (number: number) => walletOf(1000 + number).address;
      const transactions = Array.from({ length: 8 }, (_, i) =>
        transferOf(alice, found(i), 1n, { chainId, nonce: i + 1 }),
      );
      return forge.build(second, { transactions }).bytes;
    },
  },
];

const badBlocks = [...headerCases, ...bodyCases, ...formCases, ...executionCases];

/** A chain that stands on the second block of the stage. */
const openOn = (stage: Stage) => {
  const chain = openTestChain(stage.forge, check);
  const needsTransactions = !stage.forge.engine.bodyMayBeEmpty;
  for (const { bytes } of needsTransactions ? [stage.first] : [stage.first, stage.second]) {
    expect(offerBytes(chain, bytes)).toEqual({ type: 'head' });
  }
  if (needsTransactions) expect(chain.acceptHeader(stage.second.block, longAfter)).toMatchObject({ ok: true });
  return chain;
};

describe('a bad block', () => {
  test('comes in at least 40 kinds, each with a name of its own', () => {
    expect(badBlocks.length).toBeGreaterThanOrEqual(40);
    expect(new Set(badBlocks.map(({ name }) => name)).size).toBe(badBlocks.length);
  });

  test.each(badBlocks)('$name: $fault', ({ make, fault, at, spec, now }) => {
    const stage = stageOf(spec);
    const chain = openOn(stage);
    const head = chain.head();
    const root = chain.state.root();
    const offered: Offered = offerBytes(chain, make(stage), now?.(stage));
    expect(offered).toMatchObject({ type: 'refused', at, fault: { type: fault } });
    expect(chain.head()).toBe(head);
    expect(chain.state.root()).toBe(root);
  });

  test('the block that all of them were made from is accepted', () => {
    const stage = stageOf();
    const chain = openOn(stage);
    expect(
      offerBytes(
        chain,
        honestWith(stage, (honest) => honest),
      ),
    ).toEqual({ type: 'head' });
    expect(chain.state.root()).toBe(sealedOf(chain.head()).header.stateRoot);
  });
});

describe('what a fault means', () => {
  const typeOf = (fault: BadBlock['fault']) => badBlocks.find((bad) => bad.fault === fault);

  test('no fault of the bytes, of the seal or of a body that is not its own condemns the id', () => {
    for (const { make, at, fault, spec } of badBlocks) {
      if (!['block-form', 'block-transaction-root', 'header-seal'].includes(fault)) continue;
      const stage = stageOf(spec);
      const offered = offerBytes(openOn(stage), make(stage));
      if (offered.type !== 'refused') throw new Error('it was not refused');
      expect([at, meaningOf(offered.fault).concerns]).toEqual([at, 'message']);
    }
    expect(typeOf('block-form')).toBeDefined();
  });

  test('whoever sends what cannot be right is dropped; whoever is only early is not', () => {
    for (const { make, fault, spec, now } of badBlocks) {
      const stage = stageOf(spec);
      const offered = offerBytes(openOn(stage), make(stage), now?.(stage));
      if (offered.type !== 'refused') throw new Error('it was not refused');
      const harmless = fault === 'header-from-future' || fault === 'header-parent-unknown';
      expect([fault, meaningOf(offered.fault).points]).toEqual([fault, harmless ? 0 : 100]);
    }
  });
});
