// The event `progress` of the job `sync`: told while a chain is being fetched, and once more, as done, when that has
// ended, whichever way. Owns whether it is under way.

import type { Status } from './api.ts';
import type { EventHub } from './event-hub.ts';

export interface SyncProgress {
  readonly tell: (status: Pick<Status, 'height' | 'sync'>) => void;
  /** It is over, with as many blocks as there are. */
  readonly end: (total: number) => void;
}

/** Fewer blocks than this are the normal life of a follower, not a job. */
const syncJobBlocksMin = 10;

export const createSyncProgress = (hub: Pick<EventHub, 'emit'>): SyncProgress => {
  let running = false;
  const end = (total: number): void => {
    if (running) hub.emit('progress', { job: 'sync', done: total, total });
    running = false;
  };
  return {
    tell: ({ height, sync: { state, target } }) => {
      const fetching =
        (state === 'headers' || state === 'snapshot' || state === 'bodies') &&
        (running || target - height >= syncJobBlocksMin);
      if (!fetching || target <= height) {
        end(height);
        return;
      }
      running = true;
      hub.emit('progress', { job: 'sync', done: height, total: target });
    },
    end,
  };
};
