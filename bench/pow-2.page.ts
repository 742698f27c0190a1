// The page that pow-2.ts opens: starts the measuring worker and hands on its rates.
// Bound: one worker per call, ended with it.

import { ratesFrom } from './rates-from.ts';

declare global {
  interface Window {
    /** Hashes per second: of two seal workers at once, of one alone. */
    readonly measurePow2: () => Promise<readonly number[]>;
  }
}

const measurePow2 = (): Promise<readonly number[]> =>
  ratesFrom(new Worker(new URL('./pow-2.worker.ts', import.meta.url), { type: 'module' }));

Object.assign(window, { measurePow2 });
