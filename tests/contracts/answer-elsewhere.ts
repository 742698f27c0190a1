// A process of Node.js that answers what every host is asked, such as on another kind of processor: prints the answer as
// JSON. All programs run, the hostile ones too.
// node tests/contracts/answer-elsewhere.ts GROUPS CONTRACTS CALLS

import { deepestLegal, digDown } from './dig-down.ts';
import { runGenerated } from './generated-calls.ts';
import { loadMachine } from './load-machine.ts';
import { questionOf, sameEverywhere } from './on-hosts.ts';
import { runProgram } from './run-program.ts';

const [groups = 1, contracts = 1, calls = 1] = process.argv.slice(2).map(Number);
const { programs, generated } = questionOf({ groups, contracts, calls });
const machine = await loadMachine();
const depth = deepestLegal(machine);
const answer = sameEverywhere({
  outcomes: programs.map((program) => runProgram(machine, program)),
  ...{ depth, beyond: digDown(machine, 8, depth + 1), lines: runGenerated(machine, generated) },
});
process.stdout.write(JSON.stringify({ processor: process.arch, answer }));
