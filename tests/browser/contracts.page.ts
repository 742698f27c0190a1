// The page of contracts.browser.test.ts, and of tests/engines/contracts.e2e.ts in other engines: asks a worker to run programs
// on the contract machine. An engine whose driver waits a minute at most for an answer is asked with `beginContracts`, and
// then looked at until `contractsEnd` is there.
// Bounded: one worker for each question, ended when it has answered.

import type { GeneratedGroups } from '../contracts/generated-calls.ts';
import type { Program, ProgramOutcome } from '../contracts/run-program.ts';

export interface WorkerQuestion {
  readonly programs: readonly Program[];
  readonly generated: GeneratedGroups;
}

export interface WorkerAnswer {
  /** how the worker's host writes what differs between places */
  readonly host: string;
  readonly outcomes: readonly ProgramOutcome[];
  /** how many times longer the slowest program took than the middle one of those that used all their gas */
  readonly slowness: number;
  /** how deep each of nine nested contracts may go */
  readonly depth: number;
  /** what one more gives */
  readonly beyond: string;
  /** what the calls of generated contracts came to */
  readonly lines: readonly string[];
}

declare global {
  interface Window {
    readonly runContracts: (question: WorkerQuestion) => Promise<WorkerAnswer>;
    readonly beginContracts: (question: WorkerQuestion) => void;
    contractsEnd?: { readonly answer: WorkerAnswer } | { readonly failure: string };
  }
}

const runContracts = (question: WorkerQuestion): Promise<WorkerAnswer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('contracts.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<{ readonly result?: WorkerAnswer; readonly error?: string }>) => {
      worker.terminate();
      if (data.result === undefined) reject(new Error(data.error));
      else resolve(data.result);
    };
    worker.onerror = ({ message }) => {
      reject(new Error(message));
    };
    worker.postMessage(question);
  });

const beginContracts = (question: WorkerQuestion): void => {
  runContracts(question).then(
    (answer) => {
      window.contractsEnd = { answer };
    },
    (failure: unknown) => {
      window.contractsEnd = { failure: String(failure) };
    },
  );
};

Object.assign(window, { runContracts, beginContracts });
