// The Clock port on the machine's clock. One alarm; a browser may ring it late in a hidden tab, which the node allows
// for. setTimeout counts to 2^31 − 1 ms, so a later alarm is set in steps.

import type { Clock } from '../core/node/index.ts';

const timeoutMsMax = 2 ** 31 - 1;

export const createSystemClock = (): Clock => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const set = (time: number, callback: () => void): void => {
    const delay = Math.max(0, time - Date.now());
    timer = setTimeout(
      () => {
        timer = undefined;
        if (Date.now() < time) set(time, callback);
        else callback();
      },
      Math.min(delay, timeoutMsMax),
    );
  };
  return {
    now: () => Date.now(),
    wakeAt: (time, callback) => {
      clearTimeout(timer);
      timer = undefined;
      if (time !== undefined) set(time, callback);
    },
  };
};
