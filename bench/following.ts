// The figure `following`: milliseconds of the longest task of a tab's main thread in a minute in which the tab has a chain of
// 5,000 blocks, shows the overview, and follows new blocks among as many of 30 peers as a node takes. More than 50 is felt
// as a hitch. Beside it: the same tab's with the screen of settings open, on which nothing moves. Parts: the longest by time
// on the processor, which other programs of the machine do not lengthen; the same while lists scroll; blocks that came;
// peers; frames a second while the ribbon, the list of all blocks and the network screen scroll, and at rest, which is what
// this machine can do. What nobody lengthens is the time on the processor; the rest says how busy the machine was too.
// Bounds: see crowded-tab.ts; every wait has a deadline.

import type { Page } from '@playwright/test';
import { figure, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { withCrowdedTab } from './crowded-tab.ts';
import type { Crowd } from './crowded-tab.ts';
import { recordTasks } from './main-thread-tasks.ts';
import type { LongestTasks } from './main-thread-tasks.ts';

const followMs = 60_000;
/** Six are made in a minute; where the machine has too much to do, it is followed for longer. */
const blocksMin = 3;
const restMs = 10_000;
const scrollMs = 4000;

export async function run(): Promise<BenchFigure> {
  return withCrowdedTab({ blocks: 5000, peersWanted: 30 }, async (crowd) => {
    const { page } = crowd;
    await open(page, '#/settings');
    const rest = await recordTasks(page, () => page.waitForTimeout(restMs));
    await open(page, '#/');
    const before = await crowd.height();
    const follow = await recordTasks(page, async () => {
      await page.waitForTimeout(followMs);
      await crowd.reaches(before + blocksMin);
    });
    const blocks = (await crowd.height()) - before;
    const [frames, scrolling] = await scrolled(crowd);
    for (const [what, tasks] of Object.entries({ follow, scrolling })) tell(what, tasks);
    return withParts(figure('following', 'chromium', 'ms', follow.byTime.ms, rest.byTime.ms), {
      'longest on the processor': follow.byProcessor.processorMs,
      'longest while scrolling': scrolling.byTime.ms,
      'longest on the processor while scrolling': scrolling.byProcessor.processorMs,
      blocks,
      peers: await crowd.peers(),
      ...frames,
    });
  });
}

/** Where the longest tasks came from, for whoever is to shorten them. */
function tell(during: string, { byTime, byProcessor }: LongestTasks): void {
  for (const { ms, processorMs, what } of [byTime, byProcessor]) {
    console.error(`following (${during}): ${ms} ms, ${processorMs} ms on the processor: ${what.join(', ')}`);
  }
}

/** Opens a screen and waits until it is drawn and the thread has nothing more to do for it. */
async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => (location.hash = next), hash);
  await page.locator('h1').first().waitFor();
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestIdleCallback(() => requestIdleCallback(() => resolve())));
      }),
  );
}

/** Frames a second of each list that scrolls, and the longest tasks meanwhile. */
async function scrolled({ page }: Crowd): Promise<readonly [Readonly<Record<string, number>>, LongestTasks]> {
  const frames: Record<string, number> = {};
  const tasks = await recordTasks(page, async () => {
    for (const [name, hash, region] of [
      ['frames/s of the ribbon', '#/', '.ribbon'],
      ['frames/s of the blocks', '#/blocks', ''],
      ['frames/s of the network', '#/network', ''],
      ['frames/s at rest', '#/settings', undefined],
    ] as const) {
      await open(page, hash);
      frames[name] = await framesPerSecond(page, region);
    }
  });
  return [frames, tasks];
}

/** Scrolls the region (or the page, for '') a little in every frame, back and forth; nothing at all for undefined. */
async function framesPerSecond(page: Page, region: string | undefined): Promise<number> {
  return page.evaluate(
    (plan) =>
      new Promise<number>((resolve) => {
        const scroller = plan.region ? document.querySelector(plan.region) : document.scrollingElement;
        const began = performance.now();
        let [frames, step] = [0, plan.region ? 8 : 120];
        const frame = (): void => {
          frames += 1;
          if (plan.region !== undefined && scroller !== null) {
            const [before, beforeX] = [scroller.scrollTop, scroller.scrollLeft];
            scroller.scrollBy(plan.region ? step : 0, plan.region ? 0 : step);
            if (scroller.scrollTop === before && scroller.scrollLeft === beforeX) step = -step;
          }
          const ms = performance.now() - began;
          if (ms < plan.scrollMs) requestAnimationFrame(frame);
          else resolve((frames * 1000) / ms);
        };
        requestAnimationFrame(frame);
      }),
    { region, scrollMs },
  );
}
