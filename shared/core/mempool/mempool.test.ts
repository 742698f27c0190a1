// The mempool under honest use and under attack: bounds, replacement, gaps, eviction, expiry, cover by the balance.

import { beforeEach, describe, expect, test } from 'vitest';
import { type Account, encodeAccount, type Hex32, withSignature } from '../model/index.ts';
import { accountKey, type CheckedTransaction, type StateView } from '../state/index.ts';
import { createMempool, type Mempool, type MempoolLimits, mempoolLimits } from './index.ts';

const idOf = (number: number): Hex32 => number.toString(16).padStart(64, '0');

/** A state of accounts alone. */
const viewOf = (accounts: Map<Hex32, Account>): StateView => ({
  get: (key) => {
    const account = accounts.get(key.slice(1));
    return account !== undefined && key === accountKey(key.slice(1)) ? encodeAccount(account) : undefined;
  },
});

interface Wish {
  readonly nonce?: number;
  readonly price?: bigint;
  readonly amount?: bigint;
  readonly validUntil?: number;
  readonly recordBytes?: number;
}

const gasLimit = 1000;
const unsigned = new Uint8Array(64);

/** The mempool believes that what it gets was checked, so nothing here is signed. */
const waiting = (sender: Hex32, wish: Wish = {}): CheckedTransaction => {
  const { nonce = 0, price = 10n, amount = 1n, validUntil = 1000, recordBytes } = wish;
  const common = { chainId: idOf(0), sender, nonce, gasLimit, gasPrice: price, validUntil };
  const to = { kind: 'account', id: idOf(1) } as const;
  const transaction =
    recordBytes === undefined
      ? withSignature({ ...common, payload: { kind: 'transfer', to, amount } }, unsigned)
      : withSignature({ ...common, payload: { kind: 'record', data: new Uint8Array(recordBytes) } }, unsigned);
  return { transaction, gas: gasLimit };
};

const [alice, bob, carol] = [idOf(0xa), idOf(0xb), idOf(0xc)];
const height = 10;

let accounts: Map<Hex32, Account>;
let view: StateView;
beforeEach(() => {
  accounts = new Map([alice, bob, carol].map((id) => [id, { balance: 100_000_000n, nonce: 0 }]));
  view = viewOf(accounts);
});

const poolOf = (limits: Partial<MempoolLimits> = {}): Mempool => createMempool({ ...mempoolLimits, ...limits });

const take = (pool: Mempool, ...all: readonly CheckedTransaction[]): void => {
  for (const checked of all) expect(pool.add(checked, view, height)).toMatchObject({ ok: true });
};

const refusal = (pool: Mempool, checked: CheckedTransaction) => {
  const contents = () => [pool.bytes(), new Set(idsOf(...pool.list()))];
  const before = contents();
  const added = pool.add(checked, view, height);
  expect(added.ok).toBe(false);
  expect(contents()).toEqual(before);
  return added.ok ? undefined : added.error;
};

const rankedIds = (pool: Mempool): readonly Hex32[] => [...pool.ranked(view)].map(({ transaction }) => transaction.id);
const idsOf = (...all: readonly CheckedTransaction[]): readonly Hex32[] => all.map(({ transaction }) => transaction.id);

describe('a transaction is refused that', () => {
  test('is there already', () => {
    const pool = poolOf();
    take(pool, waiting(alice));
    expect(refusal(pool, waiting(alice))).toEqual({ type: 'already-known' });
  });

  test('can be in no block that is still to come', () => {
    expect(refusal(poolOf(), waiting(alice, { validUntil: height }))).toMatchObject({ type: 'expired' });
    take(poolOf(), waiting(alice, { validUntil: height + 1 }));
  });

  test('comes from nobody', () => {
    expect(refusal(poolOf(), waiting(idOf(99)))).toEqual({ type: 'sender-unknown' });
  });

  test('has a nonce that is used, or one too far ahead', () => {
    accounts.set(alice, { balance: 100_000_000n, nonce: 5 });
    expect(refusal(poolOf(), waiting(alice, { nonce: 4 }))).toEqual({ type: 'nonce-too-low', expected: 5, nonce: 4 });
    expect(refusal(poolOf(), waiting(alice, { nonce: 261 }))).toEqual({
      type: 'nonce-too-high',
      highest: 260,
      nonce: 261,
    });
    take(poolOf(), waiting(alice, { nonce: 260 }));
  });

  test('costs more than the sender has', () => {
    accounts.set(alice, { balance: 10_000n + 5n, nonce: 0 });
    expect(refusal(poolOf(), waiting(alice, { amount: 6n }))).toMatchObject({
      type: 'amount-over-balance',
      needed: 10_006n,
    });
    take(poolOf(), waiting(alice, { amount: 5n }));
  });
});

