// The Sealer port under Node.js: the pool of shared/sealing on threads of Node, one a core. Bounds: as the pool's. A
// thread keeps the process alive until the sealer is closed.

import { availableParallelism } from 'node:os';
import type { Random } from '../../shared/core/node/index.ts';
import {
  createPoolSealer,
  type PoolSealer,
  type SealCommand,
  type SealReport,
  type SealThreadFault,
} from '../../shared/sealing/index.ts';
import { threadsFrom } from './node-thread.ts';

export interface ThreadSealerOptions {
  readonly random: Random;
  /** default: one a core */
  readonly threadCount?: number;
  readonly onFault?: (fault: SealThreadFault) => void;
}

export const createThreadSealer = ({ random, threadCount, onFault }: ThreadSealerOptions): PoolSealer =>
  createPoolSealer({
    random,
    threadCount: threadCount ?? availableParallelism(),
    startThread: threadsFrom<SealCommand, SealReport>(new URL('../workers/seal-thread.ts', import.meta.url), 'seal'),
    ...(onFault === undefined ? {} : { onFault }),
  });
