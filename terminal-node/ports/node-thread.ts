// A thread of Node as a thread of a pool: what it is told, what it reports, and how it fails. Owns the thread, which
// keeps the process alive until it is ended.

import { Worker } from 'node:worker_threads';

export interface ThreadListener<Report> {
  readonly onReport: (report: Report) => void;
  /** the thread could not be loaded, or threw */
  readonly onFailure: (message: string) => void;
}

export interface NodeThread<Command> {
  readonly post: (command: Command, transfer?: readonly ArrayBuffer[]) => void;
  readonly end: () => void;
}

/** How a pool starts its threads. */
export const threadsFrom =
  <Command, Report>(script: URL, name: string) =>
  ({ onReport, onFailure }: ThreadListener<Report>): NodeThread<Command> => {
    const worker = new Worker(script, { name });
    worker.on('message', (report: Report) => {
      onReport(report);
    });
    worker.on('error', (error) => {
      onFailure(error instanceof Error ? error.message : String(error));
    });
    worker.on('messageerror', () => {
      onFailure('a message could not be read');
    });
    return {
      post: (command, transfer = []) => {
        worker.postMessage(command, [...transfer]);
      },
      end: () => {
        void worker.terminate();
      },
    };
  };
