// The figure `paint`: kB (1,000 bytes) of gzip of what a real Chromium had asked for when it first painted content of the
// page. At most 120 are wanted. Beside it: the same by the document and the build's manifest (page-weight.ts). Fonts that
// do not hold up the paint are a part of their own and not in the value.
// Bounds: one browser and one relay; all files lie in one temporary folder, which is removed.

import type { Page } from '@playwright/test';
import { figure, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { builtFileOf, bytesPerKilobyte, firstPaintWeight, weightOf } from './page-weight.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';

/** What the page had asked for before it was painted, by address. */
interface BeforePaint {
  readonly needed: readonly string[];
  readonly fonts: readonly string[];
  readonly paintMs: number;
}

export async function run(): Promise<BenchFigure> {
  const { needed, fonts, paintMs } = await withRelayAndBrowser(async ({ context, relay }) => {
    const page = await context.newPage();
    await page.goto(relay.page);
    return beforePaint(page);
  });
  const kilobytes = (addresses: readonly string[]): number =>
    weightOf(addresses.map(builtFileOf)).gzipBytes / bytesPerKilobyte;
  return withParts(
    figure('paint', 'chromium', 'kB', kilobytes(needed), firstPaintWeight().gzipBytes / bytesPerKilobyte),
    { fonts: kilobytes(fonts), 'first paint (ms)': paintMs },
  );
}

async function beforePaint(page: Page): Promise<BeforePaint> {
  return page.evaluate(async () => {
    const paintMs = await new Promise<number>((resolve) => {
      new PerformanceObserver((list) => {
        const [paint] = list.getEntriesByName('first-contentful-paint');
        if (paint !== undefined) resolve(paint.startTime);
      }).observe({ type: 'paint', buffered: true });
    });
    const entries = performance.getEntriesByType('resource').filter(({ startTime }) => startTime < paintMs);
    const isFont = ({ name }: PerformanceEntry): boolean => name.endsWith('.woff2');
    return {
      needed: [location.href, ...entries.filter((entry) => !isFont(entry)).map(({ name }) => name)],
      fonts: entries.filter(isFont).map(({ name }) => name),
      paintMs,
    };
  });
}