describe('the balance must cover all that waits', () => {
  const nonces = [0, 1, 2, 3];

  test.each([
    ['upwards', nonces],
    ['downwards', nonces.toReversed()],
    ['in any order', [2, 0, 3, 1]],
  ])('in whatever order it comes: %s', (_name, order) => {
    accounts.set(alice, { balance: 3n * 10_001n, nonce: 0 });
    const pool = poolOf();
    for (const nonce of order.slice(0, 3)) take(pool, waiting(alice, { nonce }));
    expect(refusal(pool, waiting(alice, { nonce: order[3] ?? 0 }))).toMatchObject({ type: 'amount-over-balance' });
  });

  test('and a replacement counts instead of what it replaces', () => {
    accounts.set(alice, { balance: 10_001n + 11_001n, nonce: 0 });
    const pool = poolOf();
    take(pool, waiting(alice, { nonce: 0 }), waiting(alice, { nonce: 1 }));
    expect(refusal(pool, waiting(alice, { nonce: 0, price: 12n }))).toMatchObject({ type: 'amount-over-balance' });
    take(pool, waiting(alice, { nonce: 0, price: 11n }));
  });
});

describe('a replacement', () => {
  test('pays a tenth more at least', () => {
    const pool = poolOf();
    take(pool, waiting(alice, { price: 100n }));
    for (const price of [1n, 99n, 100n, 109n]) {
      const fault = refusal(pool, waiting(alice, { price, amount: 2n }));
      expect(fault).toEqual({ type: 'replacement-underpriced', gasPriceMin: 110n });
    }
    const [old] = pool.list();
    expect(pool.add(waiting(alice, { price: 110n }), view, height)).toEqual({
      ok: true,
      value: { dropped: [{ id: old?.transaction.id, reason: 'replaced' }] },
    });
    expect(pool.count()).toBe(1);
  });

  test.each([
    [0n, 1n],
    [1n, 2n],
    [9n, 10n],
    [11n, 13n],
  ])('of a price of %i pays %i at least: rounding gives nothing away', (price, gasPriceMin) => {
    const pool = poolOf();
    take(pool, waiting(alice, { price }));
    const fault = refusal(pool, waiting(alice, { price: gasPriceMin - 1n, amount: 2n }));
    expect(fault).toEqual({ type: 'replacement-underpriced', gasPriceMin });
    take(pool, waiting(alice, { price: gasPriceMin, amount: 2n }));
  });

  test('that finds no room leaves the old one where it was', () => {
    const small = waiting(alice, { price: 10n, recordBytes: 10 });
    const others = [waiting(bob, { price: 50n, recordBytes: 900 }), waiting(carol, { price: 50n, recordBytes: 900 })];
    const full = [small, ...others].reduce((sum, { transaction }) => sum + transaction.bytes.length, 0);
    const pool = poolOf({ bytesMax: full });
    take(pool, small, ...others);
    expect(refusal(pool, waiting(alice, { price: 11n, recordBytes: 1000 }))).toMatchObject({ type: 'mempool-full' });
    expect(pool.get(small.transaction.id)).toBe(small);
    expect(pool.bytes()).toBe(full);
  });
});

