// The figures `contract-gas`, in a Chromium worker, and `contract-gas-node`: gas that the costliest programs use up in a
// second, the slowest of them, beside the 250,000 a millisecond from which the gas of a block is derived
// (chain-spec-json.ts). What a block full of the slowest takes of its block time is 5 % divided by the ratio; the parts are
// the four slowest. docs/decisions/0033-gas-of-a-block-in-time.md.
// Bound: each program runs four times.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withBrowserPage } from '../tests/browser/browser-page.ts';
import { loadMachine } from '../tests/contracts/load-machine.ts';
import type { Program, ProgramOutcome } from '../tests/contracts/run-program.ts';
import type {} from './contract-gas.page.ts';
import { costliestOf, measureGas, type ProgramRate } from './costliest-gas.ts';
import { type BenchFigure, figure, withParts } from './measure.ts';

const gasPerSecond = 250_000_000;
const vectors = join(import.meta.dirname, '../tests/vectors/contracts/hostile.json');
const partsShown = 4;

const figureOf = (name: string, host: BenchFigure['host'], rates: readonly ProgramRate[]): BenchFigure => {
  const parts = rates.slice(0, partsShown).map((rate) => [rate.name, rate.gasPerSecond] as const);
  const slowest = rates[0]?.gasPerSecond ?? Number.NaN;
  return withParts(figure(name, host, 'gas/s', slowest, gasPerSecond), Object.fromEntries(parts));
};

const programs = async (): Promise<readonly Program[]> =>
  costliestOf(JSON.parse(await readFile(vectors, 'utf8')) as readonly (Program & ProgramOutcome)[]);

export const inChromium = {
  run: async (): Promise<BenchFigure> => {
    const asked = await programs();
    const rates = await withBrowserPage('bench/contract-gas.page.ts', (page) =>
      page.evaluate((given) => window.measureGas(given), asked),
    );
    return figureOf('contract-gas', 'chromium', rates);
  },
};

export const inNode = {
  run: async (): Promise<BenchFigure> =>
    figureOf('contract-gas-node', 'node', await measureGas(await loadMachine(), await programs())),
};
