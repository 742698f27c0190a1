// The time on the screen, for "12 s ago": one interval of a second for all who read it, and none while nobody does.
// What depends on the time of blocks takes theirs; this is for people only.

import { createSubscriber } from 'svelte/reactivity';

export interface ScreenClock {
  /** ms since 1970, as of the last second */
  readonly now: number;
}

const tickMs = 1000;

export const createScreenClock = (): ScreenClock => {
  const subscribe = createSubscriber((update) => {
    const interval = setInterval(update, tickMs);
    return () => {
      clearInterval(interval);
    };
  });
  return {
    get now() {
      subscribe();
      return Date.now();
    },
  };
};
