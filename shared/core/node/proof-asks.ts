// The questions of a light node that wait for a proof, and what their answers are for; ask-proof.ts asks and judges. Bounded
// there.

import type { Hex32 } from '../model/index.ts';
import type { ProofSubject } from '../wire/index.ts';
import type { PeerId } from './ports.ts';

/** What is done with the answer. */
export type AskPurpose =
  | { readonly type: 'reply'; readonly number: number }
  /** a payment of ours may be taken in when its sender's account is known */
  | { readonly type: 'submit'; readonly number: number; readonly bytes: Uint8Array }
  /** a payment of ours is taken in again */
  | { readonly type: 'restore'; readonly id: Hex32 }
  /** whether a payment of ours is included */
  | { readonly type: 'follow'; readonly id: Hex32 };

export type AskOutcome = 'silent' | 'stale' | 'none' | 'wrong';

export interface ProofAsk {
  readonly subject: ProofSubject;
  readonly purpose: AskPurpose;
  readonly endsAt: number;
  /** what came of those that were asked, last try each */
  readonly asked: Map<PeerId, AskOutcome>;
  tries: number;
  /** not asked again before */
  notBefore: number;
  current: { readonly peer: PeerId; readonly request: number; readonly deadline: number } | undefined;
}

export interface ProofAsks {
  readonly open: Set<ProofAsk>;
  lastRequest: number;
}

export const createProofAsks = (): ProofAsks => ({ open: new Set(), lastRequest: 0 });
