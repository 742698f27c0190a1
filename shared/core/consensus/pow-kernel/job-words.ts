// Prepares a search: everything of SHA-256(sealDigest ‖ nonce) that does not depend on the nonce's low word, as the words
// that the kernel reads from its memory. Done once per job and per 2^32 nonces; costs a few microseconds.

import {
  blockWordCount,
  firstKernelRound,
  jobWordCount,
  nonceLowIndex,
  roundSlot,
  schedule,
  scheduleSlot,
  stateSlot,
  wordIsConstant,
} from './kernel-layout.ts';
import { initialState, roundConstants, roundCount, sha256Round, smallSigma0, smallSigma1 } from './sha256-rounds.ts';

const digestBytes = 32;
const messageBits = (digestBytes + 8) * 8;
const paddingWord = 0x80000000;

/**
 * The kernel's job words for `sealDigest` (32 bytes) and the high 32 bits of the nonce.
 * Throws RangeError on another length of digest: that is a fault of the caller.
 */
export function jobWords(sealDigest: Uint8Array, nonceHigh: number): Uint32Array {
  if (sealDigest.length !== digestBytes) throw new RangeError(`a seal digest has 32 bytes, not ${sealDigest.length}`);
  const words = constantSchedule(blockWithoutNonceLow(sealDigest, nonceHigh));
  const job = new Uint32Array(jobWordCount);

  let state = initialState;
  for (let round = 0; round < firstKernelRound; round++) {
    state = sha256Round(state, at(roundConstants, round) + at(words, round));
  }
  state.forEach((variable, index) => {
    job[stateSlot(index)] = variable;
  });
  for (let round = firstKernelRound; round < roundCount; round++) {
    job[roundSlot(round)] = at(roundConstants, round) + (wordIsConstant(round) ? at(words, round) : 0);
  }
  for (let index = blockWordCount; index < roundCount; index++) job[scheduleSlot(index)] = at(words, index);
  return job;
}

/** The padded 16-word block with 0 for the nonce's low word. */
function blockWithoutNonceLow(sealDigest: Uint8Array, nonceHigh: number): Uint32Array {
  const block = new Uint32Array(blockWordCount);
  const view = new DataView(sealDigest.buffer, sealDigest.byteOffset, digestBytes);
  for (let index = 0; index < digestBytes / 4; index++) block[index] = view.getUint32(index * 4);
  block[nonceLowIndex - 1] = nonceHigh;
  block[nonceLowIndex + 1] = paddingWord;
  block[blockWordCount - 1] = messageBits;
  return block;
}

/** The 64 schedule words, of each only the sum of its constant terms. */
function constantSchedule(block: Uint32Array): Uint32Array {
  const words = new Uint32Array(roundCount);
  words.set(block);
  for (let index = blockWordCount; index < roundCount; index++) {
    let sum = 0;
    for (const term of schedule[index]?.constant ?? []) {
      const word = at(words, term.index);
      sum += term.sigma === undefined ? word : term.sigma === 0 ? smallSigma0(word) : smallSigma1(word);
    }
    words[index] = sum;
  }
  return words;
}

function at(words: ArrayLike<number>, index: number): number {
  const word = words[index];
  if (word === undefined) throw new RangeError(`no word ${index}`);
  return word;
}
