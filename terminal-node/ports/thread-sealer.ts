// The Sealer port under Node.js: the pool of shared/sealing on threads of Node, one a core. Bounds: as the pool's. A
// thread keeps the process alive until the sealer is closed.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Random } from '../../shared/core/node/index.ts';
import {
  createPoolSealer,
  type PoolSealer,
  type SealReport,
  type SealThreadFault,
  type StartSealThread,
} from '../../shared/sealing/index.ts';

export interface ThreadSealerOptions {
  readonly random: Random;
  /** default: one a core */
  readonly threadCount?: number;
  readonly onFault?: (fault: SealThreadFault) => void;
}

const startThread: StartSealThread = ({ onReport, onFailure }) => {
  const worker = new Worker(new URL('../workers/seal-thread.ts', import.meta.url), { name: 'seal' });
  worker.on('message', (report: SealReport) => {
    onReport(report);
  });
  worker.on('error', (error) => {
    onFailure(error instanceof Error ? error.message : String(error));
  });
  worker.on('messageerror', () => {
    onFailure('a message could not be read');
  });
  return {
    post: (command) => {
      worker.postMessage(command);
    },
    end: () => {
      void worker.terminate();
    },
  };
};

export const createThreadSealer = ({ random, threadCount, onFault }: ThreadSealerOptions): PoolSealer =>
  createPoolSealer({
    random,
    threadCount: threadCount ?? availableParallelism(),
    startThread,
    ...(onFault === undefined ? {} : { onFault }),
  });
