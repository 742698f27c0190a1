// The figure `verify`: transaction signatures per second that the network's one check decides in a Chromium worker,
// beside noble's ed25519 over the same messages in the same worker. At least 2.5 times as many are wanted.

import type {} from './verify.page.ts';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import { figure } from './measure.ts';
import type { BenchFigure } from './measure.ts';

export async function run(): Promise<BenchFigure> {
  const [ours = Number.NaN, noble = Number.NaN] = await withBrowserPage('bench/verify.page.ts', (page) =>
    page.evaluate(() => window.measureRates()),
  );
  return figure('verify', 'chromium', 'signature/s', ours, noble);
}