describe('nonces', () => {
  test('with a gap are held until it is filled', () => {
    const pool = poolOf();
    const [zero, one, two] = [0, 1, 2].map((nonce) => waiting(alice, { nonce }));
    if (zero === undefined || one === undefined || two === undefined) throw new Error('three were made');
    take(pool, two, one);
    expect(rankedIds(pool)).toEqual([]);
    expect(pool.nextNonce(alice, view)).toBe(0);
    take(pool, zero);
    expect(rankedIds(pool)).toEqual(idsOf(zero, one, two));
    expect(pool.nextNonce(alice, view)).toBe(3);
  });

  test('are taken in order whatever they pay, beside those of others', () => {
    const pool = poolOf();
    const cheap = waiting(alice, { nonce: 0, price: 1n });
    const rich = waiting(alice, { nonce: 1, price: 99n });
    const middle = waiting(bob, { price: 50n });
    take(pool, rich, middle, cheap);
    expect(rankedIds(pool)).toEqual(idsOf(middle, cheap, rich));
  });

  test('whose first could not be taken are passed over', () => {
    const pool = poolOf();
    const mine = [0, 1].map((nonce) => waiting(alice, { nonce, price: 90n }));
    const theirs = waiting(bob, { price: 5n });
    take(pool, ...mine, theirs);
    const candidates = pool.ranked(view);
    expect(candidates.next().value).toBe(mine[0]);
    expect(candidates.next(false).value).toBe(theirs);
    expect(candidates.next(true).done).toBe(true);
  });
});

describe('when it is full', () => {
  test('the cheapest goes, and only for one that pays more', () => {
    const pool = poolOf({ countMax: 2 });
    const [low, high] = [waiting(alice, { price: 10n }), waiting(bob, { price: 20n })];
    take(pool, low, high);
    expect(refusal(pool, waiting(carol, { price: 9n }))).toEqual({ type: 'mempool-full', gasPriceMin: 11n });
    expect(refusal(pool, waiting(carol, { price: 10n }))).toEqual({ type: 'mempool-full', gasPriceMin: 11n });
    expect(pool.add(waiting(carol, { price: 11n }), view, height)).toEqual({
      ok: true,
      value: { dropped: [{ id: low.transaction.id, reason: 'mempool-full' }] },
    });
  });

  test('a sender loses the last of a queue, so that none is left behind a gap', () => {
    const pool = poolOf({ countMax: 3 });
    const queue = [5n, 1n, 7n].map((price, nonce) => waiting(alice, { nonce, price }));
    take(pool, ...queue);
    take(pool, waiting(bob, { price: 20n }));
    expect(rankedIds(pool)).toHaveLength(3);
    expect(pool.get(queue[2]?.transaction.id ?? '')).toBeUndefined();
    expect(pool.nextNonce(alice, view)).toBe(2);
  });

  test('those behind a gap go first, whatever they pay', () => {
    const pool = poolOf({ countMax: 2 });
    const held = waiting(alice, { nonce: 7, price: 1000n });
    take(pool, held, waiting(bob, { price: 2n }), waiting(carol, { price: 1n }));
    expect(pool.get(held.transaction.id)).toBeUndefined();
    expect(pool.count()).toBe(2);
  });

  test('a large one that cannot drive out enough drives out nothing', () => {
    const cheap = [0, 1].map((nonce) => waiting(alice, { nonce, price: 3n, recordBytes: 10 }));
    const dear = waiting(bob, { price: 50n, recordBytes: 900 });
    const full = [...cheap, dear].reduce((sum, { transaction }) => sum + transaction.bytes.length, 0);
    const pool = poolOf({ bytesMax: full });
    take(pool, ...cheap, dear);
    expect(refusal(pool, waiting(carol, { price: 4n, recordBytes: 1000 }))).toMatchObject({ type: 'mempool-full' });
    expect(pool.bytes()).toBe(full);
    expect(rankedIds(pool)).toEqual(idsOf(dear, ...cheap));
  });

  test('nothing at all drives out what pays more: a flood stays within the bounds', () => {
    const pool = poolOf({ countMax: 50, bytesMax: 12_000 });
    const honest = waiting(bob, { price: 500n });
    take(pool, honest);
    for (let i = 0; i < 400; i++) {
      const sender = idOf(1000 + i);
      accounts.set(sender, { balance: 1_000_000n, nonce: 0 });
      pool.add(waiting(sender, { price: BigInt(1 + (i % 90)), recordBytes: (i * 37) % 600 }), view, height);
      expect(pool.count()).toBeLessThanOrEqual(50);
      expect(pool.bytes()).toBeLessThanOrEqual(12_000);
    }
    expect(pool.get(honest.transaction.id)).toBe(honest);
    const bytes = pool.list().reduce((sum, { transaction }) => sum + transaction.bytes.length, 0);
    expect(pool.bytes()).toBe(bytes);
    expect(pool.count()).toBe(pool.list().length);
  });
});

