// The head moves to a settled block whose state has come from peers, and the store follows. What is large is committed first, in
// relaxed commits that nothing in the store refers to; a last one, strict, makes it the chain: base, head and snapshot. So a
// crash leaves a store that begins with the genesis block as before, or this one. Bounded by the state and the headers.

import { ancestorAt, type Archived, type BlockNode, sealedOf } from '../chain/index.ts';
import { headerEntryBytes, type Hex32 } from '../model/index.ts';
import { createState, type State, type StateEntry } from '../state/index.ts';
import { archivedHeadersWrite, archivedIdsWrites, baseWrite, deletesOf } from './archive-records.ts';
import { type NodeParts, type Outbox, say } from './parts.ts';
import type { StoreWrite } from './ports.ts';
import { executedFromWrite, headerKey, headWrite, snapshotWrites } from './records.ts';

/** In one relaxed commit: 5 MiB of headers, 8 MiB of ids, or 16 MiB of the state. */
const perCommit = { headers: 64, ids: 64, chunks: 16 } as const;

interface StartWrites {
  readonly headers: StoreWrite[];
  readonly ids: readonly StoreWrite[];
  readonly chunks: readonly StoreWrite[];
  /** small, and of no sense without the others */
  readonly last: readonly StoreWrite[];
}

/** Of blocks that have left the tree; only those up to `executedTo` have rows. */
const leavingWrites = ({ headers, beside }: Archived, executedTo: number): readonly StoreWrite[] => [
  ...headers
    .filter(({ header }) => header.height > 0 && header.height <= executedTo)
    .flatMap(({ header, id }) => deletesOf(header.height, id)),
  ...beside.flatMap((node): readonly StoreWrite[] => [
    ...deletesOf(node.height, node.id),
    ['body', node.id, undefined],
  ]),
];

/**
 * From the pivot up to the best header: with nothing above it a start would have a base on which no header can be judged, because
 * the rules look at a parent's parent.
 */
const headersFrom = (pivot: BlockNode, best: BlockNode): readonly StoreWrite[] => {
  const writes: StoreWrite[] = [];
  for (let at: BlockNode | undefined = best; at !== undefined && at.height >= pivot.height; at = at.parent) {
    writes.push(['header', headerKey(at.height, at.id), headerEntryBytes(sealedOf(at))]);
  }
  return writes;
};

const place = (parts: NodeParts, pivot: BlockNode, state: State): StartWrites => {
  const { chain } = parts;
  const first = chain.tree.base().height;
  const executedTo = chain.head().height;
  const headers: StoreWrite[] = [];
  const last: StoreWrite[] = [];
  chain.adoptState(pivot, state, (step) => {
    headers.push(archivedHeadersWrite(step));
    last.push(...leavingWrites(step, executedTo));
    if (step.base === pivot) last.push(baseWrite(step));
  });
  const ids = archivedIdsWrites(chain.archived, first, pivot.height);
  const { writes, pointer } = snapshotWrites(state, pivot, parts.snapshot);
  parts.snapshot = pointer;
  const isChunk = ([table, , value]: StoreWrite): boolean => table === 'snapshot' && value !== undefined;
  last.push(...writes.filter((write) => !isChunk(write)));
  last.push(...headersFrom(pivot, chain.bestHeader()));
  last.push(executedFromWrite(chain.executedFrom()), headWrite(pivot));
  return { headers, ids, chunks: writes.filter(isChunk), last };
};

const commitRelaxed = (writes: readonly StoreWrite[], count: number, out: Outbox): void => {
  for (let start = 0; start < writes.length; start += count) {
    out.effects.push({ type: 'commit', writes: writes.slice(start, start + count), durability: 'relaxed' });
  }
};

/** Executed blocks that do not lead to the pivot, from the head downwards. */
const leftBehind = (head: BlockNode, pivot: BlockNode): readonly Hex32[] => {
  const left: Hex32[] = [];
  for (let at = head; at.parent !== undefined && ancestorAt(pivot, at.height) !== at; at = at.parent) left.push(at.id);
  return left;
};

/** `entries` are the records of the state at the pivot, which is above the head; they were proved. */
export const adoptState = (parts: NodeParts, pivot: BlockNode, entries: readonly StateEntry[], out: Outbox): void => {
  const reverted = leftBehind(parts.chain.head(), pivot);
  const { headers, ids, chunks, last } = place(parts, pivot, createState(entries));
  commitRelaxed(headers, perCommit.headers, out);
  commitRelaxed(ids, perCommit.ids, out);
  commitRelaxed(chunks, perCommit.chunks, out);
  const move = { reverted, applied: [pivot.id] };
  out.effects.push({ type: 'commit', writes: last, durability: 'strict', move });
  parts.changedBytes = 0;
  parts.statusDue = true;
  parts.mempoolVersion++;
  for (const { id, reason } of parts.mempool.refresh([], parts.accounts, pivot.height)) {
    say(out, { type: 'transaction', id, status: 'dropped', reason });
  }
  say(out, { type: 'log', level: 'info', what: `started from the state at block ${pivot.height}` });
  say(out, { type: 'head', height: pivot.height, id: pivot.id });
};
