// Reads what a store holds of a chain: the base with the ids below it, headers into the tree, the newest state snapshot, state
// changes, bodies. Nothing here is believed: a record that does not decode, or that is not the one its key names, counts as
// missing. Bounded by the store, which holds only what was executed once, and read in portions.

import { equalBytes } from '../bytes/index.ts';
import {
  ancestryOf,
  type BlockNode,
  type Chain,
  type ChainBase,
  createArchivedIds,
  type ArchivedIds,
  type Genesis,
  idsPerPage,
  sealedOf,
} from '../chain/index.ts';
import { appendToRange, rangeRoot } from '../crypto/index.ts';
import { bytesOf, decodeBlock, decodeHeaderEntry, type SealedHeader, transactionRootOf } from '../model/index.ts';
import { decodeChanges, type State, type StateChange, type StateKey, undoOf } from '../state/index.ts';
import { archivedIdsKey, type BaseRecord, decodeArchivedIds, decodeBase } from './archive-records.ts';
import type { Store } from './ports.ts';
import {
  decodeChunk,
  decodeSnapshotPointer,
  headerKey,
  headersFrom,
  snapshotKey,
  type SnapshotPointer,
} from './records.ts';

const scanCount = 2000;
const checkedBlocks = 64;
/** 8 MiB of ids. */
const idPagesAtOnce = 64;
/** State changes of so many blocks are in memory at once. */
const changesAtOnce = 64;

const loadArchivedIds = async (store: Store, count: number): Promise<ArchivedIds | undefined> => {
  const archived = createArchivedIds();
  const pages = Math.ceil(count / idsPerPage);
  for (let start = 0; start < pages; start += idPagesAtOnce) {
    const keys = Array.from({ length: Math.min(idPagesAtOnce, pages - start) }, (_, i) => archivedIdsKey(start + i));
    for (const bytes of await store.getMany('header', keys)) {
      const ids = decodeArchivedIds(bytes, Math.min(idsPerPage, count - archived.count()));
      if (ids === undefined) return undefined;
      archived.append(ids);
    }
  }
  return archived;
};

/** The ids lead from the genesis block to the base, and the history that the record has is the one the base commits to. */
const isBaseOf = (record: BaseRecord, { header }: SealedHeader, archived: ArchivedIds, genesis: Genesis): boolean => {
  if (record.history.count !== record.height || header.height !== record.height) return false;
  if ((genesis.validators === undefined) !== (record.validators === undefined)) return false;
  if (!equalBytes(rangeRoot(record.history), bytesOf(header.historyRoot))) return false;
  return archived.idAt(0) === genesis.chainId && archived.idAt(record.height - 1) === header.parent;
};

/** The base that the record names; none: the chain begins with the genesis block. */
export const loadBase = async (
  store: Store,
  genesis: Genesis,
  bytes: Uint8Array | undefined,
): Promise<ChainBase | 'none' | 'damaged'> => {
  if (bytes === undefined) return 'none';
  const record = decodeBase(bytes);
  if (!record.ok) return 'damaged';
  const { height, id, weight, history, validators } = record.value;
  const [row] = await store.getMany('header', [headerKey(height, id)]);
  const sealed = row === undefined ? undefined : decodeHeaderEntry(row);
  if (sealed?.ok !== true || sealed.value.id !== id) return 'damaged';
  const archived = await loadArchivedIds(store, height);
  if (archived === undefined || !isBaseOf(record.value, sealed.value, archived, genesis)) return 'damaged';
  return { sealed: sealed.value, height, weight, range: appendToRange(history, bytesOf(id)), archived, validators };
};

/** Reads the header records from the base upwards into the tree, those that stand on known ones. */
export const loadHeaders = async (chain: Chain, store: Store): Promise<void> => {
  for (let from = headersFrom(chain.tree.base().height); ;) {
    const rows = await store.scan('header', from, scanCount);
    for (const [key, bytes] of rows) {
      const sealed = decodeHeaderEntry(bytes);
      const parent = sealed.ok ? chain.tree.get(sealed.value.header.parent) : undefined;
      if (!sealed.ok || parent === undefined || chain.tree.get(sealed.value.id) !== undefined) continue;
      // The key has the id: a header that has changed since it was written has another.
      if (headerKey(parent.height + 1, sealed.value.id) !== key) continue;
      const validators = chain.engine.validatorsAfter(sealed.value, ancestryOf(parent));
      if (!validators.ok) continue; // what it carries has changed since it was written
      const weight = chain.engine.weight(sealed.value.header);
      chain.tree.add(parent, sealed.value, { weight, validators: validators.value });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < scanCount) return;
    from = `${last[0]}~`; // greater than the last key, smaller than any other
  }
};

