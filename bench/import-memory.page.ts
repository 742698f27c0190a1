// The page that import-memory.ts opens: starts the measuring worker and hands on its rates.
// Bound: one worker per call, ended with it.

import { ratesFrom } from './rates-from.ts';

declare global {
  interface Window {
    /** Transactions per second that are imported; signatures per second that libsodium verifies and nothing else. */
    readonly measureImport: () => Promise<readonly number[]>;
  }
}

const measureImport = (): Promise<readonly number[]> =>
  ratesFrom(new Worker(new URL('./import-memory.worker.ts', import.meta.url), { type: 'module' }));

Object.assign(window, { measureImport });
