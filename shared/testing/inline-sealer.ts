// The Sealer port on the caller's own thread, for chains that a few hashes seal: searches in short turns between which
// others run, so that a new task replaces the running one at once. Owns one task. Its hash rate counts the hashes of the
// task under way, since nothing here reads a clock.

import { compareBytes, concatBytes } from '../core/bytes/index.ts';
import { sha256 } from '../core/crypto/index.ts';
import type { Sealer, SearchTask } from '../core/node/index.ts';

const hashesPerTurn = 256;

const nonceOf = (number: number): Uint8Array => {
  const nonce = new Uint8Array(8);
  new DataView(nonce.buffer).setUint32(4, number);
  return nonce;
};

export const createInlineSealer = (): Sealer => {
  let running: SearchTask | undefined;
  let tried = 0;
  const turn = (task: SearchTask, found: (nonce: Uint8Array) => void): void => {
    if (running !== task) return;
    for (const end = tried + hashesPerTurn; tried < end; tried++) {
      const nonce = nonceOf(tried);
      if (compareBytes(sha256(concatBytes(task.sealDigest, nonce)), task.target) >= 0) continue;
      running = undefined;
      found(nonce);
      return;
    }
    setTimeout(() => {
      turn(task, found);
    }, 0);
  };
  return {
    start: (task, _intensityPermille, found) => {
      running = task;
      tried = 0;
      queueMicrotask(() => {
        turn(task, found);
      });
    },
    stop: () => {
      running = undefined;
    },
    hashRate: () => (running === undefined ? 0 : tried),
  };
};
