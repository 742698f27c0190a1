// Transactions that wait for a block, by sender and nonce. Pure bookkeeping over transactions whose stateless rules
// (signature included) were checked by the caller; funds and nonces are judged against the state at the head.
// Bounds: `countMax` and `bytesMax` over all, `nonceWindow` nonces a sender. When full, the cheapest goes: whoever wants
// to fill it must outbid all others.

import { err, ok, type Result } from '../bytes/index.ts';
import type { Hex32 } from '../model/index.ts';
import { type CheckedTransaction, readAccount, reserveOf, type StateView } from '../state/index.ts';

export interface MempoolLimits {
  readonly countMax: number;
  readonly bytesMax: number;
  /** nonces above the account's that are held, with or without a gap */
  readonly nonceWindow: number;
  /** a replacement must pay this much more per gas, in percent */
  readonly replacementPercent: bigint;
}

export const mempoolLimits: MempoolLimits = {
  countMax: 5000,
  bytesMax: 16 * 1024 * 1024,
  nonceWindow: 256,
  replacementPercent: 10n,
};

export type MempoolFault =
  | { readonly type: 'already-known' }
  | { readonly type: 'sender-unknown' }
  | { readonly type: 'expired'; readonly validUntil: number; readonly height: number }
  | { readonly type: 'nonce-too-low'; readonly expected: number; readonly nonce: number }
  | { readonly type: 'nonce-too-high'; readonly highest: number; readonly nonce: number }
  | { readonly type: 'amount-over-balance'; readonly needed: bigint; readonly balance: bigint }
  | { readonly type: 'replacement-underpriced'; readonly gasPriceMin: bigint }
  | { readonly type: 'mempool-full'; readonly gasPriceMin: bigint };

export interface Dropped {
  readonly id: Hex32;
  readonly reason: 'expired' | 'nonce-too-low' | 'amount-over-balance' | 'replaced' | 'mempool-full';
}

export interface Mempool {
  readonly get: (id: Hex32) => CheckedTransaction | undefined;
  /** Takes in a checked transaction; `dropped` lists what had to go for it. */
  readonly add: (
    checked: CheckedTransaction,
    view: StateView,
    height: number,
  ) => Result<{ readonly dropped: readonly Dropped[] }, MempoolFault>;
  /** After a head change: forgets what was included, has expired or can no longer be paid. */
  readonly refresh: (included: readonly Hex32[], view: StateView, height: number) => readonly Dropped[];
  /**
   * Transactions in the order in which a block would take them: always the highest gas price among those whose turn it
   * is by nonce. Those behind a gap are left out.
   */
  readonly ranked: (view: StateView) => Generator<CheckedTransaction, undefined, boolean | undefined>;
  readonly list: () => readonly CheckedTransaction[];
  /** the nonce that this sender's next transaction should have */
  readonly nextNonce: (sender: Hex32, view: StateView) => number;
  readonly count: () => number;
  readonly bytes: () => number;
}

type Queue = Map<number, CheckedTransaction>;

interface Pool {
  readonly limits: MempoolLimits;
  readonly byId: Map<Hex32, CheckedTransaction>;
  readonly bySender: Map<Hex32, Queue>;
  bytes: number;
}

const nonceOf = (view: StateView, sender: Hex32): number => readAccount(view, sender)?.nonce ?? 0;

const put = (pool: Pool, checked: CheckedTransaction): void => {
  const { sender, nonce, id, bytes } = checked.transaction;
  const queue = pool.bySender.get(sender) ?? new Map<number, CheckedTransaction>();
  queue.set(nonce, checked);
  pool.bySender.set(sender, queue);
  pool.byId.set(id, checked);
  pool.bytes += bytes.length;
};

const take = (pool: Pool, checked: CheckedTransaction): void => {
  const { sender, nonce, id, bytes } = checked.transaction;
  if (!pool.byId.delete(id)) return;
  pool.bytes -= bytes.length;
  const queue = pool.bySender.get(sender);
  queue?.delete(nonce);
  if (queue?.size === 0) pool.bySender.delete(sender);
};

/** What the sender must have for all its waiting transactions up to a nonce, with this one in its place. */
const neededUpTo = (queue: Queue | undefined, checked: CheckedTransaction): bigint => {
  let needed = reserveOf(checked.transaction);
  for (const [nonce, other] of queue ?? []) {
    if (nonce < checked.transaction.nonce) needed += reserveOf(other.transaction);
  }
  return needed;
};

const lastOf = (queue: Queue): CheckedTransaction | undefined => queue.get(Math.max(...queue.keys()));

/** The last transaction of the sender whose last one pays least: dropping it strands no other. */
const cheapestTail = (pool: Pool): CheckedTransaction | undefined => {
  let cheapest: CheckedTransaction | undefined;
  for (const queue of pool.bySender.values()) {
    const tail = lastOf(queue);
    if (tail !== undefined && (cheapest === undefined || tail.transaction.gasPrice < cheapest.transaction.gasPrice)) {
      cheapest = tail;
    }
  }
  return cheapest;
};

const isFull = (pool: Pool): boolean => pool.byId.size > pool.limits.countMax || pool.bytes > pool.limits.bytesMax;

const replacementRule = (pool: Pool, checked: CheckedTransaction): Result<Hex32 | undefined, MempoolFault> => {
  const { sender, nonce, gasPrice } = checked.transaction;
  const old = pool.bySender.get(sender)?.get(nonce);
  if (old === undefined) return ok(undefined);
  const factor = 100n + pool.limits.replacementPercent;
  const gasPriceMin = (old.transaction.gasPrice * factor + 99n) / 100n;
  const enough = gasPrice >= gasPriceMin && gasPrice > old.transaction.gasPrice;
  return enough ? ok(old.transaction.id) : err({ type: 'replacement-underpriced', gasPriceMin });
};

