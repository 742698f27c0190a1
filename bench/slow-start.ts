// The figure `slow-start`: milliseconds until a tab whose processor is slowed down to a quarter (Emulation.setCPUThrottlingRate)
// can be used: its main thread is free, and the screen answers a click. At most 2,000 are wanted. Beside it: until its first
// contentful paint, of which at most 1,000 are wanted. Parts: the same two without the slowing. The page is in the browser's
// cache in neither. The slowing comes on top of what else the machine does: on a busy one the parts say how busy.
// Bounds: `rounds` browsers one after another for each; every wait has a deadline.

import type { Page } from '@playwright/test';
import { figure, median, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';

const rounds = 3;
const slowing = 4;
/** Interactive: from the end of the last long task on, nothing longer than 50 ms for this long. */
const quietMs = 1000;
const waitMsMax = 30_000;

interface Start {
  readonly paintMs: number;
  readonly usableMs: number;
}

export async function run(): Promise<BenchFigure> {
  const [slow, quick] = [await starts(slowing), await starts(1)];
  const middle = (all: readonly Start[], of: (start: Start) => number): number => median(all.map(of));
  return withParts(
    figure(
      'slow-start',
      'chromium',
      'ms',
      middle(slow, ({ usableMs }) => usableMs),
      middle(slow, ({ paintMs }) => paintMs),
    ),
    {
      'usable, not slowed': middle(quick, ({ usableMs }) => usableMs),
      'painted, not slowed': middle(quick, ({ paintMs }) => paintMs),
    },
  );
}

async function starts(rate: number): Promise<readonly Start[]> {
  const all: Start[] = [];
  while (all.length < rounds) {
    all.push(
      await withRelayAndBrowser(async ({ context, relay }) => {
        const page = await context.newPage();
        const session = await context.newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate });
        await page.goto(relay.page, { waitUntil: 'commit' });
        return startOf(page);
      }),
    );
  }
  return all;
}

/** First contentful paint, and the end of the last long task before a second without one, with the rail on the screen. */
async function startOf(page: Page): Promise<Start> {
  await page.getByRole('navigation').waitFor({ timeout: waitMsMax });
  return page.evaluate(
    (plan) =>
      new Promise<Start>((resolve, reject) => {
        let [paintMs, busyUntilMs] = [0, 0];
        new PerformanceObserver((list) => {
          paintMs = list.getEntriesByName('first-contentful-paint')[0]?.startTime ?? paintMs;
        }).observe({ type: 'paint', buffered: true });
        new PerformanceObserver((list) => {
          for (const { startTime, duration } of list.getEntries()) busyUntilMs = startTime + duration;
        }).observe({ type: 'longtask', buffered: true });
        const look = (): void => {
          const now = performance.now();
          const usableMs = Math.max(paintMs, busyUntilMs);
          if (paintMs > 0 && now - usableMs >= plan.quietMs) resolve({ paintMs, usableMs });
          else if (now > plan.waitMsMax) reject(new Error('the page does not come to rest'));
          else setTimeout(look, 50);
        };
        look();
      }),
    { quietMs, waitMsMax },
  );
}
