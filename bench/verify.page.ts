// The page that verify.ts opens: starts the measuring worker and hands on its rates.
// Bound: one worker per call, ended with it.

import { ratesFrom } from './rates-from.ts';

declare global {
  interface Window {
    /** Signatures per second: by our check, by noble's. */
    readonly measureVerify: () => Promise<readonly number[]>;
  }
}

const measureVerify = (): Promise<readonly number[]> =>
  ratesFrom(new Worker(new URL('./verify.worker.ts', import.meta.url), { type: 'module' }));

Object.assign(window, { measureVerify });
