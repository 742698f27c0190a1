// The page that mempool.ts opens: starts the measuring worker and hands on its rates.
// Transactions per second that a node takes in; signatures per second that libsodium verifies and nothing else.
// Bound: one worker per call, ended with it.

import { offerRates } from './rates-from.ts';

offerRates(() => new Worker(new URL('./mempool.worker.ts', import.meta.url), { type: 'module' }));
