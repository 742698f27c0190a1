// The figure `import-memory`: transactions per second that a node in a Chromium worker takes from the bytes of full blocks
// to a head committed in a store in memory, beside the signatures that bare libsodium verifies on one thread in the same
// worker. A ratio of at least 0.75 is wanted; 1 would mean that everything but the signatures is free.

import type {} from './import-memory.page.ts';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import { figure } from './measure.ts';
import type { BenchFigure } from './measure.ts';

export async function run(): Promise<BenchFigure> {
  const [imported = Number.NaN, verified = Number.NaN] = await withBrowserPage('bench/import-memory.page.ts', (page) =>
    page.evaluate(() => window.measureRates()),
  );
  return figure('import-memory', 'chromium', 'tx/s', imported, verified);
}
