// The figure `pow-2`: hashes per second of two seal workers of a Chromium tab that search at once, beside those of one
// alone. At least 1.8 times as many are wanted on two cores.

import type {} from './pow-2.page.ts';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import { figure } from './measure.ts';
import type { BenchFigure } from './measure.ts';

export async function run(): Promise<BenchFigure> {
  const [two = Number.NaN, one = Number.NaN] = await withBrowserPage('bench/pow-2.page.ts', (page) =>
    page.evaluate(() => window.measureRates()),
  );
  return figure('pow-2', 'chromium', 'hash/s', two, one);
}
