// Many wishes, few requests: while a refresh runs or has just run, further wishes are gathered into one that follows.
// A chain that syncs moves its head hundreds of times a second; the screen need not ask as often.

export interface Gathered {
  readonly wish: () => void;
  /** No refresh begins after this. */
  readonly stop: () => void;
}

export const gather = (refresh: () => Promise<void>, gapMs: number): Gathered => {
  let busy = false;
  let wished = false;
  let stopped = false;
  const run = async (): Promise<void> => {
    busy = true;
    while (wished && !stopped) {
      wished = false;
      await refresh();
      await new Promise((resolve) => setTimeout(resolve, gapMs));
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
