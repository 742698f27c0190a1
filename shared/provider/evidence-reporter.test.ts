// Evidence by itself: who sends it, at what price, and when nothing is sent.

import { describe, expect, test } from 'vitest';
import { signMessage } from '../core/crypto/index.ts';
import { createMempool } from '../core/mempool/index.ts';
import { decodeTransaction, type Hex32, type Transaction } from '../core/model/index.ts';
import { checkTransactionForm, readAccount, stakesOf } from '../core/state/index.ts';
import {
  doubleSealOf,
  type DrivenBlocks,
  driveBlocks,
  drivenChainId,
  loadSignatureCheck,
  sealOf,
  stakesByNumber,
  stakeSpec,
  type TestWallet,
  walletOf,
} from '../testing/index.ts';
import { type EvidencePlace, reportEvidence } from './evidence-reporter.ts';

const check = await loadSignatureCheck();
const offender = walletOf(1);
const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';

const placeOf = ({ spec, state, height }: DrivenBlocks): EvidencePlace => ({
  ...{ chainId: drivenChainId, spec, state },
  height: height(),
  nextNonce: (sender) => readAccount(state, sender)?.nonce ?? 0,
});

const evidence = (wallet: TestWallet, slot: number, height: number) =>
  doubleSealOf(wallet, { chainId: drivenChainId, slot, height });

/** A node with these keys, and what it has sent. */
const nodeWith = (...wallets: readonly TestWallet[]) => {
  const sent: Transaction[] = [];
  const byKey = new Map<Hex32, TestWallet>(wallets.map((wallet) => [wallet.publicKey, wallet]));
  return {
    sent,
    parts: {
      senders: () => Promise.resolve([...byKey.keys()]),
      sign: (sender: Hex32, message: Uint8Array) => {
        const wallet = byKey.get(sender);
        return Promise.resolve(wallet && signMessage(wallet.seed, message));
      },
      submit: (bytes: Uint8Array) => {
        const transaction = decodeTransaction(bytes);
        if (transaction.ok) sent.push(transaction.value);
        return Promise.resolve({ ok: transaction.ok });
      },
    },
  };
};

describe('a node that sees a double signature', () => {
  test('sends it at the default price, and the chain takes it', async () => {
    const chain = driveBlocks(stakeSpec(), check);
    const { parts, sent } = nodeWith(walletOf(4));
    expect(await reportEvidence(parts, placeOf(chain), evidence(offender, 3, 1))).toBe(true);
    expect(sent).toMatchObject([{ sender: walletOf(4).publicKey, gasPrice: 1n, validUntil: 8 }]);
    expect(chain.add(...sent)).toEqual(['ok']);
    expect(stakesByNumber(stakesOf(chain.state), [1])).toEqual([0n]);
  });

  test('sends it for nothing where the account is poor, and not at all without an account', async () => {
    const poor = walletOf(50);
    const spec = stakeSpec();
    const rich = [...spec.allocations, { account: poor.publicKey, amount: 5n }];
    const allocations = rich.sort((a, b) => (a.account < b.account ? -1 : 1));
    const chain = driveBlocks({ ...spec, allocations }, check);
    const stranger = nodeWith(walletOf(60));
    expect(await reportEvidence(stranger.parts, placeOf(chain), evidence(offender, 3, 1))).toBe(false);
    const { parts, sent } = nodeWith(walletOf(60), poor);
    expect(await reportEvidence(parts, placeOf(chain), evidence(offender, 3, 1))).toBe(true);
    expect(sent).toMatchObject([{ sender: poor.publicKey, gasPrice: 0n }]);
    expect(chain.add(...sent)).toEqual(['ok']);
    expect(readAccount(chain.state, poor.publicKey)?.balance).toBe(15n);
  });

  test('sends nothing that the next block would refuse', async () => {
    const chain = driveBlocks(stakeSpec(), check);
    const { parts, sent } = nodeWith(walletOf(4));
    const first = evidence(offender, 3, 1);
    chain.add(chain.write(walletOf(5), first));
    expect(await reportEvidence(parts, placeOf(chain), first)).toBe(false);
    expect(await reportEvidence(parts, placeOf(chain), evidence(walletOf(9), 3, 1))).toBe(false);
    chain.wait(20);
    expect(await reportEvidence(parts, placeOf(chain), evidence(walletOf(2), 3, 1))).toBe(false);
    expect(sent).toEqual([]);
  });
});

