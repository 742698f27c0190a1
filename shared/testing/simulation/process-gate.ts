// The door of one simulated process: everything that reaches a node from outside (messages, alarms, nonces, the disk's
// answers, commands) passes here. A frozen tab is a door that is shut for a while, what waits enters in order when it
// opens; a crashed one is a door that never opens again. Bounded by what the links bring to one node while it is paused.

export interface ProcessGate {
  /** Runs it now, when the process is awake again, or never. */
  readonly enter: (run: () => void) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** The process is gone. */
  readonly close: () => void;
  readonly isOpen: () => boolean;
  readonly isPaused: () => boolean;
}

/** `onEnter` is called for everything that gets in, before it runs. */
export const createProcessGate = (onEnter: () => void): ProcessGate => {
  let state: 'open' | 'paused' | 'closed' = 'open';
  let waiting: (() => void)[] = [];
  const enter = (run: () => void): void => {
    if (state === 'paused') waiting.push(run);
    if (state !== 'open') return;
    onEnter();
    run();
  };
  return {
    enter,
    pause: () => {
      if (state === 'open') state = 'paused';
    },
    resume: () => {
      if (state !== 'paused') return;
      state = 'open';
      const due = waiting;
      waiting = [];
      for (const run of due) enter(run);
    },
    close: () => {
      state = 'closed';
      waiting = [];
    },
    isOpen: () => state !== 'closed',
    isPaused: () => state === 'paused',
  };
};
