// What becomes of a report that does not reach the chain: it is made anew, until the chain knows.

import { expect, test } from 'vitest';
import { signMessage } from '../core/crypto/index.ts';
import { createMempool } from '../core/mempool/index.ts';
import { decodeTransaction, type Transaction } from '../core/model/index.ts';
import { checkTransactionForm, readAccount, stakesOf } from '../core/state/index.ts';
import {
  doubleSealOf,
  driveBlocks,
  drivenChainId,
  loadSignatureCheck,
  stakesByNumber,
  stakeSpec,
  walletOf,
} from '../testing/index.ts';
import { type OneAtATime, oneAtATime } from './one-at-a-time.ts';
import { createEquivocationDesk, type EvidenceNode } from './report-equivocation.ts';

const check = await loadSignatureCheck();
const reporter = walletOf(4);
const { first, second } = doubleSealOf(walletOf(1), { chainId: drivenChainId, slot: 3, height: 1 });

/** A node with a real state and mempool. `stale` is how far the nonce is behind that the reporter is told. */
const stage = (inTurn?: OneAtATime) => {
  const chain = driveBlocks(stakeSpec(), check);
  const mempool = createMempool();
  const noted: string[] = [];
  const submitted: Transaction[] = [];
  const nodeWith = (stale = 0): EvidenceNode => ({
    place: { chainId: drivenChainId, spec: chain.spec, state: chain.state, height: chain.height() },
    mempool,
    nextNonce: (sender) => mempool.nextNonce(sender, chain.state) - stale,
    submit: (bytes) => {
      const transaction = decodeTransaction(bytes);
      if (!transaction.ok) return Promise.resolve({ ok: false });
      submitted.push(transaction.value);
      const form = checkTransactionForm(transaction.value, { spec: chain.spec, chainId: drivenChainId });
      return Promise.resolve({ ok: form.ok && mempool.add(form.value, chain.state, chain.height()).ok });
    },
  });
  const sign = (_sender: string, message: Uint8Array) => Promise.resolve(signMessage(reporter.seed, message));
  const senders = () => Promise.resolve([reporter.publicKey]);
  const desk = createEquivocationDesk({ senders, sign, ...(inTurn === undefined ? {} : { inTurn }) }, (what) => {
    noted.push(what);
  });
  return { chain, mempool, noted, submitted, nodeWith, desk };
};

test('a report with the nonce of a chain that is left is made anew with the next block, and then no more', async () => {
  const { chain, mempool, submitted, nodeWith, desk } = stage();
  chain.add(chain.write(reporter, { kind: 'record', data: new Uint8Array([70]) }));
  await desk.seen(nodeWith(1), { first, second });
  expect(mempool.count()).toBe(0);
  await desk.look(nodeWith());
  expect(mempool.list()).toMatchObject([{ transaction: { sender: reporter.publicKey, nonce: 1 } }]);
  // While it waits nothing else is sent.
  await desk.look(nodeWith());
  expect(submitted).toHaveLength(2);

  const [waiting] = mempool.list();
  if (waiting === undefined) throw new Error('nothing waits');
  expect(chain.add(waiting.transaction)).toEqual(['ok']);
  mempool.refresh([waiting.transaction.id], chain.state, chain.height());
  expect(stakesByNumber(stakesOf(chain.state), [1])).toEqual([0n]);
  await desk.look(nodeWith());
  expect(submitted).toHaveLength(2);
  expect(readAccount(chain.state, reporter.publicKey)?.nonce).toBe(2);
});

test('what nobody takes is given up after some blocks', async () => {
  const { chain, mempool, submitted, nodeWith, desk } = stage();
  chain.add(chain.write(reporter, { kind: 'record', data: new Uint8Array([70]) }));
  await desk.seen(nodeWith(1), { first, second });
  chain.wait(129);
  await desk.look(nodeWith());
  expect(submitted).toHaveLength(1);
  expect(mempool.count()).toBe(0);
});

test('a report and a transaction of the same sender at once get two numbers', async () => {
  const inTurn = oneAtATime();
  const { chain, mempool, nodeWith, desk } = stage(inTurn);
  const node = nodeWith();
  const pay = async (): Promise<void> => {
    const nonce = node.nextNonce(reporter.publicKey);
    await Promise.resolve(); // it is signed
    const payload = { kind: 'record', data: new Uint8Array([70]) } as const;
    await node.submit(chain.write(reporter, payload, { nonce }).bytes);
  };
  await Promise.all([desk.seen(node, { first, second }), inTurn(pay)]);
  expect(
    mempool
      .list()
      .map(({ transaction }) => transaction.nonce)
      .sort(),
  ).toEqual([0, 1]);
});
