// What the mempool lets in, what it drops for it and what it forgets are exactly the decisions of a slow model: a plain
// list in order of arrival, judged anew from the rules (docs/protocol/rules.md) at every step.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account, Hex32 } from '../model/index.ts';
import { type CheckedTransaction, reserveOf } from '../state/index.ts';
import { createMempool, type Dropped, type MempoolFault } from './index.ts';
import { recordBy, recordTerms, senders, viewOf } from './people-who-pay.model.ts';

const limits = { countMax: 5, bytesMax: 1500, nonceWindow: 5, replacementPercent: 10n };

const action = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('add' as const),
      ...recordTerms(6, 25, fc.constantFrom(0, 10, 200, 400)),
      validUntil: fc.constantFrom(3, 8, 1000, 1000, 1000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('again' as const), which: fc.nat({ max: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('head' as const),
      sender: fc.nat({ max: 3 }),
      nonce: fc.constantFrom(0, 0, 1, 3),
      balance: fc.constantFrom(0, 1500, 9000, 9000),
      height: fc.constantFrom(2, 5, 9),
      included: fc.boolean(),
    }),
  },
);

type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

type Waiting = readonly CheckedTransaction[];
type Accounts = ReadonlyMap<Hex32, Account>;

interface Outcome {
  readonly waiting: Waiting;
  readonly dropped: readonly Dropped[];
  readonly fault?: MempoolFault;
}

const accountIn = (accounts: Accounts, sender: Hex32): Account => accounts.get(sender) ?? { balance: 0n, nonce: 0 };
const sum = (waiting: Waiting, of: (one: CheckedTransaction) => bigint): bigint =>
  waiting.reduce((total, one) => total + of(one), 0n);
const isOver = (waiting: Waiting): boolean =>
  waiting.length > limits.countMax ||
  sum(waiting, ({ transaction }) => BigInt(transaction.bytes.length)) > BigInt(limits.bytesMax);

/** Of the last of each sender: those behind a gap first, then the cheapest, then the last to come. */
const firstToGo = (waiting: Waiting, accounts: Accounts): CheckedTransaction | undefined => {
  const lasts = senders.flatMap((sender) => {
    const queue = waiting.filter(({ transaction }) => transaction.sender === sender);
    const last = queue.toSorted((a, b) => b.transaction.nonce - a.transaction.nonce)[0];
    if (last === undefined) return [];
    const isHeld = last.transaction.nonce - accountIn(accounts, sender).nonce + 1 !== queue.length;
    return [{ last, isHeld, arrival: waiting.indexOf(last) }];
  });
  const [first] = lasts.toSorted((a, b) => {
    if (a.isHeld !== b.isHeld) return a.isHeld ? -1 : 1;
    const difference = a.last.transaction.gasPrice - b.last.transaction.gasPrice;
    return difference === 0n ? b.arrival - a.arrival : difference < 0n ? -1 : 1;
  });
  return first?.last;
};

const modelFault = (
  waiting: Waiting,
  checked: CheckedTransaction,
  accounts: Accounts,
  height: number,
): MempoolFault | undefined => {
  const { id, sender, nonce, validUntil, gasPrice } = checked.transaction;
  if (waiting.some(({ transaction }) => transaction.id === id)) return { type: 'already-known' };
  if (validUntil <= height) return { type: 'expired', validUntil, height };
  const account = accounts.get(sender);
  if (account === undefined) return { type: 'sender-unknown' };
  if (nonce < account.nonce) return { type: 'nonce-too-low', expected: account.nonce, nonce };
  const highest = account.nonce + limits.nonceWindow - 1;
  if (nonce > highest) return { type: 'nonce-too-high', highest, nonce };
  const own = waiting.filter(({ transaction }) => transaction.sender === sender);
  const others = own.filter(({ transaction }) => transaction.nonce !== nonce);
  const needed = sum([...others, checked], ({ transaction }) => reserveOf(transaction));
  if (needed > account.balance) return { type: 'amount-over-balance', needed, balance: account.balance };
  const old = own.find(({ transaction }) => transaction.nonce === nonce)?.transaction.gasPrice;
  if (old === undefined) return undefined;
  // A tenth more, rounded up, and more at all.
  const tenth = (old + 9n) / 10n;
  const gasPriceMin = old + (tenth > 1n ? tenth : 1n);
  return gasPrice < gasPriceMin ? { type: 'replacement-underpriced', gasPriceMin } : undefined;
};

