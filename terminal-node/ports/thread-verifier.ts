// The Verifier port under Node.js: the pool of shared/verifying on threads of Node, one a core.
// Bounds: as the pool's.

import { availableParallelism } from 'node:os';
import {
  createPoolVerifier,
  type PoolVerifier,
  type VerifyCommand,
  type VerifyReport,
} from '../../shared/verifying/index.ts';
import { threadsFrom } from './node-thread.ts';

export const createThreadVerifier = (threadCount = availableParallelism()): PoolVerifier =>
  createPoolVerifier({
    threadCount,
    startThread: threadsFrom<VerifyCommand, VerifyReport>(
      new URL('../workers/verify-thread.ts', import.meta.url),
      'verify',
    ),
    timer: {
      after: (ms, callback) => {
        const timer = setTimeout(callback, ms);
        timer.unref();
        return () => {
          clearTimeout(timer);
        };
      },
    },
  });
