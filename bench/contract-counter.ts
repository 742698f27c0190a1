// The figures `contract-call`, `contract-view` and `contract-deploy`, in a Chromium worker, and the same under Node.js with
// `-node` behind the name: a counter as a contract of this network, beside the same counter on @ethereumjs/evm in the same
// run. Wanted are at least 4 times as many calls in a second and 3 times as many views; deploys are for comparison.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machinePath } from '../scripts/build-machine.ts';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import type {} from './contract-counter.page.ts';
import { type CounterWork, measureCounter } from './counter.ts';
import { type BenchFigure, figure } from './measure.ts';

const counterPath = join(import.meta.dirname, '../public/contracts/counter.js');

const inChromium = (work: CounterWork) => ({
  run: async (): Promise<BenchFigure> => {
    const [here = Number.NaN, evm = Number.NaN] = await withBrowserPage('bench/contract-counter.page.ts', (page) =>
      page.evaluate((asked) => window.measureRates(asked), work),
    );
    return figure(`contract-${work}`, 'chromium', `${work}/s`, here, evm);
  },
});

const inNode = (work: CounterWork) => ({
  run: async (): Promise<BenchFigure> => {
    const binary = new Uint8Array(await readFile(machinePath));
    const [here = Number.NaN, evm = Number.NaN] = await measureCounter(
      work,
      binary,
      await readFile(counterPath, 'utf8'),
    );
    return figure(`contract-${work}-node`, 'node', `${work}/s`, here, evm);
  },
});

export const call = inChromium('call');
export const view = inChromium('view');
export const deploy = inChromium('deploy');
export const callNode = inNode('call');
export const viewNode = inNode('view');
export const deployNode = inNode('deploy');
