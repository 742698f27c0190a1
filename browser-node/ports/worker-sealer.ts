// The Sealer port in a browser: Web Workers that search nonces, one a core.
// Owns: the workers, which are started by the first task and then kept; the current task; the hash rate.
// Bounds: at most `workerCountMax` workers; one that fails is replaced a bounded number of times (seal-worker-pool.ts), then
// the others go on without it. Each worker has nonces of its own: high words `base` + slot (mod 2^32) in steps of all
// slots, with a random base per task, so that two tabs with one key do not repeat each other's work either.
// No SharedArrayBuffer, no secure context needed. May be used in a window or in a worker.

import type { Random, Sealer, SearchTask } from '../../shared/core/node/index.ts';
import type { SealReport } from '../workers/seal-messages.ts';
import { createHashMeter } from './hash-meter.ts';
import { createSealWorkerPool } from './seal-worker-pool.ts';
import type { CommandFor, SealWorkerFault } from './seal-worker-pool.ts';

export interface WorkerSealerOptions {
  readonly random: Random;
  /** default: one a core */
  readonly workerCount?: number;
  readonly createWorker?: () => Worker;
  readonly onFault?: (fault: SealWorkerFault) => void;
}

export interface WorkerSealer extends Sealer {
  /** Stops and ends all workers; a later `start` begins with new ones. */
  readonly close: () => void;
}

interface CurrentTask {
  readonly number: number;
  readonly commandFor: CommandFor;
  readonly found: (nonce: Uint8Array) => void;
}

const workerCountMax = 64;
const intensityPermilleMax = 1000;

export function createWorkerSealer(options: WorkerSealerOptions): WorkerSealer {
  const { random, createWorker = createSealWorker, onFault } = options;
  const meter = createHashMeter();
  let taskCount = 0;
  let firstMeteredTask = 1;
  let current: CurrentTask | undefined;

  const onReport = (report: SealReport): void => {
    if (report.task >= firstMeteredTask) meter.add(report.hashes, performance.now());
    if (report.type !== 'found' || current?.number !== report.task) return;
    const { found } = current;
    current = undefined;
    pool.tell(() => ({ type: 'stop' }));
    found(report.nonce);
  };

  const pool = createSealWorkerPool({
    workerCount: Math.min(Math.max(1, options.workerCount ?? navigator.hardwareConcurrency), workerCountMax),
    createWorker,
    onReport,
    onFault: (fault) => onFault?.(fault),
    commandNow: () => current?.commandFor,
  });

  const stop = (): void => {
    current = undefined;
    firstMeteredTask = taskCount + 1;
    meter.end();
    pool.tell(() => ({ type: 'stop' }));
  };

  return {
    start: (task, intensityPermille, found) => {
      const number = taskCount + 1;
      const commandFor = searchCommands(task, number, intensityPermille, random, pool.slotCount);
      taskCount = number;
      current = { number, commandFor, found };
      meter.begin(performance.now());
      pool.fill();
      pool.tell(commandFor);
    },
    stop,
    hashRate: () => meter.rate(performance.now()),
    close: () => {
      stop();
      pool.close();
    },
  };
}

/** The command for each slot of one task; throws RangeError on an intensity that no worker could keep. */
function searchCommands(
  { sealDigest, target }: SearchTask,
  task: number,
  intensityPermille: number,
  random: Random,
  slotCount: number,
): CommandFor {
  if (!(intensityPermille >= 1 && intensityPermille <= intensityPermilleMax)) {
    throw new RangeError(`intensity is 1 to ${intensityPermilleMax} per mille, not ${intensityPermille}`);
  }
  const seed = random.bytes(4);
  const base = new DataView(seed.buffer, seed.byteOffset).getUint32(0);
  return (slot) => ({
    type: 'search',
    task,
    sealDigest,
    target,
    intensityPermille,
    nonceHigh: (base + slot) >>> 0,
    nonceHighStep: slotCount,
  });
}

/** A worker that searches; to be driven by a sealer alone. */
export function createSealWorker(): Worker {
  return new Worker(new URL('../workers/seal-worker.ts', import.meta.url), { type: 'module', name: 'seal' });
}
