// Time that stands still until a test moves it, and clocks on it, one for each node because a Clock has one alarm. Alarms
// ring while the time is moved, in the order of the clocks.

import type { Clock } from '../core/node/index.ts';

export interface ManualTime {
  readonly now: () => number;
  readonly clock: () => Clock;
  /** Moves on by so many ms and rings every alarm whose time has come. */
  readonly advance: (ms: number) => void;
}

interface Alarm {
  readonly time: number;
  readonly callback: () => void;
}

export const createManualTime = (startMs: number): ManualTime => {
  let now = startMs;
  const alarms = new Map<Clock, Alarm>();
  const ring = (clock: Clock): void => {
    const alarm = alarms.get(clock);
    if (alarm === undefined || alarm.time > now) return;
    alarms.delete(clock);
    alarm.callback();
  };
  return {
    now: () => now,
    clock: () => {
      const clock: Clock = {
        now: () => now,
        wakeAt: (time, callback) => {
          if (time === undefined) alarms.delete(clock);
          else alarms.set(clock, { time, callback });
          // An alarm for a time that has passed rings soon, never within the call.
          if (time !== undefined && time <= now) {
            queueMicrotask(() => {
              ring(clock);
            });
          }
        },
      };
      return clock;
    },
    advance: (ms) => {
      now += ms;
      for (const clock of [...alarms.keys()]) ring(clock);
    },
  };
};
