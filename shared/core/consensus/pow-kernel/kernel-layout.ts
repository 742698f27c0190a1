// What the kernel and the code that feeds it agree on: which words of the message schedule change with the low word of
// the nonce, and where in the kernel's memory the rest lies.
//
// The hashed message is one block: words 0–7 the seal digest, 8 the high and 9 the low word of the nonce, 10 the padding
// bit, 11–14 zero, 15 the length in bits. While only word 9 varies, rounds 0–8 and part of the schedule are constant:
// they are worked out once per job, and the kernel keeps no more than the work that differs between two nonces.
// Bounds: everything is sized by SHA-256 itself (440 bytes of the kernel's one page of memory).

import { roundCount } from './sha256-rounds.ts';

/** Index of the nonce's low word in the block. */
export const nonceLowIndex = 9;

/** The first round that the kernel computes; the round of the nonce itself only adds it to two variables. */
export const firstKernelRound = nonceLowIndex + 1;

/** Schedule words 0–15 are the block itself. */
export const blockWordCount = 16;

/** A term of w[t] = w[t−16] + σ0(w[t−15]) + w[t−7] + σ1(w[t−2]). */
export interface ScheduleTerm {
  readonly index: number;
  readonly sigma: 0 | 1 | undefined;
}

export interface ScheduleWord {
  /** the terms that change with the nonce; none: the whole word is constant */
  readonly varying: readonly ScheduleTerm[];
  readonly constant: readonly ScheduleTerm[];
}

/** Schedule words 16–63 by index; 0–15 have no terms. */
export const schedule: readonly ScheduleWord[] = dissectSchedule();

/** True iff word `index` of the schedule is the same for every low word of the nonce. */
export function wordIsConstant(index: number): boolean {
  return index !== nonceLowIndex && schedule[index]?.varying.length === 0;
}

// Memory, in 32-bit words: the eight working variables, then one addend per round, then one per schedule word.
const roundAddendsAt = 8;
const scheduleAddendsAt = roundAddendsAt + (roundCount - firstKernelRound);

/** Where working variable `variable` (0 = a … 7 = h) before the first kernel round lies; a and e lack the nonce. */
export const stateSlot = (variable: number): number => variable;

/** Where the addend of a round lies: its constant, plus its schedule word where that is constant. */
export const roundSlot = (round: number): number => roundAddendsAt + (round - firstKernelRound);

/** Where the sum of a schedule word's constant terms lies. */
export const scheduleSlot = (index: number): number => scheduleAddendsAt + (index - blockWordCount);

export const jobWordCount = scheduleAddendsAt + (roundCount - blockWordCount);

function dissectSchedule(): readonly ScheduleWord[] {
  const words: ScheduleWord[] = [];
  const varies = (index: number): boolean => index === nonceLowIndex || (words[index]?.varying.length ?? 0) > 0;
  for (let index = 0; index < roundCount; index++) {
    const terms: readonly ScheduleTerm[] =
      index < blockWordCount
        ? []
        : [
            { index: index - 16, sigma: undefined },
            { index: index - 15, sigma: 0 },
            { index: index - 7, sigma: undefined },
            { index: index - 2, sigma: 1 },
          ];
    words.push({
      varying: terms.filter((term) => varies(term.index)),
      constant: terms.filter((term) => !varies(term.index)),
    });
  }
  return words;
}
