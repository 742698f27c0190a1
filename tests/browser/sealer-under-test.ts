// The worker sealer as the contract wants it: with the real clock and a way to wait. Runs in a window or in a worker.
// Bounded: two workers per sealer, as many as the smallest machine has cores.

import { createWorkerSealer } from '../../browser-node/ports/worker-sealer.ts';
import { sealerContract, type SealerUnderTest } from '../../shared/testing/index.ts';

export const random = { bytes: (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length)) };

export async function runSealerCase(name: string): Promise<void> {
  const contractCase = sealerContract.find((each) => each.name === name);
  if (contractCase === undefined) throw new Error(`the contract has no case '${name}'`);
  await contractCase.run(openSealer);
}

export async function waitUntil(condition: () => boolean, deadlineMs: number): Promise<void> {
  const began = performance.now();
  while (!condition()) {
    if (performance.now() - began > deadlineMs) throw new Error(`did not come true within ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function openSealer(): SealerUnderTest {
  const sealer = createWorkerSealer({ random, workerCount: 2 });
  return { sealer, now: () => performance.now(), waitUntil, close: sealer.close };
}
