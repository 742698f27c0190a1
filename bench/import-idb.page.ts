// The page that import-idb.ts opens: starts the measuring worker and hands on its rates.
// Transactions per second that are imported; signatures per second that libsodium verifies and nothing else.
// Bound: one worker per call, ended with it.

import { offerRates } from './rates-from.ts';

offerRates(() => new Worker(new URL('./import-idb.worker.ts', import.meta.url), { type: 'module' }));
