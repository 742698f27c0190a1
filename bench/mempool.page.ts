// The page that mempool.ts opens: starts the measuring worker and hands on its rates.
// Bound: one worker per call, ended with it.

import { ratesFrom } from './rates-from.ts';

declare global {
  interface Window {
    /** Transactions per second that a node takes in; signatures per second that libsodium verifies and nothing else. */
    readonly measureMempool: () => Promise<readonly number[]>;
  }
}

const measureMempool = (): Promise<readonly number[]> =>
  ratesFrom(new Worker(new URL('./mempool.worker.ts', import.meta.url), { type: 'module' }));

Object.assign(window, { measureMempool });
