// Waits until every promise that can settle has settled. A simulated event may wake a node's driver, whose steps are
// microtasks: they run in a fixed order, and a task from a message channel comes only after the last of them.
// Owns one channel for as long as it is open; it keeps a process alive until it is closed.

export interface MicrotaskSettler {
  readonly settle: () => Promise<void>;
  readonly close: () => void;
}

export const createMicrotaskSettler = (): MicrotaskSettler => {
  const { port1, port2 } = new MessageChannel();
  let done = (): void => undefined;
  port1.onmessage = () => {
    done();
  };
  return {
    settle: () =>
      new Promise((resolve) => {
        done = resolve;
        port2.postMessage(0);
      }),
    close: () => {
      port1.close();
    },
  };
};
