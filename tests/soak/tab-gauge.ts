/**
 * How much memory one tab holds: what is left in the heaps of its window and workers after a forced collection, the bytes
 * behind its array buffers, and the DOM nodes and listeners of its window; and everything that went wrong in any of them.
 * Bounds: of troubles the first 200 are kept, the rest are counted.
 */
import type { ConsoleMessage, Page } from '@playwright/test';
import { followTargets, type TabTargets, type Target } from './devtools-targets.ts';

export interface MemorySample {
  /** bytes of JavaScript objects of window and workers */
  readonly heapBytes: number;
  /** bytes behind array buffers of window and workers, WebAssembly memories included */
  readonly bufferBytes: number;
  /** of both, the window's part and the node worker's */
  readonly windowBytes: number;
  readonly nodeWorkerBytes: number;
  readonly workers: number;
  readonly domNodes: number;
  readonly listeners: number;
  readonly documents: number;
}

export interface TabGauge {
  readonly sample: () => Promise<MemorySample>;
  /** Sentences: page errors, unhandled rejections, errors on the console. */
  readonly troubles: readonly string[];
  readonly targets: TabTargets;
}

const troublesMax = 200;

/** What the browser itself writes when a connection fails: relays and neighbours come and go. */
const isNetworkLine = (text: string): boolean =>
  /^Failed to load resource|^WebSocket connection to |net::ERR_|ERR_CONNECTION/.test(text);

/** Text of the first of several values that is a text. */
const firstText = (...values: readonly unknown[]): string | undefined =>
  values.find((value) => typeof value === 'string');

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null && key in inner ? Reflect.get(inner, key) : undefined),
    value,
  );

const numberAt = (value: unknown, key: string): number => {
  const found = at(value, key);
  if (typeof found !== 'number') throw new Error(`the browser did not say ${key}`);
  return found;
};

/** Exceptions that nobody caught in a worker, rejections among them; the window's are heard of through Playwright. */
const watchWorker = async (target: Target, note: (sentence: string) => void): Promise<void> => {
  if (target.url === 'window') return;
  target.on('Runtime.exceptionThrown', (params) => {
    const details = at(params, 'exceptionDetails');
    const what = firstText(at(details, 'exception', 'description'), at(details, 'text')) ?? 'an exception';
    note(`uncaught in ${target.url}: ${what}`);
  });
  await target.send('Runtime.enable');
};

const watchWindow = (page: Page, note: (sentence: string) => void): void => {
  page.on('pageerror', (error) => {
    note(`uncaught in the window: ${error.stack ?? error.message}`);
  });
  page.on('crash', () => {
    note('the tab crashed');
  });
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' && !isNetworkLine(message.text())) note(`console: ${message.text()}`);
  });
};

interface Usage {
  readonly url: string;
  readonly heap: number;
  readonly buffers: number;
}

/** Heap and buffers of one target; nothing of a worker that ends meanwhile. */
const measure = async (target: Target): Promise<Usage> => {
  try {
    // What one collection finalises the next one frees.
    await target.send('HeapProfiler.collectGarbage');
    await target.send('HeapProfiler.collectGarbage');
    const usage = await target.send('Runtime.getHeapUsage');
    const heap = numberAt(usage, 'usedSize') + numberAt(usage, 'embedderHeapUsedSize');
    return { url: target.url, heap, buffers: numberAt(usage, 'backingStorageSize') };
  } catch (cause) {
    if (target.url === 'window') throw cause;
    return { url: target.url, heap: 0, buffers: 0 };
  }
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const bytesOf = (usages: readonly Usage[], isMeant: (url: string) => boolean): number =>
  sum(usages.filter(({ url }) => isMeant(url)).map(({ heap, buffers }) => heap + buffers));

export const gaugeTab = async (page: Page, name: string): Promise<TabGauge> => {
  const troubles: string[] = [];
  const note = (sentence: string): void => {
    if (troubles.length < troublesMax) troubles.push(`${name}: ${sentence}`);
  };
  watchWindow(page, note);
  const targets = await followTargets(page, (target) => watchWorker(target, note));
  return {
    troubles,
    targets,
    sample: async () => {
      const all = targets.all();
      const usages = await Promise.all(all.map(measure));
      const counters = await targets.window.send('Memory.getDOMCounters');
      return {
        heapBytes: sum(usages.map(({ heap }) => heap)),
        bufferBytes: sum(usages.map(({ buffers }) => buffers)),
        windowBytes: bytesOf(usages, (url) => url === 'window'),
        nodeWorkerBytes: bytesOf(usages, (url) => url.includes('node.worker')),
        workers: all.length - 1,
        domNodes: numberAt(counters, 'nodes'),
        listeners: numberAt(counters, 'jsEventListeners'),
        documents: numberAt(counters, 'documents'),
      };
    },
  };
};
