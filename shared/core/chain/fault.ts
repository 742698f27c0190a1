// Every way in which a header or a block can be wrong, and the one table that says what each means: is the id refused
// for ever or only this message, does the peer who sent it lose points, and how many.

import type { DecodeFault } from '../bytes/index.ts';
import type { ConsensusFault } from '../consensus/index.ts';
import type { BlockFormFault, Hex32 } from '../model/index.ts';
import type { ExecutionFault, TransactionFault } from '../state/index.ts';

export type HeaderFault =
  | { readonly type: 'header-form'; readonly fault: DecodeFault }
  | { readonly type: 'header-version'; readonly version: number }
  | { readonly type: 'header-chain'; readonly chainId: Hex32 }
  | { readonly type: 'header-height'; readonly expected: number; readonly height: number }
  | { readonly type: 'header-time'; readonly parentTime: number; readonly time: number }
  | { readonly type: 'header-history'; readonly expected: Hex32 }
  | { readonly type: 'header-from-future'; readonly believableFrom: number }
  | { readonly type: 'header-parent-unknown'; readonly parent: Hex32 }
  | { readonly type: 'header-parent-invalid'; readonly parent: Hex32 }
  | { readonly type: 'header-known-invalid'; readonly id: Hex32; readonly reason: string }
  | { readonly type: 'header-below-reorg-limit'; readonly height: number; readonly lowest: number }
  | { readonly type: 'header-tree-full'; readonly limit: number }
  | { readonly type: 'header-not-checkpoint'; readonly height: number; readonly expected: Hex32 }
  | { readonly type: 'header-below-checkpoint'; readonly weight: bigint; readonly least: bigint }
  | { readonly type: 'header-slot-taken'; readonly slot: number }
  | ConsensusFault;

export type BlockFault =
  | HeaderFault
  | { readonly type: 'block-form'; readonly fault: BlockFormFault }
  | { readonly type: 'block-transaction-root'; readonly expected: Hex32 }
  | { readonly type: 'block-empty' }
  | { readonly type: 'block-duplicate-transaction'; readonly index: number; readonly id: Hex32 }
  | { readonly type: 'block-gas'; readonly gas: number; readonly limit: number }
  | { readonly type: 'block-signature'; readonly index: number }
  | { readonly type: 'block-transaction-rule'; readonly index: number; readonly fault: TransactionFault }
  | { readonly type: 'block-gas-used'; readonly expected: number; readonly gasUsed: number }
  | { readonly type: 'block-receipt-root'; readonly expected: Hex32 }
  | { readonly type: 'block-state-root'; readonly expected: Hex32 }
  /** who rules next by the state is not whom the header promised */
  | { readonly type: 'block-validators' }
  | ExecutionFault;

export interface FaultMeaning {
  /**
   * `id`: no block with this id can be right · `message`: these bytes are wrong, the id may be right · `now`: try later ·
   * `chain`: it is, or stands on, what this node found wrong by executing it. Who has not executed it yet passes such a
   * block on in good faith, but nobody has it in a chain of its own.
   */
  readonly concerns: 'id' | 'message' | 'now' | 'chain';
  /** points the peer who sent it loses; 100 is enough to be dropped */
  readonly points: number;
}

const wrongId: FaultMeaning = { concerns: 'id', points: 100 };
const wrongMessage: FaultMeaning = { concerns: 'message', points: 100 };
const notNow: FaultMeaning = { concerns: 'now', points: 0 };
/** Paid only by a peer that serves it as a part of its own chain. */
const wrongChain: FaultMeaning = { concerns: 'chain', points: 20 };

const meanings: { readonly [Type in BlockFault['type']]: FaultMeaning } = {
  'header-form': wrongMessage,
  'header-version': wrongId,
  'header-chain': wrongId,
  'header-height': wrongId,
  'header-time': wrongId,
  'header-history': wrongId,
  'header-from-future': notNow,
  'header-parent-unknown': notNow,
  'header-parent-invalid': wrongChain,
  'header-known-invalid': wrongChain,
  'header-below-reorg-limit': notNow,
  'header-tree-full': notNow,
  // The checkpoint is ours: to others the header may be right.
  'header-not-checkpoint': notNow,
  'header-below-checkpoint': notNow,
  'header-consensus-kind': wrongId,
  'header-target': wrongId,
  'header-too-early': wrongId,
  'header-slot': wrongId,
  'header-validators': wrongId,
  'header-producer': wrongId,
  // What a header carries stands outside of its id.
  'header-next-validators': wrongMessage,
  // Whoever has executed the block, or has its header from one that has, knows them.
  'header-validators-missing': notNow,
  // Of two of one key in one slot, each may be in a chain; what is passed on beyond that only fills memory.
  'header-slot-taken': notNow,
  // A seal is outside of what the id commits to in some kinds of consensus, so it never condemns the id.
  'header-seal': wrongMessage,
  'block-form': wrongMessage,
  // The header is sealed over the root: another body may fit it.
  'block-transaction-root': wrongMessage,
  'block-empty': wrongId,
  'block-duplicate-transaction': wrongId,
  'block-gas': wrongId,
  'block-signature': wrongId,
  'block-transaction-rule': wrongId,
  'block-gas-used': wrongId,
  'block-receipt-root': wrongId,
  'block-state-root': wrongId,
  'block-validators': wrongId,
  'block-transaction': wrongId,
  'block-supply-overflow': wrongId,
  'block-state-full': wrongId,
};

export const meaningOf = (fault: BlockFault): FaultMeaning => meanings[fault.type];

/** The names of all rules by which a block can be refused. */
export const blockFaults: readonly string[] = Object.keys(meanings);
