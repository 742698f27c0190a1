// What happened in a simulation, one line an event, kept as a running SHA-256 so that two runs can be compared whole,
// and the last lines as they are, for a person who looks at a failure. Bounded: `keptMax` lines.

import { toHex } from '../../core/bytes/index.ts';
import { hash } from '../../core/crypto/index.ts';

export interface EventLog {
  readonly note: (text: string) => void;
  readonly count: () => number;
  /** hash over all lines so far, in hexadecimal */
  readonly digest: () => string;
  readonly lastLines: () => readonly string[];
}

/** Lines are hashed in batches: one call of the hash has a price of its own. */
const batchLines = 512;
const keptMax = 400;

/** `now` gives the time that stands before each line, as ms since the simulation began. */
export const createEventLog = (now: () => number): EventLog => {
  const encoder = new TextEncoder();
  let state: Uint8Array = new Uint8Array(32);
  let batch: string[] = [];
  let kept: string[] = [];
  let count = 0;
  const fold = (): void => {
    if (batch.length === 0) return;
    state = hash('message', state, encoder.encode(batch.join('\n')));
    kept = [...kept, ...batch].slice(-keptMax);
    batch = [];
  };
  return {
    note: (text) => {
      batch.push(`${now()} ${text}`);
      count++;
      if (batch.length === batchLines) fold();
    },
    count: () => count,
    digest: () => {
      fold();
      return toHex(state);
    },
    lastLines: () => [...kept, ...batch].slice(-keptMax),
  };
};
