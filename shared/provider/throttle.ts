// A call that many things wish for and that must not come too often: at once when it has rested, or `leadMs` after the
// first wish, then at most once in every gap, and always once more after the last wish. Owns one timer.

/** A block is passed on before it is talked about or indexed: either takes the processor from those who have not got it yet. */
export const passOnMs = 150;

export interface Throttle {
  readonly wish: () => void;
  /** No call after this. */
  readonly stop: () => void;
}

export const createThrottle = (gapMs: number, call: () => void, leadMs = 0): Throttle => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wished = false;
  let stopped = false;
  const run = (): void => {
    wished = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (wished) run();
    }, gapMs);
    call();
  };
  return {
    wish: () => {
      wished = true;
      if (timer !== undefined || stopped) return;
      if (leadMs > 0) timer = setTimeout(run, leadMs);
      else run();
    },
    stop: () => {
      stopped = true;
      wished = false;
      clearTimeout(timer);
    },
  };
};
