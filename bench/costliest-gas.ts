// Gas that the costliest programs use up in a second, in Node or in a worker: hostile programs that end with all gas that an
// execution may use, each as often as there are rounds, by the median of its rounds.
// Bound: a program takes 50 to 150 ms a round.

import type { ContractMachine } from '../shared/core/contracts/index.ts';
import { maximumGas, type Program, type ProgramOutcome, runProgram } from '../tests/contracts/run-program.ts';
import { measureInterleaved } from './measure.ts';

export interface ProgramRate {
  readonly name: string;
  readonly gasPerSecond: number;
}

export const costliestOf = (hostile: readonly (Program & ProgramOutcome)[]): readonly Program[] =>
  hostile.filter(({ gas }) => gas === maximumGas).map(({ name, module }) => ({ name, module }));

/** The slowest first. */
export async function measureGas(
  machine: ContractMachine,
  programs: readonly Program[],
): Promise<readonly ProgramRate[]> {
  const contenders = programs.map((program) => ({
    name: program.name,
    work: () => runProgram(machine, program).gas,
  }));
  const rates = await measureInterleaved(contenders, { rounds: 3, roundMs: 1 });
  return programs
    .map(({ name }, index) => ({ name, gasPerSecond: rates[index] ?? Number.NaN }))
    .sort((a, b) => a.gasPerSecond - b.gasPerSecond);
}
