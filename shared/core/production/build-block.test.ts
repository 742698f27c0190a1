// Blocks that are built are blocks that are accepted, filled with what pays best and fits.

import type { Candidate } from '../consensus/index.ts';
import { describe, expect, test } from 'vitest';
import {
  createForge,
  fixedWork,
  loadSignatureCheck,
  longAfter,
  offerBlock,
  openTestChain,
  recordOf,
  richWallets,
  searchSeal,
  testSpec,
  transferOf,
  walletOf,
} from '../../testing/index.ts';
import { type Chain, sealedOf } from '../chain/index.ts';
import { createMempool, type Mempool } from '../mempool/index.ts';
import { type Block, type ChainSpec, encodeBlock, sealHeader, type Transaction } from '../model/index.ts';
import { checkTransactionForm, readAccount } from '../state/index.ts';
import { buildBlock, type Draft } from './index.ts';

const check = await loadSignatureCheck();

const producer = walletOf(99).publicKey;
const [alice, bob, carol] = richWallets();
if (alice === undefined || bob === undefined || carol === undefined) throw new Error('the spec makes five rich');

const candidateOf = (key: string): Candidate => ({ producer: key, signedUpTo: -1, proofOf: () => undefined });

const stage = (changes: Partial<ChainSpec> = {}) => {
  const forge = createForge(testSpec(changes));
  const chain = openTestChain(forge, check);
  const first = forge.build(forge.genesis);
  if (forge.engine.bodyMayBeEmpty) offerBlock(chain, first.block);
  const mempool = createMempool();
  const wait = (...transactions: readonly Transaction[]): void => {
    for (const transaction of transactions) {
      const form = checkTransactionForm(transaction, chain);
      if (!form.ok) throw new Error(form.error.type);
      expect(mempool.add(form.value, chain.state, chain.head().height)).toMatchObject({ ok: true });
    }
  };
  const now = sealedOf(chain.head()).header.time + 5000;
  return { forge, chain, mempool, wait, now, chainId: forge.chainId };
};

const draftOf = (chain: Chain, mempool: Mempool, now: number): Draft => {
  const result = buildBlock(chain, mempool, candidateOf(producer), now);
  if (result.type !== 'draft') throw new Error(result.type);
  return result.draft;
};

const sealed = ({ header, transactions }: Draft): Block => {
  const body = transactions.map(({ transaction }) => transaction);
  const withSeal = sealHeader(header, searchSeal(header));
  return { ...withSeal, transactions: body, size: encodeBlock(withSeal, body).length };
};

const idsOf = (draft: Draft): readonly string[] => draft.transactions.map(({ transaction }) => transaction.id);

