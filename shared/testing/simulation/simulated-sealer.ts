// The Sealer port of one simulated process. Nobody races for hashes here: how long a search takes is drawn from the
// exponential distribution that the target and the machine's hash power give, on the virtual clock, and only then is a
// nonce looked for, which is real and found at once because the simulated chains are easy. Starting anew draws anew,
// which is right because a search has no memory. Owns one task.

import { compareBytes, concatBytes, toHex } from '../../core/bytes/index.ts';
import { sha256 } from '../../core/crypto/index.ts';
import type { Sealer, SearchTask } from '../../core/node/index.ts';
import type { ProcessGate } from './process-gate.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Cancel, VirtualTime } from './virtual-time.ts';

export interface Machine {
  readonly hashesPerSecond: number;
  readonly random: SeededRandom;
}

/** A chain so hard that a nonce takes more tries than this is not for a simulation. */
const triesMax = 1_000_000;

/** The first nonce from `start` on that meets the target. */
export const findNonce = (sealDigest: Uint8Array, target: Uint8Array, start: number): Uint8Array => {
  const nonce = new Uint8Array(8);
  const view = new DataView(nonce.buffer);
  for (let tries = 0; tries < triesMax; tries++) {
    view.setUint32(0, start);
    view.setUint32(4, tries);
    if (compareBytes(sha256(concatBytes(sealDigest, nonce)), target) < 0) return nonce;
  }
  throw new RangeError('the target of a simulated chain is too hard');
};

const expectedHashes = (target: Uint8Array): number => Number((1n << 256n) / (BigInt(`0x${toHex(target)}`) + 1n));

export const createSimulatedSealer = (
  time: VirtualTime,
  gate: ProcessGate,
  { hashesPerSecond, random }: Machine,
  onFound: (task: SearchTask) => void,
): Sealer => {
  let cancel: Cancel = () => undefined;
  let rate = 0;
  const stop = (): void => {
    cancel();
    cancel = () => undefined;
    rate = 0;
  };
  return {
    start: (task, intensityPermille, found) => {
      stop();
      rate = (hashesPerSecond * intensityPermille) / 1000;
      if (rate === 0) return;
      const meanMs = (1000 * expectedHashes(task.target)) / rate;
      const mine = time.after(1 + random.exponential(meanMs), () => {
        gate.enter(() => {
          if (cancel !== mine) return;
          stop();
          onFound(task);
          found(findNonce(task.sealDigest, task.target, random.below(2 ** 32)));
        });
      });
      cancel = mine;
    },
    stop,
    hashRate: () => rate,
  };
};
