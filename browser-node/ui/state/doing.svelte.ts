// One thing that the person asked for: idle, under way, or failed with its error. A second press while it runs does
// nothing, so that nobody pays twice.

export interface Doing {
  readonly busy: boolean;
  /** what the last run was refused with */
  readonly error: unknown;
  readonly run: (act: () => Promise<void>) => Promise<void>;
  readonly clear: () => void;
}

export const createDoing = (): Doing => {
  let busy = $state(false);
  let error = $state.raw<unknown>(undefined);
  return {
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
    run: async (act) => {
      if (busy) return;
      busy = true;
      error = undefined;
      try {
        await act();
      } catch (thrown) {
        error = thrown ?? new Error('It failed without a reason.');
      } finally {
        busy = false;
      }
    },
    clear: () => {
      error = undefined;
    },
  };
};
