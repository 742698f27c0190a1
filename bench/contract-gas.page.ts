// The page of the figure `contract-gas`: hands the programs to a worker and its rates back.
// Bound: one worker for each question, ended when it has answered.

import type { Program } from '../tests/contracts/run-program.ts';
import type { ProgramRate } from './costliest-gas.ts';

declare global {
  interface Window {
    readonly measureGas: (programs: readonly Program[]) => Promise<readonly ProgramRate[]>;
  }
}

const measureGas = (programs: readonly Program[]): Promise<readonly ProgramRate[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./contract-gas.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({
      data,
    }: MessageEvent<{ readonly rates?: readonly ProgramRate[]; readonly error?: string }>) => {
      worker.terminate();
      if (data.rates === undefined) reject(new Error(data.error));
      else resolve(data.rates);
    };
    worker.onerror = ({ message }) => {
      reject(new Error(message));
    };
    worker.postMessage(programs);
  });

Object.assign(window, { measureGas });
