// The page that start-10000.ts opens: a worker that makes the database, and then one worker for each opening of it.
// Bound: one worker at a time, each ended when it has answered.

import { ratesFrom } from './rates-from.ts';

declare global {
  interface Window {
    /** Makes the database; resolves with the number of its rows. */
    readonly fillStart: () => Promise<readonly number[]>;
    /** Opens it in a new worker; milliseconds as start-10000.worker.ts says. */
    readonly measureStart: () => Promise<readonly number[]>;
  }
}

const fillStart = (): Promise<readonly number[]> =>
  ratesFrom(new Worker(new URL('./start-10000.fill.worker.ts', import.meta.url), { type: 'module' }));

const measureStart = (): Promise<readonly number[]> =>
  ratesFrom(new Worker(new URL('./start-10000.worker.ts', import.meta.url), { type: 'module' }));

Object.assign(window, { fillStart, measureStart });
