// The page of browser-page.browser.test.ts: what a module may expect of the harness, a module worker among it.
// Bounded: a worker lives for one answer.

declare global {
  interface Window {
    /** Doubles a number in a module worker. */
    doubleInWorker: (value: number) => Promise<number>;
    /** Counts the loads of this page on this origin. */
    readonly loads: number;
  }
}

const loads = Number(localStorage.getItem('loads') ?? '0') + 1;
localStorage.setItem('loads', String(loads));

function doubleInWorker(value: number): Promise<number> {
  const worker = new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      reject(new Error(event.message));
    };
    worker.onmessage = ({ data }: MessageEvent<number>) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage(value);
  });
}

Object.assign(window, { doubleInWorker, loads });

export {};
