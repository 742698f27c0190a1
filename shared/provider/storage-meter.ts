// How many bytes the open network takes in its store. Asking the store takes time, so that events carry the last answer
// and make sure that there is a newer one for the next. Bounded: one question at a time, at most one in `freshMs`.

import type { Live } from './open-network.ts';

export interface StorageMeter {
  /** the last answer for this network; 0 before the first */
  readonly bytes: (live: Live) => number;
  readonly measure: (live: Live) => Promise<void>;
}

const freshMs = 10_000;

export const createStorageMeter = (now: () => number): StorageMeter => {
  let last: { readonly live: Live; readonly bytes: number } | undefined;
  let askedAt = -Infinity;
  const measure = async (live: Live): Promise<void> => {
    askedAt = now();
    try {
      last = { live, bytes: await live.session.store.size() };
    } catch {
      // A store that fails tells so to its node, which is where it matters.
    }
  };
  return {
    measure,
    bytes: (live) => {
      const age = now() - askedAt;
      if (age >= freshMs || age < 0) void measure(live); // a clock may be set back
      return last?.live === live ? last.bytes : 0;
    },
  };
};
