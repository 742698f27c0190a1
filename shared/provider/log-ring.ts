// What the node has to tell about itself, newest first, for the log on the screen and for whoever looks into a fault.
// Bounded: the last `entriesMax` entries.

import type { LogEntry } from './api.ts';

export interface LogRing {
  readonly add: (entry: LogEntry) => void;
  readonly list: (count: number) => readonly LogEntry[];
}

const entriesMax = 500;

export const createLogRing = (): LogRing => {
  const entries: LogEntry[] = [];
  return {
    add: (entry) => {
      entries.push(entry);
      if (entries.length > entriesMax) entries.shift();
    },
    list: (count) => entries.slice(-count).reverse(),
  };
};
