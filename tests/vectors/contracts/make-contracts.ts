// Runs the programs of hostile.json again and writes down what becomes of them: gas and outcome, which the tests expect on
// every engine. To be run after a change of the machine, its prices or its limits, which makes another machine:
// node tests/vectors/contracts/make-contracts.ts. Writes hostile.json beside it and nothing else.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newMachine } from '../../contracts/load-machine.ts';
import { type Program, runProgram } from '../../contracts/run-program.ts';

const path = join(import.meta.dirname, 'hostile.json');
const programs = JSON.parse(await readFile(path, 'utf8')) as readonly Program[];
const machine = await newMachine();
const lines = programs.map(({ name, module }) => {
  const program = { name, module };
  return `  ${JSON.stringify({ ...program, ...runProgram(machine, program) })}`;
});
await writeFile(path, `[\n${lines.join(',\n')}\n]\n`);
