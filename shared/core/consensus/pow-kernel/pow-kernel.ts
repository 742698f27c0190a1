// The compiled search kernel: a WebAssembly instance of its own memory, fed with a job and asked for hits.
// Two variants give the same answers: `simd` tries four nonces at once and is about 2.4 times as fast, `scalar` runs
// everywhere. The caller chooses: it asks its engine whether `kernelBytes('simd')` is valid there.
// Bounds: one page of memory (64 KiB) per kernel; a search of `count` nonces takes time in proportion and cannot be
// interrupted, so callers search in slices.

import { base64 } from '@scure/base';
import { scalarKernelBase64, simdKernelBase64 } from './kernel-bytes.ts';
import { jobWordCount } from './kernel-layout.ts';
import type { KernelVariant } from './kernel-wat.ts';

/** More nonces than this are never tried in one call; at 20 million hashes a second it is more than three minutes. */
export const kernelCountMax = 2 ** 32 - 8;

export interface PowKernel {
  readonly variant: KernelVariant;
  /** Takes over the words that `jobWords` prepared. */
  readonly load: (job: Uint32Array) => void;
  /**
   * Index of the first of `count` nonces from low word `start` on (modulo 2^32) whose digest begins with a word ≤ `limit`;
   * `count` if there is none. All three are unsigned 32-bit numbers, `count` at most `kernelCountMax`.
   */
  readonly search: (start: number, count: number, limit: number) => number;
}

/** The WebAssembly module of a variant. */
export function kernelBytes(variant: KernelVariant): Uint8Array<ArrayBuffer> {
  return new Uint8Array(base64.decode(variant === 'simd' ? simdKernelBase64 : scalarKernelBase64));
}

/** Compiles a kernel; throws WebAssembly.CompileError where the engine does not know the variant's instructions. */
export function createPowKernel(variant: KernelVariant): PowKernel {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernelBytes(variant)));
  const { memory, search } = exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof search !== 'function') {
    throw new TypeError('the kernel lacks an export');
  }
  const words = new Uint32Array(memory.buffer, 0, jobWordCount);
  return {
    variant,
    load: (job) => {
      words.set(job);
    },
    search: (start, count, limit) => {
      if (count > kernelCountMax) throw new RangeError(`${count} nonces are too many for one call`);
      // the kernel's numbers come back signed
      return Number(search(start, count, limit)) >>> 0;
    },
  };
}
