// Opens the chain that a store holds. The usual way is quick: headers into the tree, the state from its snapshot, the
// changes since replayed, the root compared with the head's. Where anything is missing or damaged the blocks are
// executed again from the genesis block as far as they go, what was damaged is written anew, and the report says so;
// peers have the rest.

import { type BlockNode, type Chain, createChain, createGenesis, type Genesis } from '../chain/index.ts';
import type { ConsensusEngine } from '../consensus/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import { type ChainSpec, decodeBlock } from '../model/index.ts';
import { createState, encodeChanges, genesisEntries } from '../state/index.ts';
import { createVerifiedSignatures, type VerifiedSignatures } from './parts.ts';
import type { Store, StoreWrite } from './ports.ts';
import { decodePointer, decodeSnapshotPointer, headWrite, type SnapshotPointer, snapshotWrites } from './records.ts';
import { bestStored, loadHeaders, loadSnapshot, pathUp, recentBlocksHold, replay } from './stored-chain.ts';

export interface LoadOptions {
  readonly spec: ChainSpec;
  readonly engine: ConsensusEngine;
  readonly signatureCheck: SignatureCheck;
  readonly store: Store;
  /** ms since 1970; used where blocks have to be checked again */
  readonly now: number;
  /** memory for recent blocks; see ChainPorts */
  readonly cacheBytesMax?: number;
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

/** Undo records of a rebuild are committed together for so many blocks. */
const commitEveryBlocks = 64;

const startOf = (options: LoadOptions) => {
  const verified = createVerifiedSignatures();
  const genesis = createGenesis(options.spec);
  const chain = createChain({ ...options, genesis, isVerified: (signedHash) => verified.has(signedHash) });
  return { verified, genesis, chain };
};

type Restored = { readonly snapshot: SnapshotPointer | undefined } | { readonly problem: string };

const restore = async (chain: Chain, { store, spec }: LoadOptions, head: BlockNode): Promise<Restored> => {
  const snapshot = await loadSnapshot(store);
  if (snapshot === 'damaged') return { problem: 'the state snapshot is damaged' };
  const base = snapshot === 'none' ? chain.tree.genesis : chain.tree.get(snapshot.pointer.id);
  if (base === undefined) return { problem: 'the block of the state snapshot is missing' };
  const state = createState(snapshot === 'none' ? genesisEntries(spec) : snapshot.entries);
  if (!(await replay(store, state, base, head))) return { problem: 'the state does not fit the head' };
  if (!(await recentBlocksHold(chain, store, head))) return { problem: 'recent blocks are missing or damaged' };
  chain.restoreHead(head, state);
  return { snapshot: snapshot === 'none' ? undefined : snapshot.pointer };
};

/** Executes one stored block on the head; the write of its undo record, or `undefined` where the store goes no further. */
const executeStored = async (
  chain: Chain,
  { store, now }: LoadOptions,
  { id, sealed }: BlockNode,
): Promise<StoreWrite | undefined> => {
  const [bytes] = await store.getMany('body', [id]);
  const block = bytes === undefined ? undefined : decodeBlock(bytes, chain.spec.blockBytesMax);
  if (block?.ok !== true || block.value.id !== id) return undefined;
  const node = chain.acceptHeader(sealed, now);
  if (!node.ok || !chain.acceptBody(node.value, block.value).ok) return undefined;
  const applied = chain.advance().change?.applied[0];
  chain.trim();
  return applied === undefined ? undefined : ['undo', id, encodeChanges(applied.changes)];
};

/** Executes the stored blocks of `path` again, up to the first that is missing or wrong, and mends the store. */
const rebuild = async (
  chain: Chain,
  options: LoadOptions,
  path: readonly BlockNode[],
): Promise<SnapshotPointer | undefined> => {
  const { store, spec } = options;
  let writes: StoreWrite[] = [];
  for (const [index, node] of path.entries()) {
    const undo = await executeStored(chain, options, node);
    if (undo === undefined) break;
    if (node.height > path.length - spec.reorgLimit) writes.push(undo);
    if (index % commitEveryBlocks !== 0 || writes.length === 0) continue;
    await store.commit(writes, 'relaxed');
    writes = [];
  }
  const [old] = await store.getMany('meta', ['snapshot']);
  const previous = old === undefined ? undefined : decodeSnapshotPointer(old);
  const snapshot = snapshotWrites(chain.state, chain.head(), previous?.ok === true ? previous.value : undefined);
  await store.commit([...writes, ...snapshot.writes, headWrite(chain.head())], 'strict');
  return snapshot.pointer;
};

/** A rejected promise is the store's; everything that can be wrong with the content is repaired here. */
export const loadChain = async (options: LoadOptions): Promise<LoadedChain> => {
  const { store } = options;
  const first = startOf(options);
  const { tree } = first.chain;
  await loadHeaders(first.chain, store);
  const [headBytes] = await store.getMany('meta', ['head']);
  if (headBytes === undefined && tree.count() === 1) {
    return { ...first, snapshot: undefined, how: 'fresh', reason: undefined };
  }
  const pointer = headBytes === undefined ? undefined : decodePointer(headBytes);
  const head = pointer?.ok === true ? tree.get(pointer.value.id) : undefined;
  let problem = 'headers are missing';
  if (pointer?.ok !== true) problem = 'the head record is missing or damaged';
  else if (head?.height === pointer.value.height) {
    const restored = await restore(first.chain, options, head);
    if (!('problem' in restored)) return { ...first, ...restored, how: 'restored', reason: undefined };
    problem = restored.problem;
  }
  const again = startOf(options);
  const snapshot = await rebuild(again.chain, options, pathUp(tree.genesis, head ?? bestStored(first.chain)));
  return { ...again, snapshot, how: 'rebuilt', reason: problem };
};
