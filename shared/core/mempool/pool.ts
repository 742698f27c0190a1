// The books of the mempool: transactions by id, and by sender and nonce, each sender's sum of reserves, and the order in
// which senders lose their last transaction when the pool is full. First go transactions behind a gap, which no block
// can take; then what pays least per gas; of equal ones the last to come. A change costs log(senders).

import type { Hex32 } from '../model/index.ts';
import { type CheckedTransaction, evidenceRecordOf, reserveOf } from '../state/index.ts';

export interface Entry {
  readonly checked: CheckedTransaction;
  readonly reserve: bigint;
  /** of evidence: the record of the state that takes all worth from it */
  readonly spentBy: string | undefined;
  /** which came first */
  readonly arrival: number;
}

interface Tail {
  readonly entry: Entry;
  /** a nonce before it is missing */
  readonly isHeld: boolean;
}

export interface Queue {
  readonly byNonce: Map<number, Entry>;
  /** sum of what all its transactions may cost */
  reserved: bigint;
  /** nonce of the account, as last seen */
  nextNonce: number;
  lastNonce: number;
  tail: Tail | undefined;
}

export interface Pool {
  readonly byId: Map<Hex32, Entry>;
  readonly bySender: Map<Hex32, Queue>;
  /** the next to go is last */
  readonly tails: Tail[];
  arrivals: number;
  bytes: number;
}

export const createPool = (): Pool => ({ byId: new Map(), bySender: new Map(), tails: [], arrivals: 0, bytes: 0 });

/** Negative when `a` stays longer than `b`. Never 0 for different entries. */
const compareTails = (a: Tail, b: Tail): number => {
  if (a.isHeld !== b.isHeld) return a.isHeld ? 1 : -1;
  const [priceA, priceB] = [a.entry.checked.transaction.gasPrice, b.entry.checked.transaction.gasPrice];
  if (priceA !== priceB) return priceA > priceB ? -1 : 1;
  return a.entry.arrival - b.entry.arrival;
};

/** How many items of an ascending list come before `item`. */
export const placeOf = <T>(items: readonly T[], item: T, compare: (a: T, b: T) => number): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = items[middle];
    if (other !== undefined && compare(other, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Puts the sender's tail where it belongs now. */
const settleTail = (pool: Pool, queue: Queue): void => {
  if (queue.tail !== undefined) pool.tails.splice(placeOf(pool.tails, queue.tail, compareTails), 1);
  const entry = queue.byNonce.get(queue.lastNonce);
  const isHeld = queue.lastNonce - queue.nextNonce + 1 !== queue.byNonce.size;
  queue.tail = entry === undefined ? undefined : { entry, isHeld };
  if (queue.tail !== undefined) pool.tails.splice(placeOf(pool.tails, queue.tail, compareTails), 0, queue.tail);
};

/** Tells the queue where its account stands. */
export const setNextNonce = (pool: Pool, queue: Queue, nextNonce: number): void => {
  queue.nextNonce = nextNonce;
  settleTail(pool, queue);
};

export const enter = (pool: Pool, checked: CheckedTransaction): Entry => {
  pool.arrivals++;
  const { transaction } = checked;
  const { payload } = transaction;
  const spentBy = payload.kind === 'evidence' ? evidenceRecordOf(payload) : undefined;
  return { checked, reserve: reserveOf(transaction), spentBy, arrival: pool.arrivals };
};

export const put = (pool: Pool, entry: Entry, nextNonce: number): void => {
  const { sender, nonce, id, bytes } = entry.checked.transaction;
  const queue = pool.bySender.get(sender) ?? {
    byNonce: new Map<number, Entry>(),
    reserved: 0n,
    nextNonce,
    lastNonce: nonce,
    tail: undefined,
  };
  pool.bySender.set(sender, queue);
  pool.byId.set(id, entry);
  queue.byNonce.set(nonce, entry);
  queue.reserved += entry.reserve;
  queue.nextNonce = nextNonce;
  queue.lastNonce = Math.max(queue.lastNonce, nonce);
  pool.bytes += bytes.length;
  settleTail(pool, queue);
};

export const take = (pool: Pool, entry: Entry): void => {
  const { sender, nonce, id, bytes } = entry.checked.transaction;
  const queue = pool.bySender.get(sender);
  if (queue === undefined || !pool.byId.delete(id)) return;
  pool.bytes -= bytes.length;
  queue.byNonce.delete(nonce);
  queue.reserved -= entry.reserve;
  if (nonce === queue.lastNonce) queue.lastNonce = Math.max(...queue.byNonce.keys());
  settleTail(pool, queue);
  if (queue.byNonce.size === 0) pool.bySender.delete(sender);
};

export interface Victim {
  readonly entry: Entry;
  /** the nonce of its account, to put it back with */
  readonly nextNonce: number;
}

/** What goes next when there is no room. */
export const nextToGo = ({ tails, bySender }: Pool): Victim | undefined => {
  const entry = tails.at(-1)?.entry;
  const queue = entry === undefined ? undefined : bySender.get(entry.checked.transaction.sender);
  return entry === undefined || queue === undefined ? undefined : { entry, nextNonce: queue.nextNonce };
};
