// What became of a transaction: waiting in the mempool, in a block of the chain, dropped, or not known here. Asks the
// mempool first and the index second, because a transaction may leave the one for the other at any moment. Owns the
// memory of what was dropped and why. Bounded: the last `droppedMax`, and histories by the caller's count.

import type { Block, Hex32, Receipt, Transaction } from '../core/model/index.ts';
import type { TxStatus } from './api.ts';
import { wrongParam } from './api-error.ts';
import { blockAt, blocksOf } from './block-reader.ts';
import { accountsOf, type Place, placeText, placeTextForm } from './index-records.ts';
import { askTransaction, isLight, showProven } from './light-answers.ts';
import type { Live } from './open-network.ts';
import { receiptsById } from './receipt-reader.ts';
import { showHex, showReceipt, showTransaction } from './show-transaction.ts';

export interface DroppedList {
  readonly add: (id: Hex32, reason: string) => void;
  readonly remove: (id: Hex32) => void;
  readonly reasonOf: (id: Hex32) => string | undefined;
}

const droppedMax = 1000;

export const createDroppedList = (): DroppedList => {
  const reasons = new Map<Hex32, string>(); // in order of insertion
  return {
    add: (id, reason) => {
      reasons.delete(id);
      reasons.set(id, reason);
      if (reasons.size <= droppedMax) return;
      const oldest = reasons.keys().next();
      if (oldest.done !== true) reasons.delete(oldest.value);
    },
    remove: (id) => void reasons.delete(id),
    reasonOf: (id) => reasons.get(id),
  };
};

const pending = (transaction: Transaction): TxStatus => ({
  id: showHex(transaction.id),
  status: 'pending',
  transaction: showTransaction(transaction),
});

/** `receipt` is needed of a contract's transaction (receipt-reader.ts). */
export const showIncluded = (
  { session }: Live,
  block: Block,
  transaction: Transaction,
  receipt: Receipt | undefined,
): TxStatus => {
  const { chain } = session.node;
  const { height } = block.header;
  const confirmations = chain.head().height - height + 1;
  return {
    id: showHex(transaction.id),
    status: 'included',
    height,
    blockId: showHex(block.id),
    confirmations,
    settled: confirmations > chain.spec.settleDepth,
    transaction: showTransaction(transaction),
    ...showReceipt(chain.spec, transaction, receipt),
  };
};

/** In the order of the places; those whose block has left the chain or cannot be read are left out. */
export const atPlaces = async (live: Live, places: readonly Place[]): Promise<readonly TxStatus[]> => {
  const { chain } = live.session.node;
  const { store } = live.session;
  const heights = [...new Set(places.map(({ height }) => height))];
  const refs = heights.map((height) => blockAt(chain, height)).filter((ref) => ref !== undefined);
  const blocks = new Map<Hex32, Block>();
  for (const block of await blocksOf({ chain, store }, refs)) if (block !== undefined) blocks.set(block.id, block);
  const receipts = await receiptsById(store, [...blocks.values()]);
  return places.flatMap(({ blockId, position }) => {
    const block = blocks.get(blockId);
    const transaction = block?.transactions[position];
    return block === undefined || transaction === undefined
      ? []
      : [showIncluded(live, block, transaction, receipts.get(transaction.id))];
  });
};

/** The transaction itself, wherever this node finds it. */
export const transactionOf = async (live: Live, id: Hex32): Promise<Transaction | undefined> => {
  const waiting = live.session.node.mempool.get(id);
  if (waiting !== undefined) return waiting.transaction;
  const { session, index } = live;
  const place = await index.find(id);
  const ref = place === undefined ? undefined : blockAt(session.node.chain, place.height);
  if (place !== undefined && ref?.id === place.blockId) {
    const [block] = await blocksOf({ chain: session.node.chain, store: session.store }, [ref]);
    return block?.transactions[place.position];
  }
  const proven = isLight(live) ? await askTransaction(session, id) : undefined;
  return proven?.fact.kind === 'transaction' ? proven.fact.transaction : undefined;
};

export const txStatusOf = async (live: Live, dropped: DroppedList, id: Hex32): Promise<TxStatus> => {
  const { mempool } = live.session.node;
  const waiting = mempool.get(id);
  if (waiting !== undefined) return pending(waiting.transaction);
  const place = await live.index.find(id);
  const [included] = place === undefined ? [] : await atPlaces(live, [place]);
  if (included !== undefined) return included;
  const proven = isLight(live) ? await askTransaction(live.session, id) : undefined;
  if (proven !== undefined) return showProven(live.session, proven.fact);
  const again = mempool.get(id); // a reorganisation may have brought it back while we looked
  if (again !== undefined) return pending(again.transaction);
  const reason = dropped.reasonOf(id);
  return {
    id: showHex(id),
    status: reason === undefined ? 'unknown' : 'dropped',
    ...(reason === undefined ? {} : { reason }),
  };
};

export interface HistoryQuestion {
  readonly account: Hex32;
  readonly cursor: string | undefined;
  readonly count: number;
}

/** Cursor of a page that held nothing but pending ones: smaller than every place. */
const startCursor = 'start';

const afterOf = (cursor: string | undefined): string => {
  if (cursor === undefined || cursor === startCursor) return '';
  if (placeTextForm.test(cursor)) return cursor;
  throw wrongParam('cursor', 'The cursor is not one that account_history gave.', 'cursor-unreadable', 'a cursor');
};

/** A page of an account's history: on the first page what waits, latest first, then what is in blocks, newest first. */
export const historyOf = async (
  live: Live,
  { account, cursor, count }: HistoryQuestion,
): Promise<{ readonly items: readonly TxStatus[]; readonly cursor?: string }> => {
  const after = afterOf(cursor);
  const concerned = live.session.node.mempool
    .list()
    .filter(({ transaction }) => accountsOf(transaction).includes(account));
  const waiting = cursor === undefined ? concerned.slice(-count).reverse() : [];
  const room = count - waiting.length;
  const places = await live.index.history(account, after, room + 1); // one more tells whether there is another page
  const shown = places.slice(0, room);
  const items = [...waiting.map(({ transaction }) => pending(transaction)), ...(await atPlaces(live, shown))];
  const last = shown.at(-1);
  const next = last === undefined ? startCursor : placeText(last.height, last.position);
  return places.length > room ? { items, cursor: next } : { items };
};
