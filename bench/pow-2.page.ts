// The page that pow-2.ts opens: starts the measuring worker and hands on its rates.
// Hashes per second: of two seal workers at once, of one alone.
// Bound: one worker per call, ended with it.

import { offerRates } from './rates-from.ts';

offerRates(() => new Worker(new URL('./pow-2.worker.ts', import.meta.url), { type: 'module' }));