describe('a built block', () => {
  test('is accepted by every rule, empty or full', () => {
    const { chain, mempool, wait, now, chainId } = stage();
    expect(offerBlock(chain, sealed(draftOf(chain, mempool, now)))).toEqual({ type: 'head' });
    wait(
      transferOf(alice, walletOf(70).address, 5n, { chainId }),
      transferOf(alice, bob.address, 5n, { chainId, nonce: 1, gasPrice: 9n }),
      recordOf(bob, new TextEncoder().encode('pulse 70'), { chainId, gasPrice: 3n }),
    );
    const draft = draftOf(chain, mempool, now + 5000);
    expect(draft.transactions).toHaveLength(3);
    expect(offerBlock(chain, sealed(draft))).toEqual({ type: 'head' });
    const gas = BigInt(draft.header.gasUsed);
    expect(gas).toBeGreaterThan(0n);
    const paid = draft.transactions.reduce(
      (sum, { gas: used, transaction }) => sum + BigInt(used) * transaction.gasPrice,
      0n,
    );
    expect(readAccount(chain.state, producer)?.balance).toBe(3n * chain.spec.reward + paid);
  });

  test('takes first what pays most, in the order of nonces', () => {
    const { chain, mempool, wait, now, chainId } = stage();
    const cheap = transferOf(alice, bob.address, 1n, { chainId, gasPrice: 2n });
    const behind = transferOf(alice, bob.address, 1n, { chainId, nonce: 1, gasPrice: 50n });
    const middle = transferOf(bob, alice.address, 1n, { chainId, gasPrice: 5n });
    wait(behind, cheap, middle);
    expect(idsOf(draftOf(chain, mempool, now))).toEqual([middle.id, cheap.id, behind.id]);
  });

  test('uses no more gas than the network allows, and fills what is left', () => {
    const { chain, mempool, wait, now, chainId } = stage({ blockGasMax: 100_000 });
    wait(
      recordOf(alice, new Uint8Array(200), { chainId, gasPrice: 9n }),
      recordOf(bob, new Uint8Array(1000), { chainId, gasPrice: 8n }),
      recordOf(carol, new Uint8Array(300), { chainId, gasPrice: 7n }),
    );
    const draft = draftOf(chain, mempool, now);
    expect(draft.header.gasUsed).toBeLessThanOrEqual(100_000);
    expect(draft.transactions).toHaveLength(2);
    expect(offerBlock(chain, sealed(draft))).toEqual({ type: 'head' });
  });

  test('has no more bytes than the network allows', () => {
    const { chain, mempool, wait, now, chainId } = stage({ blockBytesMax: 10_000 });
    for (const wallet of [alice, bob, carol]) {
      wait(...[0, 1, 2, 3, 4].map((nonce) => recordOf(wallet, new Uint8Array(900), { chainId, nonce })));
    }
    const block = sealed(draftOf(chain, mempool, now));
    expect(block.size).toBeLessThanOrEqual(10_000);
    expect(block.size).toBeGreaterThan(7_500);
    expect(offerBlock(chain, block)).toEqual({ type: 'head' });
  });

  test('leaves out what cannot be paid any more, and what stands behind it', () => {
    const { chain, mempool, wait, now, chainId } = stage();
    const all = readAccount(chain.state, alice.publicKey)?.balance ?? 0n;
    // Admitted while bob is there; by then the deposit of a new account is needed besides.
    const tooMuch = transferOf(alice, walletOf(71).address, all - 100_000n, { chainId });
    const good = transferOf(bob, carol.address, 1n, { chainId });
    wait(tooMuch, good);
    expect(idsOf(draftOf(chain, mempool, now))).toEqual([good.id]);
  });

  test('is empty when its best body would burst the state, and that is accepted', () => {
    const full = createForge(testSpec()).genesis.state.size();
    const perAccount = full / testSpec().allocations.length;
    const { chain, mempool, wait, now, chainId } = stage({ stateBytesMax: full + perAccount });
    wait(transferOf(alice, walletOf(72).address, 1n, { chainId }));
    const draft = draftOf(chain, mempool, now);
    expect(draft.transactions).toEqual([]);
    expect(offerBlock(chain, sealed(draft))).toEqual({ type: 'head' });
  });

  test('cannot be made by a newcomer when there is no room for its account', () => {
    const { chain, mempool, now } = stage();
    const tight = { ...chain, spec: { ...chain.spec, stateBytesMax: chain.state.size() } };
    expect(buildBlock(tight, mempool, candidateOf(walletOf(73).publicKey), now)).toMatchObject({ type: 'wait' });
    expect(buildBlock(tight, mempool, candidateOf(producer), now)).toMatchObject({ type: 'draft' });
  });
});

describe('no block is built', () => {
  test('before its time in teaching mode', () => {
    const { chain, mempool } = stage();
    const { time } = sealedOf(chain.head()).header;
    expect(buildBlock(chain, mempool, candidateOf(producer), time + 999)).toEqual({ type: 'wait', until: time + 1000 });
    expect(buildBlock(chain, mempool, candidateOf(producer), time + 1000)).toMatchObject({ type: 'draft' });
  });

  test('without a transaction where the network wants one', () => {
    const consensus = { ...fixedWork(1), onlyWhenTransactionsWait: true } as ChainSpec['consensus'];
    const { chain, mempool, wait, chainId, now } = stage({ consensus });
    expect(buildBlock(chain, mempool, candidateOf(producer), now)).toEqual({ type: 'wait-for-transactions' });
    wait(transferOf(alice, bob.address, 1n, { chainId }));
    const block = sealed(draftOf(chain, mempool, now));
    expect(offerBlock(chain, block, longAfter)).toEqual({ type: 'head' });
  });
});