const modelAdd = (waiting: Waiting, checked: CheckedTransaction, accounts: Accounts, height: number): Outcome => {
  const fault = modelFault(waiting, checked, accounts, height);
  if (fault !== undefined) return { waiting, dropped: [], fault };
  const { sender, nonce } = checked.transaction;
  const old = waiting.find(({ transaction }) => transaction.sender === sender && transaction.nonce === nonce);
  const dropped: Dropped[] = old === undefined ? [] : [{ id: old.transaction.id, reason: 'replaced' }];
  let left: Waiting = [...waiting.filter((one) => one !== old), checked];
  while (isOver(left)) {
    const victim = firstToGo(left, accounts);
    if (victim === undefined || victim === checked) {
      const cheapest = firstToGo(waiting, accounts)?.transaction.gasPrice ?? checked.transaction.gasPrice;
      return { waiting, dropped: [], fault: { type: 'mempool-full', gasPriceMin: cheapest + 1n } };
    }
    left = left.filter((one) => one !== victim);
    dropped.push({ id: victim.transaction.id, reason: 'mempool-full' });
  }
  return { waiting: left, dropped };
};

const modelRefresh = (waiting: Waiting, included: readonly Hex32[], accounts: Accounts, height: number): Outcome => {
  const rest = waiting.filter(({ transaction }) => !included.includes(transaction.id));
  const dropped: Dropped[] = [];
  for (const sender of senders) {
    const { nonce, balance } = accountIn(accounts, sender);
    let covered = 0n;
    const queue = rest.filter(({ transaction }) => transaction.sender === sender);
    for (const { transaction } of queue.toSorted((a, b) => a.transaction.nonce - b.transaction.nonce)) {
      const drop = (reason: Dropped['reason']) => dropped.push({ id: transaction.id, reason });
      if (transaction.nonce < nonce) drop('nonce-too-low');
      else if (transaction.validUntil <= height) drop('expired');
      else if (covered + reserveOf(transaction) > balance) drop('amount-over-balance');
      else covered += reserveOf(transaction);
    }
  }
  const gone = new Set(dropped.map(({ id }) => id));
  return { waiting: rest.filter(({ transaction }) => !gone.has(transaction.id)), dropped };
};

const byId = (list: readonly Dropped[]): readonly Dropped[] => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const idsOf = (waiting: Waiting): ReadonlySet<Hex32> => new Set(waiting.map(({ transaction }) => transaction.id));

const follow = (actions: readonly Action[], seen: Set<string>): void => {
  const pool = createMempool(limits);
  // The last sender has no account until one is given to it.
  const accounts = new Map(senders.slice(0, 3).map((sender) => [sender, { balance: 9000n, nonce: 0 }]));
  const view = viewOf(accounts);
  let waiting: Waiting = [];
  let height = 2;
  for (const step of actions) {
    if (step.type !== 'head') {
      const checked = step.type === 'add' ? recordBy(step) : waiting[step.which];
      if (checked === undefined) continue;
      const outcome = modelAdd(waiting, checked, accounts, height);
      const added = pool.add(checked, view, height);
      if (added.ok) expect([outcome.fault, outcome.dropped]).toEqual([undefined, added.value.dropped]);
      else expect(outcome.fault).toEqual(added.error);
      ({ waiting } = outcome);
      seen.add(outcome.fault?.type ?? outcome.dropped[0]?.reason ?? 'added');
    } else {
      height = step.height;
      accounts.set(senders[step.sender] ?? '', { balance: BigInt(step.balance), nonce: step.nonce });
      const included = step.included ? [...idsOf(waiting)].slice(0, 2) : [];
      const outcome = modelRefresh(waiting, included, accounts, height);
      expect(byId(pool.refresh(included, view, height))).toEqual(byId(outcome.dropped));
      ({ waiting } = outcome);
      for (const { reason } of outcome.dropped) seen.add(`refresh ${reason}`);
    }
    expect(idsOf(pool.list())).toEqual(idsOf(waiting));
  }
};

test('every decision is that of the slow model, and every kind of decision comes up', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(action, { minLength: 10, maxLength: 60 }), (actions) => {
      follow(actions, seen);
    }),
    { numRuns: 300 },
  );
  const faults = ['already-known', 'expired', 'sender-unknown', 'nonce-too-low', 'nonce-too-high'] as const;
  const rest = ['amount-over-balance', 'replacement-underpriced', 'mempool-full', 'replaced', 'added'] as const;
  const forgotten = ['nonce-too-low', 'expired', 'amount-over-balance'].map((reason) => `refresh ${reason}`);
  expect([...seen].sort()).toEqual(expect.arrayContaining([...faults, ...rest, ...forgotten]));
});
