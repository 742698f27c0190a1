// Plays an attack in a worker of its own, so that the page stays quick, and ends the worker with it. One at a time is the
// screen's to see to. Bound: one worker, gone when the attack is over or given up.

import type { AttackCommand, AttackTold } from './attack-told.ts';

/** Returns what gives it up. */
export const playAttack = (command: AttackCommand, onTold: (told: AttackTold) => void): (() => void) => {
  const worker = new Worker(new URL('../../workers/attack-worker.ts', import.meta.url), {
    type: 'module',
    name: 'attack',
  });
  const end = (): void => {
    worker.terminate();
  };
  worker.onmessage = ({ data }: MessageEvent<AttackTold>): void => {
    if (data.type !== 'step') end();
    onTold(data);
  };
  worker.onerror = ({ message }): void => {
    end();
    onTold({ type: 'failed', reason: message });
  };
  worker.postMessage(command);
  return end;
};
