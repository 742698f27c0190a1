// One case of a port's contract: opens an implementation, checks it, and closes it whatever the check says. Knows no test
// framework, so that a case runs in a browser page, too. Bounded: one implementation at a time, and what a check opens again.

interface Closable {
  readonly close: () => void | Promise<void>;
}

/** `check` throws an Error with a sentence when what was opened is wrong; its `again` opens the same another time. */
export const contractCase = <T extends Closable>(
  name: string,
  check: (opened: T, again: () => Promise<T>) => Promise<void>,
) => ({
  name,
  run: async (open: () => T | Promise<T>): Promise<void> => {
    const openOne = async (): Promise<T> => open();
    const opened = await openOne();
    try {
      await check(opened, openOne);
    } finally {
      await opened.close();
    }
  },
});
