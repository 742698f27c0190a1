// The parts of one node and the books it keeps about its peers. Handlers take the slices they use. Bounded by what the
// parts bound, by the peers that the network admits, and by the figures beside each book here.

import type { Chain } from '../chain/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import type { Mempool } from '../mempool/index.ts';
import type { ChainSpec, Hex32, SealedHeader } from '../model/index.ts';
import type { Draft } from '../production/index.ts';
import type { Sync } from '../sync/index.ts';
import type { StateView } from '../state/index.ts';
import type { Effect, NodeEvent } from './input.ts';
import type { LightBooks } from './light-books.ts';
import type { PeerId, PeerKind, PeerPath } from './ports.ts';
import type { ProofAsks } from './proof-asks.ts';
import type { ProofTokens } from './proof-tokens.ts';
import type { SnapshotPointer } from './records.ts';
import type { SealBooks } from './seal-books.ts';
import type { StateBudget, StateServing } from './state-serving.ts';
import type { StateStart } from './state-start.ts';

export interface PeerBook {
  path: PeerPath;
  readonly kind: PeerKind;
  /** its waiting transactions were asked for */
  mempoolAsked: boolean;
  /** it was sent ours: 16 MiB, so once */
  mempoolServed: boolean;
  /** what it may still ask for */
  readonly proofTokens: ProofTokens;
  readonly stateBudget: StateBudget;
}

export interface Production {
  running: boolean;
  producer: Hex32 | undefined;
  intensityPermille: number;
  draft: Draft | undefined;
  /** height and mempool that the draft was made for */
  draftOn: { readonly head: Hex32; readonly mempoolVersion: number; readonly madeAt: number } | undefined;
  retryAt: number | undefined;
  /** a draft that is being signed: it stays, whatever happens meanwhile, for its slot cannot be signed twice */
  signing: Draft | undefined;
  /** the highest slot for which a signature was asked for; −1 for none */
  signedUpTo: number;
  /** when the slot begins that this producer may seal in next (ms) */
  ownSlotAt: number | undefined;
  /** VRF proofs by their input, the newest 256; `undefined`: it is being made */
  readonly proofs: Map<Hex32, Uint8Array | undefined>;
  /** ids of own blocks, the newest 10,000 (import-block.ts), so that a head that moves counts them */
  readonly ours: Set<Hex32>;
  produced: number;
}

/** A block whose time has not come; it is tried again when it has. */
export interface HeldBlock {
  readonly until: number;
  readonly sealed: SealedHeader;
  readonly bytes: Uint8Array | undefined;
  readonly peer: PeerId;
}

export interface VerifiedSignatures {
  readonly has: (signedHash: Hex32) => boolean;
  readonly add: (signedHash: Hex32) => void;
}

/** Signed bytes whose signature was found right: a full mempool, and what is verified ahead of its turn (run-node.ts). */
const verifiedMax = 20_000;

/** Adds to a set that forgets its oldest members above `countMax`: a set iterates in the order of insertion. */
export const keepNewest = <T>(members: Set<T>, member: T, countMax: number): void => {
  members.add(member);
  for (const oldest of members) {
    if (members.size <= countMax) return;
    members.delete(oldest);
  }
};

export const createVerifiedSignatures = (): VerifiedSignatures => {
  const known = new Set<Hex32>();
  return {
    has: (signedHash) => known.has(signedHash),
    add: (signedHash) => {
      keepNewest(known, signedHash, verifiedMax);
    },
  };
};

export interface NodeParts {
  readonly spec: ChainSpec;
  readonly chain: Chain;
  readonly mempool: Mempool;
  /** by which payments are judged: the state at the head, or what was proved to a light node */
  readonly accounts: StateView;
  readonly asks: ProofAsks;
  readonly light: LightBooks;
  readonly sync: Sync;
  readonly stateStart: StateStart;
  readonly stateServing: StateServing;
  readonly signatureCheck: SignatureCheck;
  readonly verified: VerifiedSignatures;
  readonly peers: Map<PeerId, PeerBook>;
  readonly production: Production;
  readonly held: HeldBlock[];
  readonly seals: SealBooks;
  /** grows with every change of the mempool */
  mempoolVersion: number;
  /** what was asked of the store and has not come back */
  loading: boolean;
  snapshot: SnapshotPointer | undefined;
  /** bytes of state changes since the last snapshot */
  changedBytes: number;
  lastStatusAt: number;
  statusDue: boolean;
  /** when all peers are told, where that is due */
  statusAt: number | undefined;
  /** first blocks of chains that part from ours below the reorg limit, warned of */
  readonly deepForks: Set<Hex32>;
}

/** Where handlers put their effects, in the order in which they are to be performed. */
export interface Outbox {
  readonly effects: Effect[];
}

export const say = (out: Outbox, event: NodeEvent): void => {
  out.effects.push({ type: 'event', event });
};
