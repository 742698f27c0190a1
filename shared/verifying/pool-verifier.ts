// The Verifier port on threads: Web Workers in a tab, threads of Node in a terminal node. A batch is cut into chunks, and
// whichever thread is free takes the next. What cannot be found out is answered "not found right", which costs the one
// who asked a check of its own and no more: until the first thread has loaded the rule, when a thread fails, and when one
// does not answer within `patienceMs`.
// Owns: the threads, which start with the first batch and end after `idleMs` without one. Bounds: `threadCount` threads,
// each replaced at most `restartsMax` times in the verifier's life; one chunk at a time on each.

import type { SignedBytes, Verifier } from '../core/node/ports.ts';
import { isPackable, packSigned, type VerifyCommand, type VerifyReport } from './verify-messages.ts';

export interface VerifyThread {
  readonly post: (command: VerifyCommand, transfer: readonly ArrayBuffer[]) => void;
  readonly end: () => void;
}

export interface VerifyThreadListener {
  readonly onReport: (report: VerifyReport) => void;
  /** the thread could not be loaded, or threw */
  readonly onFailure: (message: string) => void;
}

export type StartVerifyThread = (listener: VerifyThreadListener) => VerifyThread;

export interface VerifyTimer {
  /** Calls back once after `ms`; the answer cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

export interface PoolVerifierOptions {
  /** one a core, at most `verifyThreadCountMax` */
  readonly threadCount: number;
  readonly startThread: StartVerifyThread;
  readonly timer: VerifyTimer;
}

export interface PoolVerifier extends Verifier {
  /** Ends all threads; what is out is answered "not found right". */
  readonly close: () => void;
}

export const verifyThreadCountMax = 16;
/** 64 signatures are 4 ms of work: long beside the way there and back, short beside a block. */
const chunkSize = 64;
const restartsMax = 3;
const idleMs = 30_000;
const patienceMs = 5000;

interface Chunk {
  readonly number: number;
  readonly signed: readonly SignedBytes[];
  readonly answer: (verdicts: readonly boolean[]) => void;
}

interface Seat {
  thread: VerifyThread | undefined;
  isReady: boolean;
  chunk: Chunk | undefined;
  restarts: number;
  stopWaiting: () => void;
}

const unknown = ({ signed, answer }: Chunk): void => {
  answer(signed.map(() => false));
};

export const createPoolVerifier = ({ threadCount, startThread, timer }: PoolVerifierOptions): PoolVerifier => {
  const seats = Array.from({ length: Math.min(Math.max(1, threadCount), verifyThreadCountMax) }, (): Seat => ({
    thread: undefined,
    isReady: false,
    chunk: undefined,
    restarts: 0,
    stopWaiting: () => undefined,
  }));
  const waiting: Chunk[] = [];
  let lastChunk = 0;
  let stopIdling = (): void => undefined;

  const leave = (seat: Seat): void => {
    const { chunk, thread } = seat;
    seat.stopWaiting();
    seat.thread = undefined;
    seat.chunk = undefined;
    seat.isReady = false;
    thread?.end();
    if (chunk !== undefined) unknown(chunk);
  };

  const fail = (seat: Seat): void => {
    seat.restarts++;
    leave(seat);
    occupy(seat);
    deal();
  };

  const occupy = (seat: Seat): void => {
    if (seat.thread !== undefined || seat.restarts > restartsMax) return;
    const thread = startThread({
      onReport: (report) => {
        if (seat.thread === thread) onReport(seat, report);
      },
      onFailure: () => {
        if (seat.thread === thread) fail(seat);
      },
    });
    seat.thread = thread;
  };

  const onReport = (seat: Seat, report: VerifyReport): void => {
    if (report.type === 'ready') {
      seat.isReady = true;
    } else if (seat.chunk?.number === report.chunk) {
      const { answer, signed } = seat.chunk;
      seat.chunk = undefined;
      seat.stopWaiting();
      answer(signed.map((_, i) => report.verdicts[i] === 1));
    }
    deal();
  };

  const give = (seat: Seat, chunk: Chunk): void => {
    const packed = packSigned(chunk.signed);
    seat.chunk = chunk;
    seat.stopWaiting = timer.after(patienceMs, () => {
      fail(seat);
    });
    seat.thread?.post({ chunk: chunk.number, packed }, [packed]);
  };

  const deal = (): void => {
    for (const seat of seats) {
      if (!seat.isReady || seat.chunk !== undefined) continue;
      const chunk = waiting.shift();
      if (chunk === undefined) break;
      give(seat, chunk);
    }
    // Nobody is there to do it, and nobody may wait for a thread that has yet to load.
    if (!seats.some(({ isReady }) => isReady)) for (const chunk of waiting.splice(0)) unknown(chunk);
  };

  const close = (): void => {
    stopIdling();
    for (const seat of seats) leave(seat);
    for (const chunk of waiting.splice(0)) unknown(chunk);
  };

  const endWhenIdle = (): void => {
    stopIdling();
    stopIdling = timer.after(idleMs, close);
  };

  const verifyChunk = (signed: readonly SignedBytes[]): Promise<readonly boolean[]> =>
    new Promise((resolve) => {
      waiting.push({ number: ++lastChunk, signed, answer: resolve });
    });

  return {
    verify: async (batch) => {
      endWhenIdle();
      for (const seat of seats) occupy(seat);
      const packable = batch.filter(isPackable);
      const chunks: Promise<readonly boolean[]>[] = [];
      for (let at = 0; at < packable.length; at += chunkSize)
        chunks.push(verifyChunk(packable.slice(at, at + chunkSize)));
      deal();
      const right = new Set<SignedBytes>();
      const verdicts = (await Promise.all(chunks)).flat();
      packable.forEach((signed, i) => {
        if (verdicts[i] === true) right.add(signed);
      });
      return batch.map((signed) => right.has(signed));
    },
    close,
  };
};
