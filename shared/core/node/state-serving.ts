// What a node that serves states knows: the state at hand, the one that is being made with who waits for it, and what each peer
// may still be sent. Bounds stand in serve-state.ts, but for the bytes of a peer.

import type { BlockNode } from '../chain/index.ts';
import type { Hex32 } from '../model/index.ts';
import { statePartLimits, type StateParts } from '../state/index.ts';
import type { Message } from '../wire/index.ts';
import type { PeerId } from './ports.ts';
import { type Level, refill } from './refill.ts';

export type StateQuestion = Extract<Message, { type: 'get-state' }> & { readonly peer: PeerId };

export interface StateServing {
  /** the state that is at hand */
  ready: { readonly block: Hex32; readonly height: number; readonly parts: StateParts } | undefined;
  /** the one that is being made, from the state at the block `from` downwards */
  making: { readonly block: BlockNode; readonly from: BlockNode; readonly waiting: StateQuestion[] } | undefined;
  madeAt: number;
  usedAt: number;
}

export const createStateServing = (): StateServing => ({
  ready: undefined,
  making: undefined,
  madeAt: Number.NEGATIVE_INFINITY,
  usedAt: 0,
});

/** Bytes that a peer may still be sent. */
export type StateBudget = Level;

/** The largest state of a network with default limits has 11 MiB in parts, and one of the largest limits 42 MiB. */
const budgetBytesMax = 32 * 1024 * 1024;
const budgetBytesPerSecond = 1024 * 1024;
/** What an answer counts at least: short ones are work too. */
const answerBytesMin = 64 * 1024;

export const fullStateBudget = (): StateBudget => ({ left: budgetBytesMax, at: 0 });

/** Whether it may be sent another part now. */
export const hasBudget = (budget: StateBudget, now: number): boolean => {
  refill(budget, budgetBytesMax, budgetBytesPerSecond, now);
  return budget.left >= statePartLimits.bytesAimed;
};

export const spend = (budget: StateBudget, bytes: number): void => {
  budget.left -= Math.max(bytes, answerBytesMin);
};
