// What every kind of consensus answers: may this header stand on that parent, is it sealed, how much does it weigh,
// and what would the next one look like. Strategy objects without state: facts come in as arguments, `now` too.
// Nothing outside this folder asks which kind it is talking to.

import type { Result } from '../bytes/index.ts';
import type { ConsensusField, ConsensusKind, Header, Hex32, SealedHeader } from '../model/index.ts';

/** What rules look at besides the header itself. */
export interface Ancestry {
  readonly parent: Header;
  /** time of the parent's parent; `undefined` when the parent is the genesis block */
  readonly grandparentTime: number | undefined;
}

export type ConsensusFault =
  | { readonly type: 'header-consensus-kind'; readonly expected: ConsensusKind; readonly actual: ConsensusKind }
  | { readonly type: 'header-target'; readonly expected: Hex32; readonly actual: Hex32 }
  | { readonly type: 'header-too-early'; readonly earliest: number; readonly time: number }
  | { readonly type: 'header-seal'; readonly id: Hex32 };

/** The next block as far as consensus determines it. */
export type Preparation =
  | {
      readonly type: 'ready';
      readonly time: number;
      readonly consensus: ConsensusField;
      /** from this time on another preparation would be better (ms) */
      readonly renewAt: number;
    }
  | { readonly type: 'wait'; readonly until: number };

/** Data for the host, which finds or makes the seal. */
export type SealTask =
  | { readonly type: 'search'; readonly sealDigest: Hex32; readonly target: Hex32 }
  | { readonly type: 'sign'; readonly sealDigest: Hex32; readonly slot: number };

export interface ConsensusEngine {
  readonly kind: ConsensusKind;
  /** The rules that tie a header to its parent; not the seal, not the clock. */
  readonly checkHeader: (header: Header, ancestry: Ancestry) => Result<undefined, ConsensusFault>;
  /** The time (ms) from which on this node may believe the header; it is held until then, not refused. */
  readonly believableFrom: (header: Header) => number;
  readonly verifySeal: (sealed: SealedHeader) => Result<undefined, ConsensusFault>;
  /** Added up along a chain; the heaviest chain is followed. */
  readonly weight: (header: Header) => bigint;
  readonly prepare: (ancestry: Ancestry, now: number) => Preparation;
  readonly sealTask: (header: Header) => SealTask;
  /** Whether a block without transactions is allowed. */
  readonly bodyMayBeEmpty: boolean;
}
