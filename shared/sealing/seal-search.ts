// What a seal thread does: searches nonces for one task at a time, in slices, so that its sealer is heard between two of
// them. Owns: one compiled kernel, the current search. Says when it has found a nonce, once, and then idles until the
// next task; says about four times a second how many it has tried.
// Bounds: a slice takes less than 20 ms (search-pace.ts), so a new task waits no longer than that. Timers serve only for
// rests at reduced intensity, whose delay is made up for.

import { createNonceSearch, createPowKernel, kernelBytes, type NonceSearch } from '../core/consensus/index.ts';
import type { SealCommand, SealReport } from './seal-messages.ts';
import { afterSlice, beginPace, firstBatch, nextBatch, renewPace, restMs, type SearchPace } from './search-pace.ts';

/** The thread around a search. */
export interface SealSearchWorld {
  readonly report: (report: SealReport) => void;
  /** Calls back as soon as what the sealer has said meanwhile has been delivered. */
  readonly soon: (callback: () => void) => void;
}

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

/** Returns what takes the sealer's commands. */
export function createSealSearch(world: SealSearchWorld): (command: SealCommand) => void {
  const kernel = createPowKernel(WebAssembly.validate(kernelBytes('simd')) ? 'simd' : 'scalar');
  let search: Search | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const begin = (command: Extract<SealCommand, { type: 'search' }>): Search => {
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
  };

  const reportProgress = (current: Search): void => {
    world.report({ type: 'progress', task: current.task, hashes: current.hashes });
    current.hashes = 0;
    current.reportedAt = performance.now();
  };

  const searchSlice = (current: Search): void => {
    const before = performance.now();
    current.pace = renewPace(current.pace, current.intensityPermille, before);
    const { tried, nonce } = current.next(current.batch);
    const now = performance.now();
    current.hashes += tried;
    if (nonce !== undefined) {
      search = undefined;
      world.report({ type: 'found', task: current.task, hashes: current.hashes, nonce });
      return;
    }
    current.pace = afterSlice(current.pace, now - before, now);
    current.batch = nextBatch(tried, now - before, current.intensityPermille);
    if (now - current.reportedAt >= reportEveryMs) reportProgress(current);
    goOn(current, restMs(current.pace, current.intensityPermille, now));
  };

  const goOn = (current: Search, pauseMs: number): void => {
    const next = (): void => {
      if (search === current) searchSlice(current);
    };
    if (pauseMs < shortestRestMs) world.soon(next);
    else rest = setTimeout(next, pauseMs);
  };

  return (command) => {
    clearTimeout(rest);
    if (search !== undefined) reportProgress(search);
    search = command.type === 'search' ? begin(command) : undefined;
    if (search !== undefined) searchSlice(search);
  };
}
