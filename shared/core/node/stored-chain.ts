// Reads what a store holds of a chain: headers into the tree, the newest state snapshot, state changes, bodies. Nothing
// here is believed: a record that does not decode, or that is not the one its key names, counts as missing. Bounded by
// the store, which holds only what was executed once.

import { type BlockNode, type Chain, isBetter } from '../chain/index.ts';
import { decodeBlock, decodeSealedHeader, transactionRootOf } from '../model/index.ts';
import { decodeChanges, type State, type StateChange, type StateKey, undoOf } from '../state/index.ts';
import type { Store } from './ports.ts';
import { decodeChunk, decodeSnapshotPointer, headerKey, snapshotKey, type SnapshotPointer } from './records.ts';

const scanCount = 2000;
const checkedBlocks = 64;

/** Reads all header records in height order into the tree, those that stand on known ones. */
export const loadHeaders = async (chain: Chain, store: Store): Promise<void> => {
  for (let from = ''; ;) {
    const rows = await store.scan('header', from, scanCount);
    for (const [key, bytes] of rows) {
      const sealed = decodeSealedHeader(bytes);
      const parent = sealed.ok ? chain.tree.get(sealed.value.header.parent) : undefined;
      if (!sealed.ok || parent === undefined || chain.tree.get(sealed.value.id) !== undefined) continue;
      // The key has the id: a header that has changed since it was written has another.
      if (headerKey(parent.height + 1, sealed.value.id) !== key) continue;
      chain.tree.add(parent, sealed.value, chain.engine.weight(sealed.value.header));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < scanCount) return;
    from = `${last[0]}~`; // greater than the last key, smaller than any other
  }
};

/** The best block of those that were read. */
export const bestStored = (chain: Chain): BlockNode => {
  let best = chain.tree.genesis;
  const pending = [best];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isBetter(node, best)) best = node;
    pending.push(...node.children);
  }
  return best;
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
export const pathUp = (from: BlockNode, to: BlockNode): readonly BlockNode[] => {
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

/** The state at `head`, from a state at `base`: down to where they part, then up. False: it does not fit the header. */
export const replay = async (store: Store, state: State, base: BlockNode, head: BlockNode): Promise<boolean> => {
  const common = commonAncestor(base, head);
  const down = await changesOfNodes(store, [...pathUp(common, base)].reverse());
  const up = await changesOfNodes(store, pathUp(common, head));
  if (down === undefined || up === undefined) return false;
  for (const changes of down) state.adopt(state.preview(undoOf(changes)));
  // One preview over all changes hashes each record once, however often it changed.
  const merged = new Map<StateKey, StateChange>();
  for (const change of up.flat()) {
    const earlier = merged.get(change.key);
    merged.set(change.key, earlier === undefined ? change : { ...change, before: earlier.before });
  }
  state.adopt(state.preview([...merged.values()]));
  return state.root() === head.sealed.header.stateRoot;
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
    return transactionRootOf(block.value.transactions) === node.sealed.header.transactionRoot;
  });
};
