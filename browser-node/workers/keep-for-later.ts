// What starts when it is first needed: scripts of workers, and the contract machine. It is fetched once the node runs, into
// the browser's own cache (the names change with the content, so they never grow old there): a tab whose relay is gone can
// still start to mine, open a wallet, verify on all cores, and execute a block with a contract. Bound: five files, once.

import { machineUrl } from '../ports/machine-binary.ts';
import sealWorker from './seal-worker.ts?worker&url';
import stretchWorker from './stretch-worker.ts?worker&url';
import verifyWorker from './verify-worker.ts?worker&url';

export const keepForLater = async (): Promise<void> => {
  await import('../../shared/core/contracts/index.ts').catch(() => undefined);
  for (const file of [sealWorker, stretchWorker, verifyWorker, machineUrl]) {
    // Who cannot be reached now is asked again when the file is needed.
    const response = await fetch(file).catch(() => undefined);
    await response?.arrayBuffer().catch(() => undefined);
  }
};
