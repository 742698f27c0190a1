// The event `transaction`: told when one of the wallet's own accounts pays or is paid, in the order in which things
// happen. So as not to ask the index for every transaction of every block, included ones are read off the blocks of a
// move. Owns the ids of own transactions, so that a dropped one is still known as own. Bounded: the last `ownMax` ids, and
// `waitingMax` changes that wait to be told; what comes while so many wait (a long catch-up on a slow store) is not told,
// and is found in the account's history.

import type { Hex32, Transaction } from '../core/model/index.ts';
import type { ChainMove, NodeEvent } from '../core/node/index.ts';
import type { TxStatus } from './api.ts';
import { blocksOf } from './block-reader.ts';
import type { EventHub } from './event-hub.ts';
import { accountsOf } from './index-records.ts';
import { isLight } from './light-answers.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Live } from './open-network.ts';
import { receiptsById } from './receipt-reader.ts';
import { type DroppedList, showIncluded, txStatusOf } from './tx-status.ts';

export interface OwnTransactionsParts {
  readonly hub: EventHub;
  readonly dropped: DroppedList;
  /** whether an account is one of the wallet's */
  readonly isOwn: (account: Hex32) => boolean;
  readonly live: () => Live | undefined;
}

export interface OwnTransactions {
  readonly changed: (from: Live, event: Extract<NodeEvent, { type: 'transaction' }>) => void;
  readonly moved: (from: Live, move: ChainMove) => void;
}

const ownMax = 5000;
const waitingMax = 1000;

const withLimit = (ids: Set<Hex32>, id: Hex32): void => {
  ids.add(id);
  if (ids.size <= ownMax) return;
  const oldest = ids.values().next();
  if (oldest.done !== true) ids.delete(oldest.value);
};

export const createOwnTransactions = (
  { hub, isOwn, dropped, live }: OwnTransactionsParts,
  fail: (cause: unknown) => void,
): OwnTransactions => {
  const ids = new Set<Hex32>();
  const inTurn = oneAtATime();
  const concerns = (transaction: Transaction): boolean => accountsOf(transaction).some(isOwn);
  let waiting = 0;
  /** Not told any more when another network is open by then. */
  const tell = (from: Live, statuses: () => Promise<readonly TxStatus[]>): void => {
    if (waiting >= waitingMax) return;
    waiting++;
    inTurn(async () => {
      waiting--;
      for (const status of await statuses()) if (live() === from) hub.emit('transaction', status);
    }).catch(fail);
  };
  return {
    changed: (from, event) => {
      const { id } = event;
      const known = from.session.node.mempool.get(id);
      if (known !== undefined && concerns(known.transaction)) withLimit(ids, id);
      // Included ones are told by the move; a light node has no blocks to read them off.
      if ((event.status === 'included' && !isLight(from)) || !ids.has(id)) return;
      tell(from, async () => [await txStatusOf(from, dropped, id)]);
    },
    moved: (from, { applied }) => {
      if (isLight(from)) return;
      const { chain } = from.session.node;
      const nodes = applied.map((id) => chain.tree.get(id)).filter((node) => node !== undefined);
      tell(from, async () => {
        const blocks = await blocksOf({ chain, store: from.session.store }, nodes);
        const known = blocks.filter((block) => block !== undefined);
        const receipts = await receiptsById(from.session.store, known);
        return known.flatMap((block) => {
          if (chain.idAt(block.header.height) !== block.id) return [];
          const own = block.transactions.filter(concerns);
          for (const { id } of own) withLimit(ids, id);
          return own.map((transaction) => showIncluded(from, block, transaction, receipts.get(transaction.id)));
        });
      });
    },
  };
};
