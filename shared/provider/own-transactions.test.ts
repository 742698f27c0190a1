// The event `transaction` is told for own accounts, in order, and what waits to be told is bounded.

import { expect, test } from 'vitest';
import {
  createForge,
  driveByHand,
  loadSignatureCheck,
  testSpec,
  transferOf,
  walletOf,
  noMachine,
} from '../testing/index.ts';
import type { TxStatus } from './api.ts';
import { createChainIndex } from './chain-index.ts';
import { createEventHub } from './event-hub.ts';
import type { Live } from './open-network.ts';
import { createOwnTransactions } from './own-transactions.ts';
import { createDroppedList } from './tx-status.ts';

const check = await loadSignatureCheck();

const forge = createForge(testSpec());
const { chainId, spec } = forge;
const alice = walletOf(1);
const now = spec.genesisTime + 1_000_000;

/** A node that has one payment of Alice waiting, and what is told of her transactions. */
const stage = async () => {
  const { node, store, give, peerUp, tell } = await driveByHand(forge, check);
  const payment = transferOf(alice, walletOf(2).address, 5n, { chainId, nonce: 0 });
  await peerUp('p', now);
  await tell('p', { type: 'transactions', transactions: [payment.bytes] }, now);
  const running = { submit: () => Promise.reject(new Error('no driver')), stop: () => Promise.resolve() };
  const session = {
    spec,
    node,
    running,
    store,
    contracts: noMachine,
    hashRate: () => 0,
    close: () => Promise.resolve(),
  };
  const live: Live = {
    network: { chainId, spec, relays: [] },
    session,
    index: createChainIndex({ chain: node.chain, store }),
  };
  const hub = createEventHub();
  const told: TxStatus[] = [];
  hub.on('transaction', (status) => told.push(status));
  const failures: unknown[] = [];
  const isOwn = (account: string): boolean => account === alice.publicKey;
  const parts = { hub, dropped: createDroppedList(), isOwn, live: () => live };
  return { own: createOwnTransactions(parts, (cause) => failures.push(cause)), live, told, failures, payment, give };
};

test('a payment of an own account is told', async () => {
  const { own, live, told, payment } = await stage();
  own.changed(live, { type: 'transaction', id: payment.id, status: 'pending' });
  await expect.poll(() => told.map(({ id, status }) => [id, status])).toEqual([[`0x${payment.id}`, 'pending']]);
});

test('at most a thousand changes wait to be told, and later ones are told again', async () => {
  const { own, live, told, failures, payment } = await stage();
  const pending = { type: 'transaction', id: payment.id, status: 'pending' } as const;
  for (let i = 0; i < 5000; i++) own.changed(live, pending);
  await expect.poll(() => told.length).toBe(1000);
  own.changed(live, pending);
  await expect.poll(() => told.length).toBe(1001);
  expect(failures).toEqual([]);
});
