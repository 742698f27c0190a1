// The page that pow.ts opens: starts the measuring worker and hands on its rates.
// Hashes per second: of the search, of noble's sha256.
// Bound: one worker per call, ended with it.

import { offerRates } from './rates-from.ts';

offerRates(() => new Worker(new URL('./pow.worker.ts', import.meta.url), { type: 'module' }));
