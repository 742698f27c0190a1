// The page that pow.ts opens: starts the measuring worker and hands on its rates.
// Bound: one worker per call, ended with it.

import { ratesFrom } from './rates-from.ts';

declare global {
  interface Window {
    /** Hashes per second: of the search, of noble's sha256. */
    readonly measurePow: () => Promise<readonly number[]>;
  }
}

const measurePow = (): Promise<readonly number[]> =>
  ratesFrom(new Worker(new URL('./pow.worker.ts', import.meta.url), { type: 'module' }));

Object.assign(window, { measurePow });
