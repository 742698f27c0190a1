// The scripts of workers that start when they are first needed. They are fetched once the node runs, into the browser's
// own cache (their names change with their content, so they never grow old there): a tab whose relay is gone can still
// start to mine, open a wallet and verify on all cores. Bound: three scripts, once.

import sealWorker from './seal-worker.ts?worker&url';
import stretchWorker from './stretch-worker.ts?worker&url';
import verifyWorker from './verify-worker.ts?worker&url';

export const keepWorkerScripts = async (): Promise<void> => {
  for (const script of [sealWorker, stretchWorker, verifyWorker]) {
    // Who cannot be reached now is asked again when the worker is needed.
    const response = await fetch(script).catch(() => undefined);
    await response?.arrayBuffer().catch(() => undefined);
  }
};
