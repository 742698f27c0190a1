// Asks a measuring worker for its rates, and ends it; the page that a figure opens offers them as `window.measureRates`.
// Bound: one question, one answer; a worker that fails rejects.

declare global {
  interface Window {
    /** Units per second of each contender, in the order that the page says; `asked` says what, where that is a choice. */
    readonly measureRates: (asked?: string) => Promise<readonly number[]>;
  }
}

/** What the worker answers to its first message: units per second of each contender, in their order. */
export async function ratesFrom(worker: Worker, asked = 'measure'): Promise<readonly number[]> {
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<readonly number[] | { readonly failure: string }>) => {
        if ('failure' in data) reject(new Error(data.failure));
        else resolve(data);
      };
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(asked);
    });
  } finally {
    worker.terminate();
  }
}

/** The page's side, where all of its rates come from one worker: a new one for each call of `measureRates`. */
export function offerRates(startWorker: () => Worker): void {
  Object.assign(window, { measureRates: (asked?: string) => ratesFrom(startWorker(), asked) });
}

/** The worker's side: measures when asked, and answers the rates or why there are none. */
export function answerRates(measure: (asked: string) => Promise<readonly number[]>): void {
  self.onmessage = ({ data }: MessageEvent<string>) => {
    measure(data).then(
      (rates) => self.postMessage(rates),
      (reason: unknown) =>
        self.postMessage({ failure: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) }),
    );
  };
}
