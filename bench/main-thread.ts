// The figure `main-thread`: milliseconds of the longest task of a tab's main thread while the tab imports 10 full blocks of 500
// transfers, which it gets over WebRTC from another tab. More than 50 is felt as a hitch; at most 50 are wanted. Beside it:
// the longest task of the same tab when it has nothing to do for `idleMs`.
// Its part is the longest time that a task had the processor, which other programs of the machine do not lengthen.
// Bounds: two browsers, so that the tabs share no thread; `rounds` times; all files lie in temporary folders.

import { figure, median, withParts } from './measure.ts';
import type { BenchFigure } from './measure.ts';
import { recordTasks } from './main-thread-tasks.ts';
import type { LongestTasks } from './main-thread-tasks.ts';
import { withRelayAndBrowser } from './relay-and-browser.ts';
import { openServingTab, servedChain, timeOf } from './tab-network.ts';
import type { ServedChain } from './tab-network.ts';

const blocks = 10;
const transfersPerBlock = 500;
const rounds = 3;
const idleMs = 2000;

interface Round {
  readonly idle: LongestTasks;
  readonly importing: LongestTasks;
}

export async function run(): Promise<BenchFigure> {
  const served = await servedChain({ blocks, transfersPerBlock });
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await importOnce(served));
  const middle = (of: (round: Round) => number): number => median(measured.map(of));
  for (const { importing } of measured) tell(importing);
  return withParts(
    figure(
      'main-thread',
      'chromium',
      'ms',
      middle(({ importing }) => importing.byTime.ms),
      middle(({ idle }) => idle.byTime.ms),
    ),
    { 'longest on the processor': middle(({ importing }) => importing.byProcessor.processorMs) },
  );
}

/** Where the longest tasks came from, for whoever is to shorten them. */
function tell({ byTime, byProcessor }: LongestTasks): void {
  for (const { ms, processorMs, what } of [byTime, byProcessor]) {
    console.error(`main-thread: ${ms} ms, ${processorMs} ms on the processor: ${what.join(', ')}`);
  }
}

async function importOnce(served: ServedChain): Promise<Round> {
  return withRelayAndBrowser(async ({ context, openBrowser, relay }) => {
    const importing = await context.newPage();
    await importing.goto(relay.page);
    await timeOf(importing, { type: 'height', height: 0 });
    const idle = await recordTasks(importing, () => importing.waitForTimeout(idleMs));
    const serving = await openBrowser();
    const busy = await recordTasks(importing, async () => {
      await openServingTab(serving, relay, served);
      await timeOf(importing, { type: 'height', height: served.height });
    });
    return { idle, importing: busy };
  }, served.spec);
}