test('who was not the first has his number back as soon as the evidence of another is in the chain', async () => {
  const chain = driveBlocks(stakeSpec(), check);
  const [late, first] = [nodeWith(walletOf(4)), nodeWith(walletOf(5))];
  const mempool = createMempool();
  for (const { parts } of [late, first]) await reportEvidence(parts, placeOf(chain), evidence(offender, 3, 1));
  for (const transaction of [...late.sent, ...first.sent]) {
    const form = checkTransactionForm(transaction, { spec: chain.spec, chainId: drivenChainId });
    expect(form.ok && mempool.add(form.value, chain.state, chain.height()).ok).toBe(true);
  }
  const sender = walletOf(4).publicKey;
  expect(mempool.nextNonce(sender, chain.state)).toBe(1);
  chain.add(...first.sent);
  const included = first.sent.map(({ id }) => id);
  const dropped = mempool.refresh(included, chain.state, chain.height());
  expect(dropped).toEqual(late.sent.map(({ id }) => ({ id, reason: 'evidence-known' })));
  expect(mempool.nextNonce(sender, chain.state)).toBe(0);
  // Another offence of the same key is worth as much as before.
  const more = await reportEvidence(late.parts, placeOf(chain), evidence(walletOf(2), 5, 1));
  expect(more).toBe(true);
});

/** Who reports, one transaction each in a block. */
const reporters = Array.from({ length: 40 }, (_, i) => walletOf(3000 + i));
const ascending = (wallets: readonly TestWallet[], amount: bigint) =>
  wallets.map(({ publicKey }) => ({ account: publicKey, amount })).sort((a, b) => (a.account < b.account ? -1 : 1));

/** Five ways in which two headers are no evidence against this wallet. */
const badOf = (wallet: TestWallet, i: number) => {
  const order = { chainId: drivenChainId, slot: 1000 + i, height: 1 };
  const { kind, first, second } = doubleSealOf(wallet, order);
  const turned = second.slice();
  turned[turned.length - 1 - (i % 60)] = (turned[turned.length - 1 - (i % 60)] ?? 0) ^ 1;
  const wrong = [
    { kind, first, second: first },
    { kind, first, second: turned },
    { kind, first, second: sealOf(wallet, { ...order, slot: 2000 + i }).bytes },
    doubleSealOf(wallet, { ...order, chainId: 'dd'.repeat(32) }),
    doubleSealOf(walletOf(900 + i), order),
  ];
  return wrong[i % wrong.length] ?? { kind, first, second: first };
};

test('of as many good as bad pairs, the good come into the chain within nine blocks, each once, and the bad never', () => {
  const count = isNight ? 100 : 20;
  const stakers = Array.from({ length: count }, (_, i) => walletOf(i + 200));
  const stakes = ascending([walletOf(1), ...stakers], 1000n);
  const spec = stakeSpec({ stakes });
  const chain = driveBlocks({ ...spec, allocations: ascending(reporters, 1_000_000n) }, check);
  const good = stakers.map((wallet, i) => evidence(wallet, i, 1));
  const bad = stakers.map(badOf);
  const offers = good.flatMap((one, i) => [bad[i] ?? one, one, one]);
  const perBlock = Math.ceil(offers.length / 9);
  let taken = 0;
  for (let block = 0; block < 9; block++) {
    const part = offers.slice(block * perBlock, (block + 1) * perBlock);
    const transactions = part.map((payload, i) => chain.write(reporters[i] ?? walletOf(3000), payload));
    const verdicts = chain.add(...transactions);
    taken += verdicts.filter((verdict) => verdict === 'ok').length;
    for (const [i, payload] of part.entries()) if (bad.includes(payload)) expect(verdicts[i]).not.toBe('ok');
  }
  expect(chain.height()).toBe(9);
  expect(taken).toBe(count);
  const numbers = stakers.map((_, i) => i + 200);
  expect(stakesByNumber(stakesOf(chain.state), [1, ...numbers])).toEqual([1000n, ...numbers.map(() => 0n)]);
});
