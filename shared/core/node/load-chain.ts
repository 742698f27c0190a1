// Opens the chain that a store holds. The usual way is quick: headers into the tree, the state from its snapshot, the
// changes since replayed, the root compared with the head's. Where anything is missing or damaged the blocks are
// executed again from the genesis block as far as they go, and the report says so; peers have the rest.

import { type BlockNode, type Chain, createChain, createGenesis, type Genesis } from '../chain/index.ts';
import type { ConsensusEngine } from '../consensus/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import { type ChainSpec, decodeBlock, decodeSealedHeader, transactionRootOf } from '../model/index.ts';
import {
  createState,
  decodeChanges,
  genesisEntries,
  type State,
  type StateChange,
  type StateKey,
  undoOf,
} from '../state/index.ts';
import { createVerifiedSignatures, type VerifiedSignatures } from './parts.ts';
import type { Store } from './ports.ts';
import {
  type BlockPointer,
  decodeChunk,
  decodePointer,
  decodeSnapshotPointer,
  snapshotKey,
  type SnapshotPointer,
} from './records.ts';

export interface LoadOptions {
  readonly spec: ChainSpec;
  readonly engine: ConsensusEngine;
  readonly signatureCheck: SignatureCheck;
  readonly store: Store;
  /** ms since 1970; used where blocks have to be checked again */
  readonly now: number;
}

export interface LoadedChain {
  readonly chain: Chain;
  readonly genesis: Genesis;
  readonly verified: VerifiedSignatures;
  readonly snapshot: SnapshotPointer | undefined;
  /** fresh: the store was empty · restored · rebuilt: blocks were executed again */
  readonly how: 'fresh' | 'restored' | 'rebuilt';
  /** why it had to be rebuilt */
  readonly reason: string | undefined;
}

const scanCount = 2000;
const checkedBlocks = 64;

/** Reads all header records in height order into the tree; returns those that stand on known ones. */
const loadHeaders = async (chain: Chain, store: Store): Promise<void> => {
  for (let from = ''; ;) {
    const rows = await store.scan('header', from, scanCount);
    for (const [, bytes] of rows) {
      const sealed = decodeSealedHeader(bytes);
      const parent = sealed.ok ? chain.tree.get(sealed.value.header.parent) : undefined;
      if (!sealed.ok || parent === undefined || chain.tree.get(sealed.value.id) !== undefined) continue;
      chain.tree.add(parent, sealed.value, chain.engine.weight(sealed.value.header));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < scanCount) return;
    from = `${last[0]}~`; // greater than the last key, smaller than any other
  }
};

const loadSnapshot = async (
  store: Store,
): Promise<
  { readonly pointer: SnapshotPointer; readonly entries: readonly (readonly [StateKey, Uint8Array])[] } | undefined
