// The line from the window to the node worker. It takes messages before the worker is there, and a worker whose script
// could not be fetched is started again when the person asks for it, with the messages that it never got.
// Owns the worker. Bound: messages are kept until the worker has said its first word, the screen's first questions.

import type { FromWorker, ToWorker } from './messages.ts';

export type PostToWorker = (message: ToWorker, transfer?: readonly Transferable[]) => void;

export interface WorkerLinkOptions {
  readonly startWorker: () => Worker;
  readonly onMessage: (message: FromWorker) => void;
  /** Its script could not be fetched; `again` fetches it anew. */
  readonly onMissing: (again: () => void) => void;
  /** An error was left uncaught in it. */
  readonly onBroken: (reason: string) => void;
}

export interface WorkerLink {
  readonly post: PostToWorker;
  readonly start: () => void;
  readonly end: () => void;
}

export const createWorkerLink = ({ startWorker, onMessage, onMissing, onBroken }: WorkerLinkOptions): WorkerLink => {
  let worker: Worker | undefined;
  /** what the worker may not have got; `undefined` when it is known to live */
  let unheard: ToWorker[] | undefined = [];

  const start = (): void => {
    const started = startWorker();
    started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      unheard = undefined;
      onMessage(data);
    });
    started.addEventListener('error', (event) => {
      // HTML, "run a worker": a script that cannot be fetched gives a plain event, one that throws an ErrorEvent.
      if (event instanceof ErrorEvent) onBroken(event.message);
      else onMissing(start);
    });
    for (const message of unheard ?? []) started.postMessage(message);
    worker = started;
  };

  return {
    post: (message, transfer = []) => {
      unheard?.push(message);
      worker?.postMessage(message, { transfer: [...transfer] });
    },
    start,
    end: () => {
      worker?.terminate();
    },
  };
};
