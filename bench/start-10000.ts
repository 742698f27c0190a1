// The figure `start-10000`: milliseconds in which a Chromium worker opens a chain of 10,000 blocks with 5 transfers each from
// IndexedDB on the disk, from the opening of the database until the node runs. At most 1,500 ms are wanted. Beside it,
// from the same openings: milliseconds to read the same header records and do nothing with them.
// Bounds: one browser; the database is made once, in about half a minute, and lies in a temporary profile.

import type {} from './start-10000.page.ts';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import { figure, median, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { startParts } from './start-10000.parts.ts';

const rounds = 7;

export async function run(): Promise<BenchFigure> {
  const openings = await withBrowserPage(
    'bench/start-10000.page.ts',
    async (page) => {
      await page.evaluate(() => window.fillStart());
      const measured: (readonly number[])[] = [];
      for (let round = 0; round < rounds; round++) measured.push(await page.evaluate(() => window.measureStart()));
      return measured;
    },
    { profile: 'on-disk' },
  );
  const middle = (index: number): number => median(openings.map((opening) => opening[index] ?? Number.NaN));
  const parts = Object.fromEntries(startParts.map((part, index) => [part, middle(index + 1)]));
  return withParts(figure('start-10000', 'chromium', 'ms', middle(0), middle(startParts.length + 1)), parts);
}
