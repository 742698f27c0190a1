// Opens the chain that a store holds. The usual way is quick: the base, the headers above it into the tree, the state from
// its snapshot, the changes since replayed, the root compared with the head's. Where anything is missing or damaged the
// blocks are executed again from the genesis block as far as they go (rebuild.ts), and the report says so; peers have the
// rest.

import {
  type BlockNode,
  type Chain,
  type ChainBase,
  type ChainMode,
  createChain,
  createGenesis,
  type Genesis,
} from '../chain/index.ts';
import type { ConsensusEngine } from '../consensus/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import { type ChainSpec, contractMachineHash, zeroHex32 } from '../model/index.ts';
import { createState, genesisEntries, hasContracts } from '../state/index.ts';
import { fitStoreTo } from './light-store.ts';
import { loadLight } from './load-light.ts';
import { createVerifiedSignatures, type VerifiedSignatures } from './parts.ts';
import type { MachineSource, Store } from './ports.ts';
import { rebuild } from './rebuild.ts';
import { type BlockPointer, decodeExecutedFrom, decodePointer, type SnapshotPointer } from './records.ts';
import { loadBase, loadHeaders, loadSnapshot, recentBlocksHold, replay } from './stored-chain.ts';

export interface LoadOptions {
  readonly spec: ChainSpec;
  readonly engine: ConsensusEngine;
  readonly signatureCheck: SignatureCheck;
  readonly store: Store;
  /** needed where the network has contracts */
  readonly contracts?: MachineSource | undefined;
  /** ms since 1970; used where blocks have to be checked again */
  readonly now: number;
  /** memory for recent blocks; see ChainPorts */
  readonly cacheBytesMax?: number;
  /** full unless given; a store of the other mode is made one of this */
  readonly mode?: ChainMode;
}

interface OpenChain {
  readonly chain: Chain;
  readonly genesis: Genesis;
  readonly verified: VerifiedSignatures;
  readonly snapshot: SnapshotPointer | undefined;
}

export interface LoadedChain extends OpenChain {
  /** fresh: the store was empty · restored · rebuilt: blocks were executed again */
  readonly how: 'fresh' | 'restored' | 'rebuilt';
  /** why it had to be rebuilt */
  readonly reason: string | undefined;
}

interface Problem {
  readonly problem: string;
}

const startOf = (options: LoadOptions, genesis: Genesis, base?: ChainBase, executedFrom = 0) => {
  const verified = createVerifiedSignatures();
  const isVerified = (signedHash: string): boolean => verified.has(signedHash);
  const ports = { ...options, genesis, isVerified, executedFrom, contracts: options.contracts?.machine };
  const chain = createChain(base === undefined ? ports : { ...ports, base });
  return { verified, genesis, chain };
};

const restoreState = async (
  chain: Chain,
  { store, spec }: LoadOptions,
  head: BlockNode,
): Promise<{ readonly snapshot: SnapshotPointer | undefined } | Problem> => {
  const snapshot = await loadSnapshot(store);
  if (snapshot === 'damaged') return { problem: 'the state snapshot is damaged' };
  const lowest = chain.tree.base();
  if (snapshot === 'none' && lowest.height > 0) return { problem: 'the state snapshot is missing' };
  const from = snapshot === 'none' ? lowest : chain.tree.get(snapshot.pointer.id);
  if (from === undefined) return { problem: 'the block of the state snapshot is missing' };
  const state = createState(snapshot === 'none' ? genesisEntries(spec) : snapshot.entries);
  if (!(await replay(store, state, from, head))) return { problem: 'the state does not fit the head' };
  if (!(await recentBlocksHold(chain, store, head))) return { problem: 'recent blocks are missing or damaged' };
  chain.restoreHead(head, state);
  return { snapshot: snapshot === 'none' ? undefined : snapshot.pointer };
};

interface BaseBytes {
  readonly baseBytes: Uint8Array | undefined;
  readonly executedFromBytes: Uint8Array | undefined;
}

/** Nothing above the base was taken over; a record that says so, or cannot be read, promises too much. */
const executedFromOf = (bytes: Uint8Array | undefined, base: ChainBase): number => {
  if (bytes === undefined) return 0;
  const from = decodeExecutedFrom(bytes);
  return from.ok ? Math.min(from.value, base.height + 1) : base.height + 1;
};

const restore = async (
  options: LoadOptions,
  genesis: Genesis,
  head: BlockPointer,
  { baseBytes, executedFromBytes }: BaseBytes,
): Promise<OpenChain | Problem> => {
  const { store } = options;
  const base = await loadBase(store, genesis, baseBytes);
  if (base === 'damaged') return { problem: 'the archive of old headers is damaged' };
  const start =
    base === 'none'
      ? startOf(options, genesis)
      : startOf(options, genesis, base, executedFromOf(executedFromBytes, base));
  await loadHeaders(start.chain, store);
  const node = start.chain.tree.get(head.id);
  if (node?.height !== head.height) return { problem: 'headers are missing' };
  const restored = await restoreState(start.chain, options, node);
  return 'problem' in restored ? restored : { ...start, ...restored };
};

/** Contracts are executed by the machine that the spec names, or there are none. */
const hasKnownMachine = ({ protocol: { vmHash } }: ChainSpec): boolean =>
  vmHash === contractMachineHash || vmHash === zeroHex32;

/** A rejected promise is the store's; everything that can be wrong with the content is repaired here. */
export const loadChain = async (options: LoadOptions): Promise<LoadedChain> => {
  const { store, spec, now } = options;
  if (!hasKnownMachine(spec)) throw new Error('the contracts of this network need another version of this software');
  const genesis = createGenesis(spec);
  await fitStoreTo(store, options.mode ?? 'full');
  if (options.mode === 'light') {
    const begin = (base?: ChainBase): OpenChain => ({ ...startOf(options, genesis, base), snapshot: undefined });
    return loadLight({ store, genesis, begin });
  }
  const [headBytes, baseBytes, executedFromBytes] = await store.getMany('meta', ['head', 'base', 'executed-from']);
  const isEmpty =
    headBytes === undefined && baseBytes === undefined && (await store.scan('header', '', 1)).length === 0;
  if (isEmpty) return { ...startOf(options, genesis), snapshot: undefined, how: 'fresh', reason: undefined };
  const pointer = headBytes === undefined ? undefined : decodePointer(headBytes);
  const head = pointer?.ok === true ? pointer.value : undefined;
  const opened =
    head === undefined
      ? { problem: 'the head record is missing or damaged' }
      : await restore(options, genesis, head, { baseBytes, executedFromBytes });
  if (!('problem' in opened)) {
    if (hasContracts(opened.chain.state)) await options.contracts?.load();
    return { ...opened, how: 'restored', reason: undefined };
  }
  if (spec.protocol.vmHash === contractMachineHash) await options.contracts?.load();
  const again = startOf(options, genesis);
  const snapshot = await rebuild(again.chain, store, head, now);
  return { ...again, snapshot, how: 'rebuilt', reason: opened.problem };
};
