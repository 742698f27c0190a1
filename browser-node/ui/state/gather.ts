// Many wishes, few requests: while a refresh runs or has just run, further wishes are gathered into one that follows. The
// first comes at once, or `leadMs` after its wish.
// A chain that syncs moves its head hundreds of times a second; the screen need not ask as often.

export interface Gathered {
  readonly wish: () => void;
  /** No refresh begins after this. */
  readonly stop: () => void;
}

const elapsed = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

export const gather = (refresh: () => Promise<void>, gapMs: () => number, leadMs = 0): Gathered => {
  let busy = false;
  let wished = false;
  let stopped = false;
  const run = async (): Promise<void> => {
    busy = true;
    if (leadMs > 0) await elapsed(leadMs);
    while (wished && !stopped) {
      wished = false;
      await refresh();
      await elapsed(gapMs());
    }
    busy = false;
  };
  return {
    wish: () => {
      wished = true;
      if (!busy) void run();
    },
    stop: () => {
      stopped = true;
    },
  };
};
