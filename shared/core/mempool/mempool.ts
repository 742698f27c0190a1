// Transactions that wait for a block, by sender and nonce. Pure bookkeeping over transactions whose stateless rules
// (signature included) were checked by the caller; funds and nonces are judged against the state at the head.
// Bounds: `countMax` and `bytesMax` over all, `nonceWindow` nonces a sender, whose transactions together must be covered
// by its balance. When full, the cheapest goes (pool.ts): whoever wants to fill it must outbid all others.

import { err, ok, type Result } from '../bytes/index.ts';
import type { Hex32 } from '../model/index.ts';
import { type CheckedTransaction, readAccount, reserveOf, type StateView } from '../state/index.ts';
import {
  createPool,
  enter,
  type Entry,
  nextToGo,
  type Pool,
  put,
  type Queue,
  setNextNonce,
  take,
  type Victim,
} from './pool.ts';
import { ranked } from './ranked.ts';

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
  readonly reason: 'evidence-known' | 'expired' | 'nonce-too-low' | 'amount-over-balance' | 'replaced' | 'mempool-full';
}

export interface Mempool {
  readonly get: (id: Hex32) => CheckedTransaction | undefined;
  /** Takes in a checked transaction; `dropped` lists what had to go for it. */
  readonly add: (
    checked: CheckedTransaction,
    view: StateView,
    height: number,
  ) => Result<{ readonly dropped: readonly Dropped[] }, MempoolFault>;
  /** After a head change: forgets what was included, has expired, can no longer be paid, or shows what the chain knows by now. */
  readonly refresh: (included: readonly Hex32[], view: StateView, height: number) => readonly Dropped[];
  /** Forgets one, whatever became of it; for a node that has no state to judge by. */
  readonly remove: (id: Hex32) => void;
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

interface Room {
  readonly limits: MempoolLimits;
  readonly pool: Pool;
}

const nonceOf = (view: StateView, sender: Hex32): number => readAccount(view, sender)?.nonce ?? 0;

const isFull = ({ pool, limits }: Room): boolean => pool.byId.size > limits.countMax || pool.bytes > limits.bytesMax;

const replacementRule = (
  { limits }: Room,
  old: Entry | undefined,
  gasPrice: bigint,
): Result<undefined, MempoolFault> => {
  if (old === undefined) return ok(undefined);
  const oldPrice = old.checked.transaction.gasPrice;
  const percents = oldPrice * (100n + limits.replacementPercent);
  const raised = (percents + 99n) / 100n;
  const gasPriceMin = raised > oldPrice ? raised : oldPrice + 1n;
  return gasPrice >= gasPriceMin ? ok(undefined) : err({ type: 'replacement-underpriced', gasPriceMin });
};

/** What the sender must have for all its waiting transactions, with this one in its place. */
const neededWith = (queue: Queue | undefined, { transaction }: CheckedTransaction): bigint =>
  (queue?.reserved ?? 0n) - (queue?.byNonce.get(transaction.nonce)?.reserve ?? 0n) + reserveOf(transaction);

/** The nonce of the sender's account, if the transaction may wait. */
const admissible = (
  { pool, limits }: Room,
  checked: CheckedTransaction,
  view: StateView,
  height: number,
): Result<number, MempoolFault> => {
  const { id, sender, nonce, validUntil } = checked.transaction;
  if (pool.byId.has(id)) return err({ type: 'already-known' });
  if (validUntil <= height) return err({ type: 'expired', validUntil, height });
  const account = readAccount(view, sender);
  if (account === undefined) return err({ type: 'sender-unknown' });
  if (nonce < account.nonce) return err({ type: 'nonce-too-low', expected: account.nonce, nonce });
  const highest = account.nonce + limits.nonceWindow - 1;
  if (nonce > highest) return err({ type: 'nonce-too-high', highest, nonce });
  const needed = neededWith(pool.bySender.get(sender), checked);
  if (needed > account.balance) return err({ type: 'amount-over-balance', needed, balance: account.balance });
  return ok(account.nonce);
};

/** Takes out what has to go; `undefined` when that would be `entry` itself, and then everything is as it was. */
const makeRoom = (room: Room, entry: Entry): readonly Victim[] | undefined => {
  const { pool } = room;
  const gone: Victim[] = [];
  while (isFull(room)) {
    const victim = nextToGo(pool);
    if (victim === undefined || victim.entry === entry) {
      for (const other of gone) put(pool, other.entry, other.nextNonce);
      return undefined;
    }
    take(pool, victim.entry);
    gone.push(victim);
  }
  return gone;
};

const add = (
  room: Room,
  checked: CheckedTransaction,
  view: StateView,
  height: number,
): Result<{ readonly dropped: readonly Dropped[] }, MempoolFault> => {
  const { pool } = room;
  const nextNonce = admissible(room, checked, view, height);
  if (!nextNonce.ok) return nextNonce;
  const { sender, nonce, gasPrice } = checked.transaction;
  const old = pool.bySender.get(sender)?.byNonce.get(nonce);
  const replaces = replacementRule(room, old, gasPrice);
  if (!replaces.ok) return replaces;
  if (old !== undefined) take(pool, old);
  const entry = enter(pool, checked);
  put(pool, entry, nextNonce.value);
  const gone = makeRoom(room, entry);
  if (gone === undefined) {
    take(pool, entry);
    if (old !== undefined) put(pool, old, nextNonce.value);
    const cheapest = nextToGo(pool)?.entry.checked.transaction.gasPrice ?? gasPrice;
    return err({ type: 'mempool-full', gasPriceMin: cheapest + 1n });
  }
  const dropped = gone.map(({ entry: { checked: victim } }): Dropped => ({
    id: victim.transaction.id,
    reason: 'mempool-full',
  }));
  return ok({
    dropped: old === undefined ? dropped : [{ id: old.checked.transaction.id, reason: 'replaced' }, ...dropped],
  });
};

interface Standing {
  readonly nonce: number;
  readonly balance: bigint;
  readonly height: number;
}

/** Those of a queue that have no future, lowest nonce first: past, expired, evidence that another has brought, or not covered together with those before. */
const useless = (
  queue: Queue,
  { nonce, balance, height }: Standing,
  view: StateView,
): readonly (readonly [Entry, Dropped['reason']])[] => {
  const gone: (readonly [Entry, Dropped['reason']])[] = [];
  let needed = 0n;
  const entries = [...queue.byNonce.values()];
  for (const entry of entries.sort((a, b) => a.checked.transaction.nonce - b.checked.transaction.nonce)) {
    const { transaction } = entry.checked;
    if (transaction.nonce < nonce) gone.push([entry, 'nonce-too-low']);
    else if (transaction.validUntil <= height) gone.push([entry, 'expired']);
    else if (entry.spentBy !== undefined && view.get(entry.spentBy) !== undefined) gone.push([entry, 'evidence-known']);
    else if (needed + entry.reserve > balance) gone.push([entry, 'amount-over-balance']);
    else needed += entry.reserve;
  }
  return gone;
};

const refresh = ({ pool }: Room, included: readonly Hex32[], view: StateView, height: number): readonly Dropped[] => {
  for (const id of included) {
    const entry = pool.byId.get(id);
    if (entry !== undefined) take(pool, entry);
  }
  const dropped: Dropped[] = [];
  for (const [sender, queue] of [...pool.bySender]) {
    const account = readAccount(view, sender) ?? { nonce: 0, balance: 0n };
    for (const [entry, reason] of useless(queue, { ...account, height }, view)) {
      take(pool, entry);
      dropped.push({ id: entry.checked.transaction.id, reason });
    }
    if (queue.nextNonce !== account.nonce) setNextNonce(pool, queue, account.nonce);
  }
  return dropped;
};

export const createMempool = (limits: MempoolLimits = mempoolLimits): Mempool => {
  const pool = createPool();
  const room = { pool, limits };
  return {
    get: (id) => pool.byId.get(id)?.checked,
    add: (checked, view, height) => add(room, checked, view, height),
    refresh: (included, view, height) => refresh(room, included, view, height),
    remove: (id) => {
      const entry = pool.byId.get(id);
      if (entry !== undefined) take(pool, entry);
    },
    ranked: (view) => ranked(pool, view),
    list: () => [...pool.byId.values()].map(({ checked }) => checked),
    nextNonce: (sender, view) => {
      const queue = pool.bySender.get(sender);
      let nonce = nonceOf(view, sender);
      while (queue?.byNonce.has(nonce) === true) nonce++;
      return nonce;
    },
    count: () => pool.byId.size,
    bytes: () => pool.bytes,
  };
};
