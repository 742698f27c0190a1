// Transfers under way, by content id: who asks again for one joins it, it can be cancelled, and it is looked for again and
// again as long as it waits, among those further away ever more seldom. A transfer ends with its work, with `cancel`, or with `stop`.
// Bounds: 8 at once; more are refused with `too-many-transfers`.

import { filesFault } from './files-fault.ts';
import type { Reach } from './holder-finder.ts';

const atOnceMax = 8;
const lookAgainMs = 10_000;
/** Every 32nd time: five minutes. */
const farEvery = 32;

export interface Transfer {
  readonly done: number;
  readonly total: number;
}

export interface Transfers {
  /** The signal of a transfer that the caller ends itself. */
  readonly begin: (job: string) => AbortSignal;
  readonly end: (job: string) => void;
  readonly run: <T>(cid: string, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  readonly progress: (job: string, done: number, total: number) => void;
  readonly get: (job: string) => Transfer | undefined;
  readonly cancel: (job: string) => void;
  readonly stop: () => void;
}

interface Running {
  readonly controller: AbortController;
  users: number;
  done: number;
  total: number;
  /** in turn without anything having come */
  vainLooks: number;
  doneAtLook: number;
}

/** -> how far to look: what goes on needs no others, and what waits for long is asked for far away ever more seldom. */
const lookAgain = (transfer: Running): Reach => {
  transfer.vainLooks = transfer.done > transfer.doneAtLook ? 0 : transfer.vainLooks + 1;
  transfer.doneAtLook = transfer.done;
  const { vainLooks } = transfer;
  // 1, 2, 4, 8, 16, and then each 32nd.
  const isDue = vainLooks >= farEvery ? vainLooks % farEvery === 0 : farEvery % vainLooks === 0;
  return vainLooks > 0 && isDue ? 'far' : 'near';
};

const unlooked = { vainLooks: 0, doneAtLook: 0 };

/** `onWaiting` is called at the start of a transfer of a file and while it goes on. */
export const createTransfers = (onWaiting: (cid: string, reach: Reach) => void): Transfers => {
  const running = new Map<string, Running>();
  const looking = setInterval(() => {
    for (const [job, transfer] of running) if (!job.startsWith('file-add:')) onWaiting(job, lookAgain(transfer));
  }, lookAgainMs);

  const begin = (job: string): AbortSignal => {
    const known = running.get(job);
    if (known === undefined && running.size >= atOnceMax)
      throw filesFault('too-many-transfers', `${atOnceMax} are under way`);
    const transfer = known ?? { controller: new AbortController(), users: 0, done: 0, total: 0, ...unlooked };
    transfer.users += 1;
    running.set(job, transfer);
    return transfer.controller.signal;
  };
  const end = (job: string): void => {
    const transfer = running.get(job);
    if (transfer === undefined) return;
    transfer.users -= 1;
    if (transfer.users <= 0) running.delete(job);
  };
  const cancel = (job: string): void => {
    const transfer = running.get(job) ?? running.get(`file-add:${job}`);
    transfer?.controller.abort(filesFault('file-cancelled', 'it was cancelled'));
  };

  return {
    begin,
    end,
    run: async (cid, work) => {
      const isFirst = !running.has(cid);
      const signal = begin(cid);
      if (isFirst) onWaiting(cid, 'further');
      try {
        return await work(signal);
      } catch (cause) {
        if (signal.aborted) throw filesFault('file-cancelled', 'it was cancelled');
        throw cause;
      } finally {
        end(cid);
      }
    },
    progress: (job, done, total) => {
      const transfer = running.get(job);
      if (transfer === undefined) return;
      transfer.done = Math.max(transfer.done, done);
      transfer.total = total;
    },
    get: (job) => running.get(job),
    cancel,
    stop: () => {
      clearInterval(looking);
      for (const job of running.keys()) cancel(job);
    },
  };
};
