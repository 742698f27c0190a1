// Stretches a passphrase in a worker of its own, started for the one job and ended after it, so that neither the screen
// nor the node waits and the 64 MiB are given back at once. Bounds: one worker a call.

import type { StretchParameters, StretchPassphrase } from '../../shared/core/wallet/index.ts';

export interface StretchJob {
  readonly passphrase: string;
  readonly salt: Uint8Array;
  readonly parameters: StretchParameters;
}

export type StretchAnswer = { readonly key: Uint8Array } | { readonly failure: string };

/** Rejects when the worker does not start, has not the memory, or is given an empty passphrase. */
export const stretchInWorker: StretchPassphrase = async (passphrase, salt, parameters) => {
  const worker = new Worker(new URL('./stretch-worker.ts', import.meta.url), { type: 'module', name: 'stretch' });
  try {
    const answer = await new Promise<StretchAnswer>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<StretchAnswer>) => resolve(data));
      worker.addEventListener('error', ({ message }) => reject(new Error(`the stretching worker failed: ${message}`)));
      worker.postMessage({ passphrase, salt, parameters } satisfies StretchJob);
    });
    if ('failure' in answer) throw new Error(answer.failure);
    return answer.key;
  } finally {
    worker.terminate();
  }
};
