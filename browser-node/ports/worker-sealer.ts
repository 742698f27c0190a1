// The Sealer port in a browser: the pool of shared/sealing on Web Workers, one a core. No SharedArrayBuffer, no secure
// context needed. May be used in a window or in a worker. Bounds: as the pool's.

import type { Random } from '../../shared/core/node/index.ts';
import {
  createPoolSealer,
  type PoolSealer,
  type SealCommand,
  type SealReport,
  type SealThreadFault,
} from '../../shared/sealing/index.ts';
import { threadsFrom } from './worker-thread.ts';

export interface WorkerSealerOptions {
  readonly random: Random;
  /** default: one a core */
  readonly workerCount?: number;
  readonly createWorker?: () => Worker;
  readonly onFault?: (fault: SealThreadFault) => void;
}

export function createWorkerSealer(options: WorkerSealerOptions): PoolSealer {
  const { random, onFault } = options;
  return createPoolSealer({
    random,
    threadCount: options.workerCount ?? navigator.hardwareConcurrency,
    startThread: threadsFrom<SealCommand, SealReport>(options.createWorker ?? createSealWorker),
    ...(onFault === undefined ? {} : { onFault }),
  });
}

/** A worker that searches; to be driven by a sealer alone. */
export function createSealWorker(): Worker {
  return new Worker(new URL('../workers/seal-worker.ts', import.meta.url), { type: 'module', name: 'seal' });
}
