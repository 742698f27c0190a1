// What every kind of consensus answers: may this header stand on that parent, is it sealed, how much does it weigh,
// and what would the next one look like. Strategy objects without state: facts come in as arguments, `now` too.
// Nothing outside this folder asks which kind it is talking to.

import type { Result } from '../bytes/index.ts';
import type { ConsensusField, ConsensusKind, Header, Hex32, SealedHeader } from '../model/index.ts';
import type { ConsensusFault } from './consensus-fault.ts';
import type { ValidatorContext } from './validator-context.ts';

/** What rules look at besides the header itself. */
export interface Ancestry {
  readonly parent: Header;
  /** time of the parent's parent; `undefined` when the parent is the genesis block */
  readonly grandparentTime: number | undefined;
  /** who may seal on the parent, as it left them; `undefined` where nobody in particular may */
  readonly validators?: ValidatorContext | undefined;
}

/** Who asks for the next block. Where anybody may make one, nothing of it matters. */
export interface Candidate {
  readonly producer: Hex32;
  /** the highest slot for which this producer has had a header signed; −1 for none */
  readonly signedUpTo: number;
  /** the VRF proof for this input, if it was made */
  readonly proofOf: (input: Hex32) => Uint8Array | undefined;
}

/** The next block as far as consensus determines it. */
export type Preparation =
  | {
      readonly type: 'ready';
      readonly time: number;
      /** without who is to rule after the block: see `promiseValidators` */
      readonly consensus: ConsensusField;
      /** from this time on another preparation would be better (ms) */
      readonly renewAt: number;
      /** what the seal has in front of the signature */
      readonly proof?: Uint8Array;
      /** slots in which a living holder of the same key would have shown itself by a block */
      readonly quietSlots?: number;
    }
  /** `ownSlotAt`: when the next slot begins in which the candidate may seal, where that is known (ms) */
  | { readonly type: 'wait'; readonly until: number; readonly ownSlotAt?: number }
  /** VRF proofs that the candidate needs to know its slots */
  | { readonly type: 'prove'; readonly inputs: readonly Hex32[] };

/** Data for the host, which finds or makes the seal. */
export type SealTask =
  | { readonly type: 'search'; readonly sealDigest: Hex32; readonly target: Hex32 }
  | { readonly type: 'sign'; readonly sealDigest: Hex32; readonly slot: number };

/** A header whose promise of who rules next is made, and what travels with it. */
export interface PromisedHeader {
  readonly header: Header;
  readonly validators: Uint8Array | undefined;
}

/** Facts of a sealed block for people, in plain data. */
export type ConsensusFacts =
  | { readonly kind: 'pow'; readonly target: Hex32 }
  | { readonly kind: 'poa'; readonly slot: number; readonly leader: Hex32; readonly signers: number }
  | {
      readonly kind: 'pos';
      readonly slot: number;
      /** what was drawn, in billionths */
      readonly drawn: number;
      /** where who ruled is known: the epoch, and what it had to be below */
      readonly epoch?: number;
      readonly threshold?: number;
    };

export interface ConsensusEngine {
  readonly kind: ConsensusKind;
  /** The rules that tie a header to its parent; not the seal, not the clock. */
  readonly checkHeader: (header: Header, ancestry: Ancestry) => Result<undefined, ConsensusFault>;
  /** The time (ms) from which on this node may believe the header; it is held until then, not refused. */
  readonly believableFrom: (header: Header) => number;
  /** `validators`: who may seal on the parent; without them some kinds know no seal to be right. */
  readonly verifySeal: (sealed: SealedHeader, validators?: ValidatorContext) => Result<undefined, ConsensusFault>;
  /**
   * Whether the seal by itself has cost something, wherever the header stands: work, or the signature of a key that `known`
   * has. It says nothing of whose turn it was; it is for headers that will not be followed, so of whose past nothing is known.
   */
  readonly isSealedByItself: (sealed: SealedHeader, known: ValidatorContext | undefined) => boolean;
  /** Added up along a chain; the heaviest chain is followed. */
  readonly weight: (header: Header) => bigint;
  readonly prepare: (ancestry: Ancestry, now: number, candidate?: Candidate) => Preparation;
  readonly sealTask: (header: Header) => SealTask;
  /** Whether a block without transactions is allowed. */
  readonly bodyMayBeEmpty: boolean;
  /** The slot that a header claims, where there are slots: one key seals one header in each. */
  readonly slotOf: (header: Header) => number | undefined;
  /** Who may seal on the genesis block; `first` is what its state says (validators.ts). */
  readonly firstValidators: (chainId: Hex32, first: Uint8Array | undefined) => ValidatorContext | undefined;
  /** Who may seal on a header that keeps `checkHeader`, with what it carries of them. */
  readonly validatorsAfter: (
    sealed: Pick<SealedHeader, 'header' | 'validators'>,
    ancestry: Ancestry,
  ) => Result<ValidatorContext | undefined, ConsensusFault>;
  /** `validators` as the state after the block has them. */
  readonly promiseValidators: (
    header: Header,
    ancestry: Ancestry,
    validators: Uint8Array | undefined,
  ) => PromisedHeader;
  /** What `encodeContext` (validator-context.ts) wrote. */
  readonly factsOf: (header: Header, validators: ValidatorContext | undefined) => ConsensusFacts;
}
