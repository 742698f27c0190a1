// The figure `pow`: hashes per second of the proof-of-work search in one Chromium worker, beside noble's sha256 over the
// same 40 bytes in the same worker. At least 8 times as many are wanted.

import type {} from './pow.page.ts';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import { figure } from './measure.ts';
import type { BenchFigure } from './measure.ts';

export async function run(): Promise<BenchFigure> {
  const [search = Number.NaN, noble = Number.NaN] = await withBrowserPage('bench/pow.page.ts', (page) =>
    page.evaluate(() => window.measureRates()),
  );
  return figure('pow', 'chromium', 'hash/s', search, noble);
}
