// The Sealer port on threads that search nonces: Web Workers in a tab, threads of Node in a terminal node.
// Owns: the threads, which are started by the first task and then kept; the current task; the hash rate.
// Bounds: at most `sealThreadCountMax` threads; one that fails is replaced a bounded number of times
// (seal-thread-pool.ts), then the others go on without it. Each thread has nonces of its own: high words `base` + slot
// (mod 2^32) in steps of all slots, with a random base per task, so that two nodes with one key do not repeat each
// other's work either.

import type { Random, Sealer, SearchTask } from '../core/node/ports.ts';
import { createHashMeter } from './hash-meter.ts';
import type { SealReport } from './seal-messages.ts';
import {
  type CommandFor,
  createSealThreadPool,
  type SealThreadFault,
  type StartSealThread,
} from './seal-thread-pool.ts';

export interface PoolSealerOptions {
  readonly random: Random;
  /** one a core, at most `sealThreadCountMax` */
  readonly threadCount: number;
  readonly startThread: StartSealThread;
  readonly onFault?: (fault: SealThreadFault) => void;
}

export interface PoolSealer extends Sealer {
  /** Stops and ends all threads; a later `start` begins with new ones. */
  readonly close: () => void;
}

interface CurrentTask {
  readonly number: number;
  readonly commandFor: CommandFor;
  readonly found: (nonce: Uint8Array) => void;
}

export const sealThreadCountMax = 64;
const intensityPermilleMax = 1000;

export function createPoolSealer(options: PoolSealerOptions): PoolSealer {
  const { random, startThread, onFault } = options;
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

  const pool = createSealThreadPool({
    threadCount: Math.min(Math.max(1, options.threadCount), sealThreadCountMax),
    startThread,
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

/** The command for each slot of one task; throws RangeError on an intensity that no thread could keep. */
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
