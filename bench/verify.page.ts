// The page that verify.ts opens: starts the measuring worker and hands on its rates.
// Signatures per second: by our check, by noble's.
// Bound: one worker per call, ended with it.

import { offerRates } from './rates-from.ts';

offerRates(() => new Worker(new URL('./verify.worker.ts', import.meta.url), { type: 'module' }));
