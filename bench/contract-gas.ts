// The figure `contract-gas`: gas that the costliest programs use up in a second of Node.js, the slowest of them, beside the
// 400,000 a millisecond from which the gas of a block is derived (chain-spec-json.ts). Programs are the hostile ones that
// end with all gas that an execution may use. A ratio of at least 1 says that a block full of it keeps its share of time.
// Bound: each program runs four times.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadMachine } from '../tests/contracts/load-machine.ts';
import { maximumGas, type Program, type ProgramOutcome, runProgram } from '../tests/contracts/run-program.ts';
import { type BenchFigure, figure, measureInterleaved } from './measure.ts';

const gasPerSecond = 400_000_000;
const vectors = join(import.meta.dirname, '../tests/vectors/contracts/hostile.json');

export async function run(): Promise<BenchFigure> {
  const machine = await loadMachine();
  const hostile = JSON.parse(await readFile(vectors, 'utf8')) as readonly (Program & ProgramOutcome)[];
  const costliest = hostile.filter(({ gas }) => gas === maximumGas);
  const contenders = costliest.map((program) => ({
    name: program.name,
    work: () => runProgram(machine, program).gas,
  }));
  const rates = await measureInterleaved(contenders, { rounds: 3, roundMs: 1 });
  return figure('contract-gas', 'node', 'gas/s', Math.min(...rates), gasPerSecond);
}
