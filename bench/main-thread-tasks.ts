// The longest task of a page's main thread, from a trace of the Chrome DevTools Protocol (domain Tracing; the events are
// those of the DevTools' timeline). Unlike `longtask` entries it tells of tasks below 50 ms too, and what was done in them.
// Bounds: one trace, held in memory until it has been read.

import type { CDPSession, Page } from '@playwright/test';

interface MainThreadTask {
  readonly ms: number;
  /** of these, on the processor; for the rest it waited its turn */
  readonly processorMs: number;
  /** what took the most time in it, longest first */
  readonly what: readonly string[];
}

/** An event with a duration; times are microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly functionName?: string; readonly url?: string } };
}

export interface LongestTasks {
  /** the one that took longest */
  readonly byTime: MainThreadTask;
  /** the one that was longest on the processor: what is left of the first on a machine with nothing else to do */
  readonly byProcessor: MainThreadTask;
}

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing', 'v8'];
const mark = 'main thread, here';
const traceMsMax = 60_000;
const namedMax = 6;

/** The longest tasks that ran while `during` went on. */
export async function recordTasks(page: Page, during: () => Promise<unknown>): Promise<LongestTasks> {
  const session = await page.context().newCDPSession(page);
  try {
    const events: TraceEvent[] = [];
    session.on('Tracing.dataCollected', ({ value }) => {
      for (const event of value) if (isTraceEvent(event)) events.push(event);
    });
    await session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { recordMode: 'recordAsMuchAsPossible', includedCategories: categories },
    });
    await page.evaluate((name) => performance.mark(name), mark);
    await during();
    await endTrace(session);
    return longestTasks(events);
  } finally {
    await session.detach();
  }
}

async function endTrace(session: CDPSession): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    session.once('Tracing.tracingComplete', () => resolve());
    setTimeout(() => reject(new Error('the trace does not end')), traceMsMax).unref();
  });
  await session.send('Tracing.end');
  await ended;
}

function longestTasks(events: readonly TraceEvent[]): LongestTasks {
  const here = events.find(({ name }) => name === mark);
  if (here === undefined) throw new Error('the trace does not show the main thread');
  const own = events.filter(({ pid, tid, ts }) => pid === here.pid && tid === here.tid && ts >= here.ts);
  const tasks = own.filter(({ name }) => name === 'RunTask');
  const longest = (of: (task: TraceEvent) => number): MainThreadTask => {
    const [first] = tasks.toSorted((a, b) => of(b) - of(a));
    if (first === undefined) throw new Error('the trace shows no task');
    return taskOf(first, own);
  };
  return { byTime: longest(({ dur = 0 }) => dur), byProcessor: longest(({ tdur = 0 }) => tdur) };
}

function taskOf(task: TraceEvent, events: readonly TraceEvent[]): MainThreadTask {
  const { ts, dur = 0, tdur = 0 } = task;
  const within = events.filter((event) => event !== task && event.ts >= ts && event.ts < ts + dur);
  const longestFirst = within.toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0));
  return { ms: dur / 1000, processorMs: tdur / 1000, what: longestFirst.slice(0, namedMax).map(described) };
}

function described({ name, dur = 0, args }: TraceEvent): string {
  const { functionName = '', url = '' } = args?.data ?? {};
  return `${name} ${functionName} ${url.replace(/^.*\//, '')} ${(dur / 1000).toFixed(1)} ms`.replace(/ +/g, ' ');
}

const isTraceEvent = (value: unknown): value is TraceEvent =>
  typeof value === 'object' && value !== null && 'name' in value && 'ts' in value && 'pid' in value && 'tid' in value;
