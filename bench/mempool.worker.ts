// The worker of the figure `mempool`: what taking-in.ts measures, in a worker as the node of a tab runs in.
// Bound: one question, one answer.

import { answerRates } from './rates-from.ts';
import { measureTakingIn } from './taking-in.ts';

answerRates(() => measureTakingIn());
