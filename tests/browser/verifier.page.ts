// The page of verifier.browser.test.ts: the contract on real workers.
// Bounded: each case closes the workers that it started.

import { createWorkerVerifier } from '../../browser-node/ports/worker-verifier.ts';
import { verifierContract, type VerifierUnderTest } from '../../shared/testing/index.ts';

interface VerifierPage {
  /** A line per case: what became of it. */
  readonly runAll: () => Promise<readonly string[]>;
}

declare global {
  interface Window {
    readonly verifierPage: VerifierPage;
  }
}

const open = (): VerifierUnderTest => {
  const verifier = createWorkerVerifier({ workerCount: 2 });
  return { verifier, close: verifier.close };
};

const runAll = async (): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const { name, run } of verifierContract) {
    lines.push(
      await run(open).then(
        () => `${name}: kept`,
        (cause: unknown) => `${name}: ${String(cause)}`,
      ),
    );
  }
  return lines;
};

const verifierPage: VerifierPage = { runAll };
Object.assign(window, { verifierPage });
