// Measures, in a worker as the node runs in, how fast full blocks become a committed head where commits cost next to
// nothing: what a tab reaches whose browser has no IndexedDB, and what the code itself costs. See importing.ts.

import { openMemoryStore } from '../shared/core/node/index.ts';
import { measureImport } from './importing.ts';
import { answerRates } from './rates-from.ts';

answerRates(() => measureImport(() => Promise.resolve(openMemoryStore())));
