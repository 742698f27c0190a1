// The page of sealer.browser.test.ts: the contract on real workers, in the window and nested, and what becomes of workers
// that break.
// Bounded: each function closes the workers that it started.

import { createSealWorker, createWorkerSealer } from '../../browser-node/ports/worker-sealer.ts';
import type { SealCommand, SealThreadFault } from '../../shared/sealing/index.ts';
import { random, runSealerCase, waitUntil } from './sealer-under-test.ts';

type SearchCommand = Extract<SealCommand, { type: 'search' }>;

export interface BrokenWorkersOutcome {
  readonly found: number;
  readonly created: number;
  readonly createdByNextStart: number;
  readonly rate: number;
  readonly faults: readonly SealThreadFault[];
  readonly spaces: readonly { readonly high: number; readonly step: number }[];
}

export interface SealerPage {
  readonly runCase: (name: string) => Promise<void>;
  readonly runCaseInWorker: (name: string) => Promise<void>;
  /** Runs an easy task on workers of which the first `brokenCount` fail, when loaded or at their first task. */
  readonly breakWorkers: (brokenCount: number, when: 'load' | 'task') => Promise<BrokenWorkersOutcome>;
  /** The message with which an intensity is refused; '' if it is not. */
  readonly refusalOf: (intensityPermille: number) => string;
}

declare global {
  interface Window {
    readonly sealerPage: SealerPage;
  }
}

const deadlineMs = 20_000;
const workerCount = 2;
const easyTask = { type: 'search', sealDigest: new Uint8Array(32), target: new Uint8Array(32).fill(0xff) } as const;

async function runCaseInWorker(name: string): Promise<void> {
  const worker = new Worker(new URL('./sealer.worker.ts', import.meta.url), { type: 'module' });
  const complaint = await new Promise<string>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
    worker.onerror = (event) => resolve(`the worker failed: ${event.message}`);
    worker.postMessage(name);
  });
  worker.terminate();
  if (complaint !== '') throw new Error(complaint);
}

async function breakWorkers(brokenCount: number, when: 'load' | 'task'): Promise<BrokenWorkersOutcome> {
  const faults: SealThreadFault[] = [];
  const spaces: { high: number; step: number }[] = [];
  let created = 0;
  let found = 0;
  const createWorker = (): Worker => {
    created++;
    const worker = created <= brokenCount ? createBrokenWorker(when) : createSealWorker();
    return recordingSearches(worker, ({ nonceHigh, nonceHighStep }) => {
      spaces.push({ high: nonceHigh, step: nonceHighStep });
    });
  };
  const sealer = createWorkerSealer({ random, workerCount, createWorker, onFault: (fault) => faults.push(fault) });
  sealer.start(easyTask, 1000, () => found++);
  await waitUntil(() => found > 0 || faults.filter((fault) => !fault.restarted).length === workerCount, deadlineMs);
  const createdAtFirst = created;
  const rate = sealer.hashRate();
  sealer.start(easyTask, 1000, () => undefined);
  sealer.close();
  return { found, created, createdByNextStart: created - createdAtFirst, rate, faults, spaces };
}

function createBrokenWorker(when: 'load' | 'task'): Worker {
  const fail = `throw new Error('broken on purpose')`;
  const source = when === 'load' ? fail : `onmessage = () => { ${fail} }`;
  return new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
}

/** The same worker, whose searches are noted down on their way to it. */
function recordingSearches(worker: Worker, note: (command: SearchCommand) => void): Worker {
  const post = worker.postMessage.bind(worker);
  worker.postMessage = (command: SealCommand): void => {
    if (command.type === 'search') note(command);
    post(command);
  };
  return worker;
}

function refusalOf(intensityPermille: number): string {
  const sealer = createWorkerSealer({ random, workerCount });
  try {
    sealer.start(easyTask, intensityPermille, () => undefined);
    return '';
  } catch (error) {
    return String(error);
  } finally {
    sealer.close();
  }
}

const sealerPage: SealerPage = { runCase: runSealerCase, runCaseInWorker, breakWorkers, refusalOf };
Object.assign(window, { sealerPage });
