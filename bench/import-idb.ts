// The figure `import-idb`: transactions per second that a node in a Chromium worker takes from the bytes of full blocks
// to a head committed in IndexedDB on the disk, beside the signatures that bare libsodium verifies in the same worker.
// A ratio of at least 0.65 is wanted; 1 would mean that everything but the signatures is free.

import type {} from './import-idb.page.ts';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import { figure } from './measure.ts';
import type { BenchFigure } from './measure.ts';

export async function run(): Promise<BenchFigure> {
  const [imported = Number.NaN, verified = Number.NaN] = await withBrowserPage(
    'bench/import-idb.page.ts',
    (page) => page.evaluate(() => window.measureRates()),
    { profile: 'on-disk' },
  );
  return figure('import-idb', 'chromium', 'tx/s', imported, verified);
}
