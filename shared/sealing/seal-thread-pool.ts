// The workers of a sealer: started when first needed, replaced when they fail, told all at once.
// Owns: the workers and their slots. A slot is a worker's number among all that there may ever be, from 0 on; a worker
// that replaces another has a slot of its own, so whatever is dealt out by slot is dealt out once.
// Bounds: each seat has at most 1 + `restartsMax` workers in the pool's life; after that it stays empty.

import type { SealCommand, SealReport } from '../workers/seal-messages.ts';

export interface SealWorkerFault {
  readonly type: 'seal-worker-failed';
  readonly message: string;
  /** false: the worker is given up */
  readonly restarted: boolean;
}

export type CommandFor = (slot: number) => SealCommand;

export interface SealWorkerPoolOptions {
  readonly workerCount: number;
  readonly createWorker: () => Worker;
  readonly onReport: (report: SealReport) => void;
  readonly onFault: (fault: SealWorkerFault) => void;
  /** what a worker is told that replaces another; `undefined` for nothing */
  readonly commandNow: () => CommandFor | undefined;
}

export interface SealWorkerPool {
  /** Slots are below this number. */
  readonly slotCount: number;
  /** Starts the workers that are missing and may be started. */
  readonly fill: () => void;
  readonly tell: (commandFor: CommandFor) => void;
  readonly close: () => void;
}

interface Seat {
  slot: number;
  worker: Worker | undefined;
  restarts: number;
}

const restartsMax = 3;

export function createSealWorkerPool(options: SealWorkerPoolOptions): SealWorkerPool {
  const { workerCount, createWorker, onReport, onFault, commandNow } = options;
  const seats = Array.from({ length: workerCount }, (_, slot): Seat => ({ slot, worker: undefined, restarts: 0 }));
  /** seats whose last worker failed */
  const givenUp = new Set<Seat>();

  const occupy = (seat: Seat): Worker => {
    const worker = createWorker();
    const fail = (message: string): void => {
      if (seat.worker === worker) replace(seat, message);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<SealReport>) => {
      if (seat.worker === worker) onReport(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      fail(event.message || 'the worker could not be loaded');
    });
    worker.addEventListener('messageerror', () => fail('a message could not be read'));
    seat.worker = worker;
    return worker;
  };

  const replace = (seat: Seat, message: string): void => {
    seat.worker?.terminate();
    seat.worker = undefined;
    const restarted = seat.restarts < restartsMax;
    if (restarted) {
      seat.restarts++;
      seat.slot += workerCount;
      const command = commandNow();
      const worker = occupy(seat);
      if (command !== undefined) worker.postMessage(command(seat.slot));
    } else {
      givenUp.add(seat);
    }
    onFault({ type: 'seal-worker-failed', message, restarted });
  };

  return {
    slotCount: workerCount * (1 + restartsMax),
    fill: () => {
      for (const seat of seats) if (seat.worker === undefined && !givenUp.has(seat)) occupy(seat);
    },
    tell: (commandFor) => {
      for (const { worker, slot } of seats) worker?.postMessage(commandFor(slot));
    },
    close: () => {
      for (const seat of seats) {
        seat.worker?.terminate();
        seat.worker = undefined;
      }
    },
  };
}
