// The threads of a sealer: started when first needed, replaced when they fail, told all at once. What a thread is, a Web
// Worker or a thread of Node, is the business of who starts it.
// Owns: the threads and their slots. A slot is a thread's number among all that there may ever be, from 0 on; a thread
// that replaces another has a slot of its own, so whatever is dealt out by slot is dealt out once.
// Bounds: each seat has at most 1 + `restartsMax` threads in the pool's life; after that it stays empty.

import type { SealCommand, SealReport } from './seal-messages.ts';

/** A thread that searches, as seal-search.ts does. */
export interface SealThread {
  readonly post: (command: SealCommand) => void;
  readonly end: () => void;
}

export interface SealThreadListener {
  readonly onReport: (report: SealReport) => void;
  /** the thread could not be loaded, or threw */
  readonly onFailure: (message: string) => void;
}

export type StartSealThread = (listener: SealThreadListener) => SealThread;

export interface SealThreadFault {
  readonly type: 'seal-thread-failed';
  readonly message: string;
  /** false: the thread is given up */
  readonly restarted: boolean;
}

export type CommandFor = (slot: number) => SealCommand;

export interface SealThreadPoolOptions {
  readonly threadCount: number;
  readonly startThread: StartSealThread;
  readonly onReport: (report: SealReport) => void;
  readonly onFault: (fault: SealThreadFault) => void;
  /** what a thread is told that replaces another; `undefined` for nothing */
  readonly commandNow: () => CommandFor | undefined;
}

export interface SealThreadPool {
  /** Slots are below this number. */
  readonly slotCount: number;
  /** Starts the threads that are missing and may be started. */
  readonly fill: () => void;
  readonly tell: (commandFor: CommandFor) => void;
  readonly close: () => void;
}

interface Seat {
  slot: number;
  thread: SealThread | undefined;
  restarts: number;
}

const restartsMax = 3;

export function createSealThreadPool(options: SealThreadPoolOptions): SealThreadPool {
  const { threadCount, startThread, onReport, onFault, commandNow } = options;
  const seats = Array.from({ length: threadCount }, (_, slot): Seat => ({ slot, thread: undefined, restarts: 0 }));
  /** seats whose last thread failed */
  const givenUp = new Set<Seat>();

  const occupy = (seat: Seat): SealThread => {
    const thread = startThread({
      onReport: (report) => {
        if (seat.thread === thread) onReport(report);
      },
      onFailure: (message) => {
        if (seat.thread === thread) replace(seat, message);
      },
    });
    seat.thread = thread;
    return thread;
  };

  const replace = (seat: Seat, message: string): void => {
    seat.thread?.end();
    seat.thread = undefined;
    const restarted = seat.restarts < restartsMax;
    if (restarted) {
      seat.restarts++;
      seat.slot += threadCount;
      const command = commandNow();
      const thread = occupy(seat);
      if (command !== undefined) thread.post(command(seat.slot));
    } else {
      givenUp.add(seat);
    }
    onFault({ type: 'seal-thread-failed', message, restarted });
  };

  return {
    slotCount: threadCount * (1 + restartsMax),
    fill: () => {
      for (const seat of seats) if (seat.thread === undefined && !givenUp.has(seat)) occupy(seat);
    },
    tell: (commandFor) => {
      for (const { thread, slot } of seats) thread?.post(commandFor(slot));
    },
    close: () => {
      for (const seat of seats) {
        seat.thread?.end();
        seat.thread = undefined;
      }
    },
  };
}
