// Walks through nonces for one task, slice by slice, with a compiled kernel: the kernel finds candidates by the first word
// of the digest, this file checks each of them in full against the 32-byte target.
// A nonce is a high and a low 32-bit word. The low word runs through its 2^32 values while the high word stays; then the
// high word goes on by `highStep`, so that several searchers with one step and different first words never meet.
// The check hashes with the small library: candidates are rare, and the fast one (crypto/) would be half of a seal worker.
// Bounds: works as long as one call's `count` lasts, and holds the kernel's memory for as long as the task is searched.

import { sha256 } from '@noble/hashes/sha2.js';
import { compareBytes } from '../../bytes/index.ts';
import { jobWords } from './job-words.ts';
import type { PowKernel } from './pow-kernel.ts';

const lowWords = 2 ** 32;
const digestBytes = 32;
const nonceBytes = 8;

export interface NonceTask {
  /** 32 bytes */
  readonly sealDigest: Uint8Array;
  /** 32 bytes big-endian; a hit is SHA-256(sealDigest ‖ nonce) < target */
  readonly target: Uint8Array;
}

/** Where a search begins, and how it goes on; unsigned 32-bit words. */
export interface NonceSpace {
  readonly high: number;
  readonly low: number;
  readonly highStep: number;
}

export interface NonceSlice {
  /** nonces tried, the hit included; ≥ 1 and at most what was asked for, fewer at a hit and at the end of a low word */
  readonly tried: number;
  /** 8 bytes big-endian; the search may go on behind it */
  readonly nonce: Uint8Array | undefined;
}

/** Tries the next `count` (≥ 1) nonces or fewer. */
export type NonceSearch = (count: number) => NonceSlice;

/**
 * A search of `task` through `space`. The kernel serves one search at a time: beginning another ends this one.
 * Throws RangeError on a digest or a target of another length than 32 bytes.
 */
export function createNonceSearch(kernel: PowKernel, task: NonceTask, space: NonceSpace): NonceSearch {
  if (task.target.length !== digestBytes) throw new RangeError(`a target has 32 bytes, not ${task.target.length}`);
  const { target } = task;
  const limit = new DataView(target.buffer, target.byteOffset).getUint32(0);
  const message = new Uint8Array(digestBytes + nonceBytes);
  message.set(task.sealDigest);
  const nonce = new DataView(message.buffer, digestBytes);
  let { high, low } = space;
  kernel.load(jobWords(task.sealDigest, high));

  const isHit = (candidate: number): boolean => {
    nonce.setUint32(0, high);
    nonce.setUint32(4, candidate);
    return compareBytes(sha256(message), target) < 0;
  };
  const enterNextSpace = (): void => {
    high = (high + space.highStep) >>> 0;
    low = 0;
    kernel.load(jobWords(task.sealDigest, high));
  };

  return (count) => {
    if (low === lowWords) enterNextSpace();
    const first = low;
    const end = Math.min(first + Math.max(count, 1), lowWords);
    while (low < end) {
      const candidate = low + kernel.search(low, end - low, limit);
      low = Math.min(candidate + 1, end);
      if (candidate < end && isHit(candidate)) {
        return { tried: low - first, nonce: message.slice(digestBytes) };
      }
    }
    return { tried: end - first, nonce: undefined };
  };
}
