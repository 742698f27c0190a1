// The mempool against a slow model: whatever is added, replaced, driven out and included, its books agree with its
// contents, its bounds hold, and its order is the one that a search through all transactions gives.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account, Hex32 } from '../model/index.ts';
import { type CheckedTransaction, reserveOf, type StateView } from '../state/index.ts';
import { createMempool, type Mempool } from './index.ts';
import { recordBy, recordTerms, senders, viewOf } from './people-who-pay.model.ts';

const limits = { countMax: 12, bytesMax: 2600, nonceWindow: 6, replacementPercent: 10n };
const height = 5;

const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('add' as const),
      ...recordTerms(7, 30, fc.nat({ max: 300 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('include' as const), sender: fc.nat({ max: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('set' as const),
      sender: fc.nat({ max: 3 }),
      nonce: fc.nat({ max: 4 }),
      balance: fc.nat({ max: 9000 }),
    }),
  },
);

/** The best next one among all, again and again. */
const slowRanking = (all: readonly CheckedTransaction[], accounts: ReadonlyMap<Hex32, Account>): readonly Hex32[] => {
  const next = new Map(senders.map((sender) => [sender, accounts.get(sender)?.nonce ?? 0]));
  const order: Hex32[] = [];
  for (;;) {
    const turn = all.filter(({ transaction }) => next.get(transaction.sender) === transaction.nonce);
    const [best] = turn.sort(({ transaction: a }, { transaction: b }) =>
      a.gasPrice === b.gasPrice ? (a.id < b.id ? -1 : 1) : a.gasPrice > b.gasPrice ? -1 : 1,
    );
    if (best === undefined) return order;
    order.push(best.transaction.id);
    next.set(best.transaction.sender, best.transaction.nonce + 1);
  }
};

const booksAgree = (pool: Mempool, view: StateView, accounts: ReadonlyMap<Hex32, Account>): void => {
  const all = pool.list();
  expect(pool.count()).toBe(all.length);
  expect(pool.bytes()).toBe(all.reduce((sum, { transaction }) => sum + transaction.bytes.length, 0));
  expect(pool.count()).toBeLessThanOrEqual(limits.countMax);
  expect(pool.bytes()).toBeLessThanOrEqual(limits.bytesMax);
  for (const sender of senders) {
    const queue = all.filter(({ transaction }) => transaction.sender === sender);
    const { nonce: first = 0, balance = 0n } = accounts.get(sender) ?? {};
    expect(queue.reduce((sum, { transaction }) => sum + reserveOf(transaction), 0n)).toBeLessThanOrEqual(balance);
    expect(new Set(queue.map(({ transaction }) => transaction.nonce)).size).toBe(queue.length);
    for (const { transaction } of queue) expect(transaction.nonce).toBeGreaterThanOrEqual(first);
  }
  expect([...pool.ranked(view)].map(({ transaction }) => transaction.id)).toEqual(slowRanking(all, accounts));
};

test('books, bounds and order agree with the model after every step', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const accounts = new Map<Hex32, Account>(senders.map((sender) => [sender, { balance: 9000n, nonce: 0 }]));
      const view = viewOf(accounts);
      const pool = createMempool(limits);
      for (const step of actions) {
        if (step.type === 'add') {
          const before = pool.list();
          const checked = recordBy(step);
          const added = pool.add(checked, view, height);
          if (!added.ok) expect(new Set(pool.list())).toEqual(new Set(before));
        } else if (step.type === 'include') {
          const first = [...pool.ranked(view)].find(({ transaction }) => transaction.sender === senders[step.sender]);
          if (first === undefined) continue;
          const { sender, nonce, id } = first.transaction;
          accounts.set(sender, {
            balance: (accounts.get(sender)?.balance ?? 0n) - reserveOf(first.transaction),
            nonce: nonce + 1,
          });
          pool.refresh([id], view, height);
        } else {
          accounts.set(senders[step.sender] ?? '', { balance: BigInt(step.balance), nonce: step.nonce });
          pool.refresh([], view, height);
        }
        booksAgree(pool, view, accounts);
      }
    }),
    { numRuns: 150 },
  );
});
