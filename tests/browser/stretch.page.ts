// The page of stretch.browser.test.ts: stretches in a worker, from a window and from inside another worker's parent,
// and says how long the window itself was held up meanwhile.

import { stretchInWorker } from '../../browser-node/workers/stretch-in-worker.ts';
import type { StretchParameters } from '../../shared/core/wallet/index.ts';

export interface StretchOutcome {
  readonly key?: number[];
  readonly failure?: string;
  readonly tookMs: number;
  /** the longest gap between two turns of the window's event loop */
  readonly heldUpMs: number;
}

declare global {
  interface Window {
    stretch: (passphrase: string, salt: readonly number[], parameters: StretchParameters) => Promise<StretchOutcome>;
  }
}

window.stretch = async (passphrase, salt, parameters) => {
  const start = performance.now();
  let last = start;
  let heldUpMs = 0;
  const ticker = setInterval(() => {
    heldUpMs = Math.max(heldUpMs, performance.now() - last);
    last = performance.now();
  }, 5);
  try {
    const key = await stretchInWorker(passphrase, Uint8Array.from(salt), parameters);
    return { key: [...key], tookMs: performance.now() - start, heldUpMs };
  } catch (error) {
    return { failure: String(error), tookMs: performance.now() - start, heldUpMs };
  } finally {
    clearInterval(ticker);
  }
};
