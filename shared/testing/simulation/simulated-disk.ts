// The Store port of one simulated process on a disk that takes its time: a commit begins to count when the virtual disk
// gets to it, so a crash may come before. What was not committed strictly may be lost then (crashing-store.ts). Owns
// the medium through restarts; one commit is under way at a time, because the driver waits for each.

import type { Store } from '../../core/node/index.ts';
import type { CrashingStore } from '../crashing-store.ts';
import type { ProcessGate } from './process-gate.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface DiskStatistics {
  /** commits that a crash now may take back */
  readonly atRisk: () => number;
}

const strictMsMax = 20;
const relaxedMsMax = 2;
/** A disk that is busy with something else. */
const slowPermille = 10;
const slowMs = 300;

export const createSimulatedDisk = (
  time: VirtualTime,
  random: SeededRandom,
  gate: ProcessGate,
  medium: CrashingStore,
  onCommit: (durability: 'strict' | 'relaxed', writes: number) => void,
): Store & DiskStatistics => {
  let atRisk = 0;
  return {
    getMany: medium.getMany,
    scan: medium.scan,
    size: medium.size,
    close: medium.close,
    atRisk: () => atRisk,
    commit: (writes, durability) =>
      new Promise((resolve, reject) => {
        const takesMs = random.below(1 + (durability === 'strict' ? strictMsMax : relaxedMsMax));
        time.after(takesMs + (random.happens(slowPermille) ? slowMs : 0), () => {
          gate.enter(() => {
            onCommit(durability, writes.length);
            atRisk = durability === 'strict' ? 0 : atRisk + 1;
            medium.commit(writes, durability).then(resolve, reject);
          });
        });
      }),
  };
};
