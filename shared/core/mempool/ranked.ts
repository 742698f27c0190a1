// The order in which a block takes waiting transactions: always the highest gas price among those whose turn it is by
// nonce. Pure; reads the pool and the state while the consumer decides. Bounded by the pool.

import { type CheckedTransaction, readAccount, type StateView } from '../state/index.ts';
import { placeOf, type Pool } from './pool.ts';

/** Negative when `b` is taken before `a`. */
const compareWorth = (a: CheckedTransaction, b: CheckedTransaction): number => {
  const [x, y] = [a.transaction, b.transaction];
  if (x.gasPrice !== y.gasPrice) return x.gasPrice < y.gasPrice ? -1 : 1;
  if (x.id === y.id) return 0;
  return x.id < y.id ? 1 : -1; // any fixed order, so that equal pools give equal blocks
};

/**
 * Yields in the order of a block. The consumer answers `false` to `next` when a transaction did not fit or could not be
 * paid: then the rest of its sender's queue is passed over.
 */
export const ranked = function* (
  pool: Pool,
  view: StateView,
): Generator<CheckedTransaction, undefined, boolean | undefined> {
  const ready: CheckedTransaction[] = [];
  for (const [sender, { byNonce }] of pool.bySender) {
    const first = byNonce.get(readAccount(view, sender)?.nonce ?? 0);
    if (first !== undefined) ready.push(first.checked);
  }
  ready.sort(compareWorth); // the best is last
  for (let best = ready.pop(); best !== undefined; best = ready.pop()) {
    const taken = yield best;
    const { sender, nonce } = best.transaction;
    const next = taken === false ? undefined : pool.bySender.get(sender)?.byNonce.get(nonce + 1);
    if (next !== undefined) ready.splice(placeOf(ready, next.checked, compareWorth), 0, next.checked);
  }
  return undefined;
};