const admissible = (
  pool: Pool,
  checked: CheckedTransaction,
  view: StateView,
  height: number,
): Result<undefined, MempoolFault> => {
  const { id, sender, nonce, validUntil } = checked.transaction;
  if (pool.byId.has(id)) return err({ type: 'already-known' });
  if (validUntil <= height) return err({ type: 'expired', validUntil, height });
  const account = readAccount(view, sender);
  if (account === undefined) return err({ type: 'sender-unknown' });
  if (nonce < account.nonce) return err({ type: 'nonce-too-low', expected: account.nonce, nonce });
  const highest = account.nonce + pool.limits.nonceWindow - 1;
  if (nonce > highest) return err({ type: 'nonce-too-high', highest, nonce });
  const needed = neededUpTo(pool.bySender.get(sender), checked);
  if (needed > account.balance) return err({ type: 'amount-over-balance', needed, balance: account.balance });
  return ok(undefined);
};

const add = (
  pool: Pool,
  checked: CheckedTransaction,
  view: StateView,
  height: number,
): Result<{ readonly dropped: readonly Dropped[] }, MempoolFault> => {
  const allowed = admissible(pool, checked, view, height);
  if (!allowed.ok) return allowed;
  const replaced = replacementRule(pool, checked);
  if (!replaced.ok) return replaced;
  const dropped: Dropped[] = [];
  const old = replaced.value === undefined ? undefined : pool.byId.get(replaced.value);
  if (old !== undefined) {
    take(pool, old);
    dropped.push({ id: old.transaction.id, reason: 'replaced' });
  }
  put(pool, checked);
  while (isFull(pool)) {
    const cheapest = cheapestTail(pool);
    if (cheapest === undefined) break;
    take(pool, cheapest);
    if (cheapest === checked) return err({ type: 'mempool-full', gasPriceMin: checked.transaction.gasPrice + 1n });
    dropped.push({ id: cheapest.transaction.id, reason: 'mempool-full' });
  }
  return ok({ dropped });
};

/** Why a waiting transaction has no future on this state, if so. */
const uselessBecause = (
  checked: CheckedTransaction,
  account: { readonly nonce: number; readonly balance: bigint },
  height: number,
): Dropped['reason'] | undefined => {
  if (checked.transaction.nonce < account.nonce) return 'nonce-too-low';
  if (checked.transaction.validUntil <= height) return 'expired';
  return reserveOf(checked.transaction) > account.balance ? 'amount-over-balance' : undefined;
};

const refresh = (pool: Pool, included: readonly Hex32[], view: StateView, height: number): readonly Dropped[] => {
  for (const id of included) {
    const checked = pool.byId.get(id);
    if (checked !== undefined) take(pool, checked);
  }
  const dropped: Dropped[] = [];
  for (const [sender, queue] of [...pool.bySender]) {
    const account = readAccount(view, sender) ?? { nonce: 0, balance: 0n };
    for (const checked of [...queue.values()]) {
      const reason = uselessBecause(checked, account, height);
      if (reason === undefined) continue;
      take(pool, checked);
      dropped.push({ id: checked.transaction.id, reason });
    }
  }
  return dropped;
};

/**
 * Yields in the order of a block. The consumer answers `false` to `next` when a transaction did not fit or could not be
 * paid: then the rest of its sender's queue is passed over.
 */
const ranked = function* (pool: Pool, view: StateView): Generator<CheckedTransaction, undefined, boolean | undefined> {
  const ready: CheckedTransaction[] = [];
  for (const [sender, queue] of pool.bySender) {
    const first = queue.get(nonceOf(view, sender));
    if (first !== undefined) ready.push(first);
  }
  const better = (a: CheckedTransaction, b: CheckedTransaction): number => {
    const [x, y] = [a.transaction, b.transaction];
    if (x.gasPrice !== y.gasPrice) return x.gasPrice < y.gasPrice ? -1 : 1;
    return x.id < y.id ? 1 : -1; // any fixed order, so that equal pools give equal blocks
  };
  ready.sort(better); // the best is last
  for (let best = ready.pop(); best !== undefined; best = ready.pop()) {
    const taken = yield best;
    const { sender, nonce } = best.transaction;
    const next = taken === false ? undefined : pool.bySender.get(sender)?.get(nonce + 1);
    if (next === undefined) continue;
    let at = ready.length;
    for (let other = ready[at - 1]; other !== undefined && better(other, next) > 0; other = ready[at - 1]) at--;
    ready.splice(at, 0, next);
  }
  return undefined;
};

export const createMempool = (limits: MempoolLimits = mempoolLimits): Mempool => {
  const pool: Pool = { limits, byId: new Map(), bySender: new Map(), bytes: 0 };
  return {
    get: (id) => pool.byId.get(id),
    add: (checked, view, height) => add(pool, checked, view, height),
    refresh: (included, view, height) => refresh(pool, included, view, height),
    ranked: (view) => ranked(pool, view),
    list: () => [...pool.byId.values()],
    nextNonce: (sender, view) => {
      const queue = pool.bySender.get(sender);
      let nonce = nonceOf(view, sender);
      while (queue?.has(nonce) === true) nonce++;
      return nonce;
    },
    count: () => pool.byId.size,
    bytes: () => pool.bytes,
  };
};
