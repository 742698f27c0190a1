// The figure `heap-growth`: megabytes (10^6 bytes) a minute by which the JavaScript heaps of a tab (window and workers, after
// a collection) grow while it follows a chain of 5,000 blocks among peers for ten minutes, with the overview on the screen.
// At most 2 are wanted, and more is a failure by night. Beside it: megabytes that it held at the beginning. The line goes
// through a sample a minute. By night alone are the minutes ten (TABCHAIN_NIGHTLY=1); two say whether it runs.
// Bounds: see crowded-tab.ts.

import { withCrowdedTab } from './crowded-tab.ts';
import { heapOfTab } from './heap-of-tab.ts';
import { figure, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';

const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';
const minutes = isNight ? 10 : 2;
const growthMax = 2;
const minuteMs = 60_000;
const bytesPerMegabyte = 1_000_000;

export async function run(): Promise<BenchFigure> {
  return withCrowdedTab({ blocks: 5000, peersWanted: 30 }, async ({ page, peers, height }) => {
    const heights = [await height()];
    const samples = [(await heapOfTab(page)).objects / bytesPerMegabyte];
    for (let minute = 1; minute <= minutes; minute++) {
      await page.waitForTimeout(minuteMs);
      samples.push((await heapOfTab(page)).objects / bytesPerMegabyte);
    }
    heights.push(await height());
    const slope = slopeOf(samples);
    if (isNight && slope > growthMax) {
      throw new Error(
        `the heaps grow by ${slope.toFixed(2)} MB a minute: ${samples.map((mb) => mb.toFixed(1)).join(', ')}`,
      );
    }
    const parts = {
      minutes,
      peers: await peers(),
      blocks: (heights[1] ?? 0) - (heights[0] ?? 0),
      last: samples.at(-1) ?? 0,
    };
    return withParts(figure('heap-growth', 'chromium', 'MB/min', slope, samples[0] ?? 0), parts);
  });
}

/** Of the straight line with the least squares through values that are one apart. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const products = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  return products / values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
}
