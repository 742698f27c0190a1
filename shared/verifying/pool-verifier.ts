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

interface Pool {
  readonly seats: readonly Seat[];
  readonly waiting: Chunk[];
  readonly startThread: StartVerifyThread;
  readonly timer: VerifyTimer;
  lastChunk: number;
  stopIdling: () => void;
}

const leave = (seat: Seat): void => {
  const { chunk, thread } = seat;
  seat.stopWaiting();
  seat.thread = undefined;
  seat.chunk = undefined;
  seat.isReady = false;
  thread?.end();
  if (chunk !== undefined) unknown(chunk);
};

const fail = (pool: Pool, seat: Seat): void => {
  seat.restarts++;
  leave(seat);
  occupy(pool, seat);
  deal(pool);
};

const occupy = (pool: Pool, seat: Seat): void => {
  if (seat.thread !== undefined || seat.restarts > restartsMax) return;
  const thread = pool.startThread({
    onReport: (report) => {
      if (seat.thread === thread) onReport(pool, seat, report);
    },
    onFailure: () => {
      if (seat.thread === thread) fail(pool, seat);
    },
  });
  seat.thread = thread;
};

const onReport = (pool: Pool, seat: Seat, report: VerifyReport): void => {
  if (report.type === 'ready') {
    seat.isReady = true;
  } else if (seat.chunk?.number === report.chunk) {
    const { answer, signed } = seat.chunk;
    seat.chunk = undefined;
    seat.stopWaiting();
    answer(signed.map((_, i) => report.verdicts[i] === 1));
  }
  deal(pool);
};

const give = (pool: Pool, seat: Seat, chunk: Chunk): void => {
  const packed = packSigned(chunk.signed);
  seat.chunk = chunk;
  seat.stopWaiting = pool.timer.after(patienceMs, () => {
    fail(pool, seat);
  });
  seat.thread?.post({ chunk: chunk.number, packed }, [packed]);
};

const deal = (pool: Pool): void => {
  for (const seat of pool.seats) {
    if (!seat.isReady || seat.chunk !== undefined) continue;
    const chunk = pool.waiting.shift();
    if (chunk === undefined) break;
    give(pool, seat, chunk);
  }
  // Nobody is there to do it, and nobody may wait for a thread that has yet to load.
  if (!pool.seats.some(({ isReady }) => isReady)) giveUpWaiting(pool);
};

const giveUpWaiting = ({ waiting }: Pool): void => {
  for (const chunk of waiting.splice(0)) unknown(chunk);
};

const close = (pool: Pool): void => {
  pool.stopIdling();
  for (const seat of pool.seats) leave(seat);
  giveUpWaiting(pool);
};

const verifyChunk = (pool: Pool, signed: readonly SignedBytes[]): Promise<readonly boolean[]> =>
  new Promise((resolve) => {
    pool.waiting.push({ number: ++pool.lastChunk, signed, answer: resolve });
  });

const verify = async (pool: Pool, batch: readonly SignedBytes[]): Promise<readonly boolean[]> => {
  pool.stopIdling();
  pool.stopIdling = pool.timer.after(idleMs, () => {
    close(pool);
  });
  for (const seat of pool.seats) occupy(pool, seat);
  const packable = batch.filter(isPackable);
  const chunks: Promise<readonly boolean[]>[] = [];
  for (let at = 0; at < packable.length; at += chunkSize) {
    chunks.push(verifyChunk(pool, packable.slice(at, at + chunkSize)));
  }
  deal(pool);
  const verdicts = (await Promise.all(chunks)).flat();
  const right = new Set(packable.filter((_, i) => verdicts[i] === true));
  return batch.map((signed) => right.has(signed));
};

export const createPoolVerifier = ({ threadCount, startThread, timer }: PoolVerifierOptions): PoolVerifier => {
  const seats = Array.from({ length: Math.min(Math.max(1, threadCount), verifyThreadCountMax) }, (): Seat => ({
    thread: undefined,
    isReady: false,
    chunk: undefined,
    restarts: 0,
    stopWaiting: () => undefined,
  }));
  const pool: Pool = { seats, waiting: [], startThread, timer, lastChunk: 0, stopIdling: () => undefined };
  return {
    verify: (batch) => verify(pool, batch),
    close: () => {
      close(pool);
    },
  };
};
