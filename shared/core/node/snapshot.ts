// What a screen sees of a node: one frozen value, made after each input that changed something. Plain data that a
// worker can post.

import type { ChainMode } from '../chain/index.ts';
import type { Hex32 } from '../model/index.ts';
import type { SyncState } from '../sync/index.ts';
import type { PeerId, PeerKind, PeerPath } from './ports.ts';

export interface NodeSnapshot {
  readonly chainId: Hex32;
  readonly mode: ChainMode;
  readonly height: number;
  readonly head: Hex32;
  readonly headTime: number;
  /** height of the highest settled block */
  readonly settledHeight: number;
  readonly sync: { readonly state: SyncState; readonly target: number };
  readonly peers: readonly {
    readonly peer: PeerId;
    readonly path: PeerPath;
    readonly kind: PeerKind;
    /** as it last claimed; 0 before */
    readonly height: number;
  }[];
  readonly mempool: { readonly count: number; readonly bytes: number };
  readonly production: {
    readonly running: boolean;
    readonly producer: Hex32 | undefined;
    readonly intensityPermille: number;
    /** blocks of ours that joined our chain since the start of this tab */
    readonly produced: number;
    /** when the slot begins that this producer may seal in next (ms), where there are slots and that is known */
    readonly ownSlotAt: number | undefined;
  };
  /** the first height that this node has executed itself; of a light node, which executes nothing, the next one */
  readonly verifiedSince: number;
}
