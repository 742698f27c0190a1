// The Clock port of one simulated process: virtual time, ahead or behind by the skew of its machine, and one alarm. An
// alarm that is due while the process is paused rings when it goes on. Owns at most one pending alarm.

import type { Clock } from '../../core/node/index.ts';
import type { ProcessGate } from './process-gate.ts';
import type { Cancel, VirtualTime } from './virtual-time.ts';

/** `onRing` is called for each alarm, for the log. */
export const createSimulatedClock = (
  time: VirtualTime,
  gate: ProcessGate,
  skewMs: number,
  onRing: () => void,
): Clock => {
  let setFor: number | undefined;
  let alarm = (): void => undefined;
  let cancel: Cancel = () => undefined;
  const ring = (): void => {
    setFor = undefined;
    onRing();
    alarm();
  };
  return {
    now: () => time.now() + skewMs,
    wakeAt: (at, callback) => {
      alarm = callback;
      if (at === setFor) return; // it rings then anyway, and calls the new one
      cancel();
      setFor = at;
      if (at === undefined) return;
      const stop = time.at(at - skewMs, () => {
        gate.enter(() => {
          if (cancel === stop) ring();
        });
      });
      cancel = stop;
    },
  };
};
