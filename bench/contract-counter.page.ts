// The page that contract-counter.ts opens: starts the measuring worker, says what it is to measure, and hands on its rates:
// calls, views or deploys in a second, of this network's machine and of @ethereumjs/evm.
// Bound: one worker per call, ended with it.

import { offerRates } from './rates-from.ts';

offerRates(() => new Worker(new URL('./contract-counter.worker.ts', import.meta.url), { type: 'module' }));