describe('after a head change', () => {
  test('what was included is gone, and what it made useless', () => {
    const pool = poolOf();
    const [included, rival] = [waiting(alice, { nonce: 0 }), waiting(bob, { nonce: 0 })];
    const next = waiting(alice, { nonce: 1 });
    take(pool, included, next, rival);
    accounts.set(alice, { balance: 90_000_000n, nonce: 1 });
    accounts.set(bob, { balance: 90_000_000n, nonce: 1 }); // by another transaction than the one that waits
    expect(pool.refresh(idsOf(included), view, height + 1)).toEqual([
      { id: rival.transaction.id, reason: 'nonce-too-low' },
    ]);
    expect(rankedIds(pool)).toEqual(idsOf(next));
  });

  test('what has expired or is no longer covered is gone, the rest stays', () => {
    const pool = poolOf();
    const old = waiting(alice, { nonce: 0, validUntil: height + 1 });
    const queue = [0, 1, 2].map((nonce) => waiting(bob, { nonce, amount: 1_000_000n }));
    take(pool, old, ...queue);
    accounts.set(bob, { balance: 2_100_000n, nonce: 0 });
    expect(pool.refresh([], view, height + 1)).toEqual([
      { id: old.transaction.id, reason: 'expired' },
      { id: queue[2]?.transaction.id, reason: 'amount-over-balance' },
    ]);
    expect(pool.count()).toBe(2);
  });

  test('a gap that the chain has filled counts no more against those behind it', () => {
    const pool = poolOf({ countMax: 1 });
    const behind = waiting(alice, { nonce: 1, price: 30n });
    take(pool, behind);
    accounts.set(alice, { balance: 100_000_000n, nonce: 1 });
    pool.refresh([], view, height);
    expect(refusal(pool, waiting(bob, { price: 20n }))).toMatchObject({ type: 'mempool-full' });
  });

  test('what a reorganisation gives back is taken in again', () => {
    const pool = poolOf();
    const [first, second] = [waiting(alice, { nonce: 0 }), waiting(alice, { nonce: 1 })];
    take(pool, first, second);
    accounts.set(alice, { balance: 90_000_000n, nonce: 1 });
    pool.refresh(idsOf(first), view, height + 1);
    accounts.set(alice, { balance: 100_000_000n, nonce: 0 });
    pool.refresh([], view, height + 1);
    expect(rankedIds(pool)).toEqual([]);
    take(pool, first);
    expect(rankedIds(pool)).toEqual(idsOf(first, second));
  });
});

describe('its cost', () => {
  /** Generous for a busy machine: a scan of all senders at each step takes ten times as long. */
  const msMax = 2000;

  test('of 5,000 that fill it and 5,000 that each drive one out', () => {
    const pool = poolOf();
    const senders = Array.from({ length: 10_000 }, (_, i) => idOf(10_000 + i));
    for (const sender of senders) accounts.set(sender, { balance: 100_000_000n, nonce: 0 });
    const flood = senders.map((sender, i) => waiting(sender, { price: BigInt(i + 1) }));
    const began = performance.now();
    const taken = flood.filter((checked) => pool.add(checked, view, height).ok);
    const inOrder = rankedIds(pool);
    expect(performance.now() - began).toBeLessThan(msMax);
    expect(taken).toHaveLength(10_000);
    expect(pool.count()).toBe(5000);
    expect(inOrder).toEqual(idsOf(...flood.slice(5000)).toReversed());
  });

  test('of full queues, offered from the highest nonce down', () => {
    const pool = poolOf();
    const began = performance.now();
    for (const sender of [alice, bob, carol]) {
      for (let nonce = 255; nonce >= 0; nonce--) take(pool, waiting(sender, { nonce, price: BigInt(300 - nonce) }));
    }
    expect(rankedIds(pool)).toHaveLength(3 * 256);
    expect(performance.now() - began).toBeLessThan(msMax);
  });
});
