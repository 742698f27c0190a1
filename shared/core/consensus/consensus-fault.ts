// Every way in which a header can break a rule of its kind of consensus. What each means for the peer that sent it stands
// in chain/fault.ts with all others.

import type { ConsensusKind, Hex32 } from '../model/index.ts';

export type ConsensusFault =
  | { readonly type: 'header-consensus-kind'; readonly expected: ConsensusKind; readonly actual: ConsensusKind }
  | { readonly type: 'header-target'; readonly expected: Hex32; readonly actual: Hex32 }
  | { readonly type: 'header-too-early'; readonly earliest: number; readonly time: number }
  /** the time is not that of the slot's beginning */
  | { readonly type: 'header-slot'; readonly slot: number; readonly time: number }
  /** it names others than those whom its parent left */
  | { readonly type: 'header-validators'; readonly expected: Hex32; readonly actual: Hex32 }
  /** its producer may not seal in this slot */
  | { readonly type: 'header-producer'; readonly slot: number; readonly producer: Hex32 }
  /** what it carries is not what it promises of those who rule next */
  | { readonly type: 'header-next-validators'; readonly expected: Hex32; readonly actual: Hex32 }
  /** it promises others than those who ruled, and does not say whom */
  | { readonly type: 'header-validators-missing'; readonly promised: Hex32 }
  | { readonly type: 'header-seal'; readonly id: Hex32 };