export interface StoredSnapshot {
  readonly pointer: SnapshotPointer;
  readonly entries: readonly (readonly [StateKey, Uint8Array])[];
}

export const loadSnapshot = async (store: Store): Promise<StoredSnapshot | 'none' | 'damaged'> => {
  const [bytes] = await store.getMany('meta', ['snapshot']);
  if (bytes === undefined) return 'none';
  const pointer = decodeSnapshotPointer(bytes);
  if (!pointer.ok) return 'damaged';
  const keys = Array.from({ length: pointer.value.chunks }, (_, chunk) => snapshotKey(pointer.value, chunk));
  const entries: (readonly [StateKey, Uint8Array])[] = [];
  for (const chunk of await store.getMany('snapshot', keys)) {
    const decoded = chunk === undefined ? undefined : decodeChunk(chunk);
    if (decoded?.ok !== true) return 'damaged';
    for (const entry of decoded.value) entries.push(entry);
  }
  return { pointer: pointer.value, entries };
};

const changesOfNodes = async (
  store: Store,
  nodes: readonly BlockNode[],
): Promise<readonly (readonly StateChange[])[] | undefined> => {
  const records = await store.getMany(
    'undo',
    nodes.map(({ id }) => id),
  );
  const all: (readonly StateChange[])[] = [];
  for (const record of records) {
    const changes = record === undefined ? undefined : decodeChanges(record);
    if (changes?.ok !== true) return undefined;
    all.push(changes.value);
  }
  return all;
};

/** The nodes above `from` up to `to`. */
const pathUp = (from: BlockNode, to: BlockNode): readonly BlockNode[] => {
  const path: BlockNode[] = [];
  for (let at: BlockNode | undefined = to; at !== undefined && at !== from; at = at.parent) path.push(at);
  return path.reverse();
};

const commonAncestor = (a: BlockNode, b: BlockNode): BlockNode => {
  let left = a;
  let right = b;
  while (left !== right) {
    const higher = left.height >= right.height ? left : right;
    const { parent } = higher;
    if (parent === undefined) return higher;
    if (higher === left) left = parent;
    else right = parent;
  }
  return left;
};

/** Changes of blocks in their order, a few blocks at a time; `false` when a record is missing. */
const eachPortion = async (
  store: Store,
  nodes: readonly BlockNode[],
  use: (changes: readonly (readonly StateChange[])[]) => void,
): Promise<boolean> => {
  for (let start = 0; start < nodes.length; start += changesAtOnce) {
    const changes = await changesOfNodes(store, nodes.slice(start, start + changesAtOnce));
    if (changes === undefined) return false;
    use(changes);
  }
  return true;
};

/** The state at `head`, from a state at `base`: down to where they part, then up. False: it does not fit the header. */
export const replay = async (store: Store, state: State, base: BlockNode, head: BlockNode): Promise<boolean> => {
  const common = commonAncestor(base, head);
  const isDown = await eachPortion(store, [...pathUp(common, base)].reverse(), (portion) => {
    for (const changes of portion) state.adopt(state.preview(undoOf(changes)));
  });
  // One preview over all changes hashes each record once, however often it changed.
  const merged = new Map<StateKey, StateChange>();
  const isUp = await eachPortion(store, pathUp(common, head), (portion) => {
    for (const change of portion.flat()) {
      const earlier = merged.get(change.key);
      merged.set(change.key, earlier === undefined ? change : { ...change, before: earlier.before });
    }
  });
  if (!isDown || !isUp) return false;
  state.adopt(state.preview([...merged.values()]));
  return state.root() === sealedOf(head).header.stateRoot;
};

/** The last blocks' bodies are there and are the ones their headers were sealed over; so are the changes to undo them. */
export const recentBlocksHold = async (chain: Chain, store: Store, head: BlockNode): Promise<boolean> => {
  const nodes: BlockNode[] = [];
  for (let at = head; at.parent !== undefined && nodes.length < checkedBlocks; at = at.parent) nodes.push(at);
  const undone = nodes.slice(0, chain.spec.reorgLimit); // those further down are forgotten
  if ((await changesOfNodes(store, undone)) === undefined) return false;
  const bodies = await store.getMany(
    'body',
    nodes.map(({ id }) => id),
  );
  return nodes.every((node, i) => {
    const bytes = bodies[i];
    const block = bytes === undefined ? undefined : decodeBlock(bytes, chain.spec.blockBytesMax);
    if (block?.ok !== true || block.value.id !== node.id) return false;
    return transactionRootOf(block.value.transactions) === sealedOf(node).header.transactionRoot;
  });
};
