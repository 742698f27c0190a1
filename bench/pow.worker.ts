// Measures, in a worker as a tab mines in, the proof-of-work search against noble's sha256 over the same 40 bytes.
// Answers its first message with the two rates in hashes per second.

import { sha256 } from '@noble/hashes/sha2.js';
import { createNonceSearch, createPowKernel, kernelBytes } from '../shared/core/consensus/index.ts';
import { measureInterleaved } from './measure.ts';
import type { Contender } from './measure.ts';
import { answerRates } from './rates-from.ts';

/** What the seal worker tries at a stretch where the kernel is fast. */
const sliceNonces = 2 ** 17;

const message = Uint8Array.from({ length: 40 }, (_, index) => (index * 37 + 11) & 255);

const noble: Contender = {
  name: 'noble sha256',
  work: (count) => {
    const view = new DataView(message.buffer);
    for (let nonce = 0; nonce < count; nonce++) {
      view.setUint32(36, nonce);
      sha256(message);
    }
    return count;
  },
};

function searching(): Contender {
  const kernel = createPowKernel(WebAssembly.validate(kernelBytes('simd')) ? 'simd' : 'scalar');
  const task = { sealDigest: message.slice(0, 32), target: new Uint8Array(32) };
  const search = createNonceSearch(kernel, task, { high: 0, low: 0, highStep: 1 });
  return {
    name: `${kernel.variant} kernel`,
    work: (count) => {
      let done = 0;
      while (done < count) done += search(sliceNonces).tried;
      return done;
    },
  };
}

answerRates(() => measureInterleaved([searching(), noble], { rounds: 15, roundMs: 100 }));
