// The process of generated.test.ts: runs generated contracts under another clock, and in the locale and the time zone that
// its environment says; prints as JSON what this host is like and what the calls came to.
// node tests/contracts/generated-elsewhere.ts GROUPS CONTRACTS CALLS

import { runGenerated } from './generated-calls.ts';
import { loadMachine } from './load-machine.ts';
import { hostSays, setOtherClock } from './other-clock.ts';

setOtherClock();
const [groups = 1, contracts = 1, calls = 1] = process.argv.slice(2).map(Number);
const machine = await loadMachine();
process.stdout.write(JSON.stringify({ host: hostSays(), lines: runGenerated(machine, { groups, contracts, calls }) }));
