// What is asked of every host of the contract machine, and the answer that is right: gas and outcome of the hostile
// programs and of the escapes, how deep eight nested calls may go, and what generated contracts come to, state root included.
// Node's own answer is the measure; hostile.json says which gas and outcome it must have.
// Bounded by the counts that are asked.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerAnswer, WorkerQuestion } from '../browser/contracts.page.ts';
import { deepestLegal, digDown } from './dig-down.ts';
import { escapes } from './escapes.ts';
import { type GeneratedGroups, runGenerated } from './generated-calls.ts';
import { loadMachine } from './load-machine.ts';
import { type Program, type ProgramOutcome, runProgram } from './run-program.ts';

const vectors = join(import.meta.dirname, '../vectors/contracts/hostile.json');
const hostile = JSON.parse(readFileSync(vectors, 'utf8')) as readonly (Program & ProgramOutcome)[];

/** Of a host's answer what must be the same everywhere. */
export type SameEverywhere = Pick<WorkerAnswer, 'depth' | 'beyond' | 'lines'> & {
  readonly outcomes: readonly ProgramOutcome[];
};

export const questionOf = (generated: GeneratedGroups): WorkerQuestion => ({
  programs: [...hostile.map(({ name, module }) => ({ name, module })), ...escapes],
  generated,
});

/** The answer without its times and its host. */
export const sameEverywhere = ({ outcomes, depth, beyond, lines }: SameEverywhere): SameEverywhere => ({
  ...{ depth, beyond, lines },
  outcomes: outcomes.map(({ gas, outcome }) => ({ gas, outcome })),
});

/** What the hosts must say. The hostile programs are not run for it: their gas and outcome are written down. */
export const rightAnswer = async (generated: GeneratedGroups): Promise<SameEverywhere> => {
  const machine = await loadMachine();
  const outcomes = [...hostile, ...escapes.map((program) => runProgram(machine, program))];
  const depth = deepestLegal(machine);
  const beyond = digDown(machine, 8, depth + 1);
  return sameEverywhere({ outcomes, depth, beyond, lines: runGenerated(machine, generated) });
};
