// A seal worker: searches nonces for one task at a time, in slices, and hears its sealer between two of them.
// Owns: one compiled kernel, the current search. Says when it has found a nonce, once, and then idles until the next
// task; says about four times a second how many it has tried.
// Bounds: a slice takes less than 20 ms (search-pace.ts), so a new task waits no longer than that. Between slices it posts
// a message to itself, because messages are not throttled in hidden tabs and queue behind the sealer's; timers are, and
// serve only for rests at reduced intensity, whose delay is made up for.

import { createNonceSearch, createPowKernel, kernelBytes } from '../../shared/core/consensus/index.ts';
import type { NonceSearch } from '../../shared/core/consensus/index.ts';
import type { SealCommand, SealReport } from './seal-messages.ts';
import { afterSlice, beginPace, firstBatch, nextBatch, renewPace, restMs } from './search-pace.ts';
import type { SearchPace } from './search-pace.ts';

interface Search {
  readonly task: number;
  readonly intensityPermille: number;
  readonly next: NonceSearch;
  batch: number;
  pace: SearchPace;
  /** tried since the last report */
  hashes: number;
  reportedAt: number;
}

const reportEveryMs = 250;
/** Browsers make nested timers at least this long; shorter rests add up until they are. */
const shortestRestMs = 4;

const kernel = createPowKernel(WebAssembly.validate(kernelBytes('simd')) ? 'simd' : 'scalar');
const ticks = new MessageChannel();
let search: Search | undefined;
let rest: ReturnType<typeof setTimeout> | undefined;

self.onmessage = ({ data }: MessageEvent<SealCommand>): void => {
  clearTimeout(rest);
  if (search !== undefined) reportProgress(search);
  search = data.type === 'search' ? begin(data) : undefined;
  if (search !== undefined) searchSlice(search);
};

ticks.port1.onmessage = ({ data: task }: MessageEvent<number>): void => {
  if (search?.task === task) searchSlice(search);
};

function begin(command: Extract<SealCommand, { type: 'search' }>): Search {
  const { task, intensityPermille, nonceHigh, nonceHighStep } = command;
  const space = { high: nonceHigh, low: 0, highStep: nonceHighStep };
  const now = performance.now();
  return {
    task,
    intensityPermille,
    next: createNonceSearch(kernel, command, space),
    batch: firstBatch,
    pace: beginPace(now),
    hashes: 0,
    reportedAt: now,
  };
}

function searchSlice(current: Search): void {
  const before = performance.now();
  current.pace = renewPace(current.pace, current.intensityPermille, before);
  const { tried, nonce } = current.next(current.batch);
  const now = performance.now();
  current.hashes += tried;
  if (nonce !== undefined) {
    search = undefined;
    report({ type: 'found', task: current.task, hashes: current.hashes, nonce });
    return;
  }
  current.pace = afterSlice(current.pace, now - before, now);
  current.batch = nextBatch(tried, now - before, current.intensityPermille);
  if (now - current.reportedAt >= reportEveryMs) reportProgress(current);
  goOn(current, restMs(current.pace, current.intensityPermille, now));
}

function goOn({ task }: Search, pauseMs: number): void {
  const tick = (): void => ticks.port2.postMessage(task);
  if (pauseMs < shortestRestMs) tick();
  else rest = setTimeout(tick, pauseMs);
}

function reportProgress(current: Search): void {
  report({ type: 'progress', task: current.task, hashes: current.hashes });
  current.hashes = 0;
  current.reportedAt = performance.now();
}

function report(message: SealReport): void {
  self.postMessage(message);
}
