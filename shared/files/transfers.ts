// Transfers under way, by content id: who asks again for one joins it, it can be cancelled, and it is looked for again and
// again as long as it waits. A transfer ends with its work, with `cancel`, or with `stop`.
// Bounds: 8 at once; more are refused with `too-many-transfers`.

import { filesFault } from './files-fault.ts';

const atOnceMax = 8;
const lookAgainMs = 10_000;

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
}

/** `onWaiting` is called at the start of a transfer of a file and while it goes on. */
export const createTransfers = (onWaiting: (cid: string) => void): Transfers => {
  const running = new Map<string, Running>();
  const looking = setInterval(() => {
    for (const job of running.keys()) if (!job.startsWith('file-add:')) onWaiting(job);
  }, lookAgainMs);

  const begin = (job: string): AbortSignal => {
    const known = running.get(job);
    if (known === undefined && running.size >= atOnceMax)
      throw filesFault('too-many-transfers', `${atOnceMax} are under way`);
    const transfer = known ?? { controller: new AbortController(), users: 0, done: 0, total: 0 };
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
      if (isFirst) onWaiting(cid);
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
