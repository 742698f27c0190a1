// A Web Worker as a thread of a pool: what it is told, what it reports, and how it fails.
// Owns the worker, until it is ended.

export interface ThreadListener<Report> {
  readonly onReport: (report: Report) => void;
  /** the worker could not be loaded, or threw */
  readonly onFailure: (message: string) => void;
}

export interface WorkerThread<Command> {
  readonly post: (command: Command, transfer?: readonly ArrayBuffer[]) => void;
  readonly end: () => void;
}

/** How a pool starts its threads. */
export const threadsFrom =
  <Command, Report>(createWorker: () => Worker) =>
  ({ onReport, onFailure }: ThreadListener<Report>): WorkerThread<Command> => {
    const worker = createWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<Report>) => onReport(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      onFailure(event.message || 'the worker could not be loaded');
    });
    worker.addEventListener('messageerror', () => onFailure('a message could not be read'));
    return {
      post: (command, transfer = []) => worker.postMessage(command, [...transfer]),
      end: () => worker.terminate(),
    };
  };
