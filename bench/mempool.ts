// The figure `mempool`: transactions per second that a node in a Chromium worker takes from gossip into its mempool, from
// the message's bytes to the verdict, beside the signatures that bare libsodium verifies on one thread in the same worker.
// A ratio of at least 0.6 is wanted; 1 would mean that everything but the signatures is free.

import type {} from './mempool.page.ts';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import { figure } from './measure.ts';
import type { BenchFigure } from './measure.ts';

export async function run(): Promise<BenchFigure> {
  const [taken = Number.NaN, verified = Number.NaN] = await withBrowserPage('bench/mempool.page.ts', (page) =>
    page.evaluate(() => window.measureRates()),
  );
  return figure('mempool', 'chromium', 'tx/s', taken, verified);
}
