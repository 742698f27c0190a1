// What the node has to tell about itself, newest first, for the log on the screen and for whoever looks into a fault.
// Bounded: the last `entriesMax` entries.

import type { LogEntry } from './api.ts';

export interface LogRing {
  readonly add: (entry: LogEntry) => void;
  readonly list: (count: number) => readonly LogEntry[];
}

const entriesMax = 500;

/** @param told hears of every entry as it comes */
export const createLogRing = (told: (entry: LogEntry) => void = () => undefined): LogRing => {
  const entries: LogEntry[] = [];
  return {
    add: (entry) => {
      entries.push(entry);
      if (entries.length > entriesMax) entries.shift();
      told(entry);
    },
    list: (count) => entries.slice(-count).reverse(),
  };
};
