// The Sealer contract on real threads of Node.

import { describe, test } from 'vitest';
import { cryptoRandom } from '../../shared/ports/index.ts';
import { sealerContract, type SealerUnderTest } from '../../shared/testing/index.ts';
import { createThreadSealer } from './thread-sealer.ts';

const waitUntil = async (condition: () => boolean, deadlineMs: number): Promise<void> => {
  const end = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};

const open = (): SealerUnderTest => {
  const sealer = createThreadSealer({ random: cryptoRandom, threadCount: 2 });
  return { sealer, now: () => performance.now(), waitUntil, close: sealer.close };
};

describe('the thread sealer', () => {
  test.each(sealerContract)('$name', async ({ run }) => run(open), 60_000);
});
