// The Verifier port in a browser: the pool of shared/verifying on Web Workers, one a core. No secure context needed.
// Bounds: as the pool's.

import {
  createPoolVerifier,
  type PoolVerifier,
  type VerifyCommand,
  type VerifyReport,
} from '../../shared/verifying/index.ts';
import { threadsFrom } from './worker-thread.ts';

export interface WorkerVerifierOptions {
  /** default: one a core */
  readonly workerCount?: number;
  readonly createWorker?: () => Worker;
}

export const createWorkerVerifier = (options: WorkerVerifierOptions = {}): PoolVerifier =>
  createPoolVerifier({
    threadCount: options.workerCount ?? navigator.hardwareConcurrency,
    startThread: threadsFrom<VerifyCommand, VerifyReport>(options.createWorker ?? createVerifyWorker),
    timer: {
      after: (ms, callback) => {
        const timer = setTimeout(callback, ms);
        return () => {
          clearTimeout(timer);
        };
      },
    },
  });

const createVerifyWorker = (): Worker =>
  new Worker(new URL('../workers/verify-worker.ts', import.meta.url), { type: 'module', name: 'verify' });
