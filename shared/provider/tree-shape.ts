// What the API says of a block's consensus and files, of the tree of blocks near the head, and of the bytes of an object.
// Types alone: show-block.ts, fork-methods.ts and raw-methods.ts answer with them.

import type { AddressText, AmountText, HexText } from './network-shape.ts';

export type ConsensusShape =
  | { readonly kind: 'pow'; readonly target: HexText; readonly nonce: HexText }
  | {
      readonly kind: 'pos';
      readonly slot: number;
      readonly vrfOutput: HexText;
      /**
       * In billionths: what was drawn, and below what it had to be, which is the producer's share of all stakes of the epoch.
       * Of recent blocks alone, as long as the node remembers who ruled.
       */
      readonly draw?: { readonly drawn: number; readonly threshold: number };
    }
  | {
      readonly kind: 'poa';
      readonly slot: number;
      /** how many took turns then; of recent blocks alone. The one whose turn it was is number slot mod signers, from 0. */
      readonly signers?: number;
    };

export interface FileShape {
  readonly cid: string;
  readonly name: string;
  readonly size: number;
}

/** One field of an encoded object: its name in docs/protocol/bytes.md and where its bytes are. */
export interface ByteField {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/** The fields follow each other and are all of the bytes. */
export interface RawShape {
  readonly bytes: HexText;
  readonly fields: readonly ByteField[];
}

/** Why a block is not on the chain that is followed. */
export type LeftBehind = 'lighter' | 'tie' | 'body-missing' | 'refused' | 'not-yet';

/** A block of the tree near the head. */
export interface TreeBlock {
  readonly id: HexText;
  readonly height: number;
  readonly parent: HexText;
  readonly time: number;
  readonly producer: AddressText;
  /** of all blocks up to this one, in decimal digits */
  readonly weight: AmountText;
  /** on the chain that is followed */
  readonly onChain: boolean;
  /** of a block that is not on it */
  readonly why?: LeftBehind;
  /** with `refused`: the rule that it broke, where this node knows it */
  readonly fault?: string;
}
