// Waits until every promise that can settle has settled. A simulated event may wake a node's driver, whose steps are
// microtasks: they run in a fixed order, and a task comes only after the last of them. The task is an immediate where
// the host has those (Node.js), because it is asked for after every event and costs a tenth of a message, else one from
// a message channel. Owns that channel for as long as it is open; it keeps a process alive until it is closed.

export interface MicrotaskSettler {
  readonly settle: () => Promise<void>;
  readonly close: () => void;
}

/** What may schedule a task without delay. */
interface TaskHost {
  readonly MessageChannel: typeof MessageChannel;
  readonly setImmediate?: (run: () => void) => unknown;
}

const settleByChannel = (): MicrotaskSettler => {
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

export const createMicrotaskSettler = (host: TaskHost = globalThis): MicrotaskSettler => {
  const { setImmediate: soon } = host;
  if (soon === undefined) return settleByChannel();
  return {
    settle: () =>
      new Promise((resolve) => {
        soon(resolve);
      }),
    close: () => undefined,
  };
};