> => {
  const [bytes] = await store.getMany('meta', ['snapshot']);
  const pointer = bytes === undefined ? undefined : decodeSnapshotPointer(bytes);
  if (pointer?.ok !== true) return undefined;
  const keys = Array.from({ length: pointer.value.chunks }, (_, chunk) => snapshotKey(pointer.value, chunk));
  const entries: (readonly [StateKey, Uint8Array])[] = [];
  for (const chunk of await store.getMany('snapshot', keys)) {
    const decoded = chunk === undefined ? undefined : decodeChunk(chunk);
    if (decoded?.ok !== true) return undefined;
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

/** The state at `head`, from a state at `base`: down to where they part, then up. */
const replay = async (store: Store, state: State, base: BlockNode, head: BlockNode): Promise<boolean> => {
  const common = commonAncestor(base, head);
  const down = await changesOfNodes(store, [...pathUp(common, base)].reverse());
  const up = await changesOfNodes(store, pathUp(common, head));
  if (down === undefined || up === undefined) return false;
  for (const changes of down) state.adopt(state.preview(undoOf(changes)));
  // One preview over all changes hashes each record once, however often it changed.
  const merged = new Map<StateKey, StateChange>();
  for (const change of up.flat()) {
    merged.set(change.key, {
      ...change,
      before: merged.has(change.key) ? merged.get(change.key)?.before : change.before,
    });
  }
  state.adopt(state.preview([...merged.values()]));
  return state.root() === head.sealed.header.stateRoot;
};

/** The last blocks' bodies are there and are the ones their headers were sealed over. */
const recentBodiesHold = async (chain: Chain, store: Store, head: BlockNode): Promise<boolean> => {
  const nodes: BlockNode[] = [];
  for (let at = head; at.parent !== undefined && nodes.length < checkedBlocks; at = at.parent) nodes.push(at);
  const bodies = await store.getMany(
    'body',
    nodes.map(({ id }) => id),
  );
  return nodes.every((node, i) => {
    const bytes = bodies[i];
    const block = bytes === undefined ? undefined : decodeBlock(bytes, chain.spec.blockBytesMax);
    return (
      block?.ok === true &&
      block.value.id === node.id &&
      transactionRootOf(block.value.transactions) === node.sealed.header.transactionRoot
    );
  });
};

/** Executes the stored blocks up to `head` again. Stops at the first that is missing or wrong. */
const rebuild = async (chain: Chain, store: Store, path: readonly BlockNode[], now: number): Promise<void> => {
  for (const { id, sealed } of path) {
    const [bytes] = await store.getMany('body', [id]);
    const block = bytes === undefined ? undefined : decodeBlock(bytes, chain.spec.blockBytesMax);
    if (block?.ok !== true) return;
    const node = chain.acceptHeader(sealed, now);
    if (!node.ok || !chain.acceptBody(node.value, block.value).ok) return;
    if (chain.advance().change === undefined) return;
    chain.trim();
  }
};

const startOf = (options: LoadOptions) => {
  const verified = createVerifiedSignatures();
  const genesis = createGenesis(options.spec);
  const chain = createChain({ ...options, genesis, isVerified: (signedHash) => verified.has(signedHash) });
  return { verified, genesis, chain };
};

const restore = async (
  chain: Chain,
  options: LoadOptions,
  pointer: BlockPointer,
): Promise<SnapshotPointer | 'none' | { readonly problem: string }> => {
  const { store, spec } = options;
  await loadHeaders(chain, store);
  const head = chain.tree.get(pointer.id);
  if (head?.height !== pointer.height) return { problem: 'headers are missing' };
  const snapshot = await loadSnapshot(store);
  const base = snapshot === undefined ? chain.tree.genesis : chain.tree.get(snapshot.pointer.id);
  if (base === undefined) return { problem: 'the block of the state snapshot is missing' };
  const state = createState(snapshot?.entries ?? genesisEntries(spec));
  if (!(await replay(store, state, base, head))) return { problem: 'the state does not fit the head' };
  if (!(await recentBodiesHold(chain, store, head))) return { problem: 'recent blocks are missing or damaged' };
  chain.restoreHead(head, state);
  return snapshot?.pointer ?? 'none';
};

/** A rejected promise is the store's; everything that can be wrong with the content is repaired here. */
export const loadChain = async (options: LoadOptions): Promise<LoadedChain> => {
  const fresh = startOf(options);
  const [headBytes] = await options.store.getMany('meta', ['head']);
  if (headBytes === undefined) return { ...fresh, snapshot: undefined, how: 'fresh', reason: undefined };
  const pointer = decodePointer(headBytes);
  const restored = pointer.ok
    ? await restore(fresh.chain, options, pointer.value)
    : { problem: 'the head record is damaged' };
  if (restored === 'none') return { ...fresh, snapshot: undefined, how: 'restored', reason: undefined };
  if ('id' in restored) return { ...fresh, snapshot: restored, how: 'restored', reason: undefined };
  const again = startOf(options);
  const head = pointer.ok ? fresh.chain.tree.get(pointer.value.id) : undefined;
  const path = pathUp(fresh.chain.tree.genesis, head ?? fresh.chain.bestHeader());
  await rebuild(again.chain, options.store, path, options.now);
  return { ...again, snapshot: undefined, how: 'rebuilt', reason: restored.problem };
};
