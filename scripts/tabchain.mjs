/**
 * `npm run tabchain -- node …`: installs what is missing, then runs a node in this terminal.
 * Arguments after `--` go to it; terminal-node/command-line.ts has the usage.
 */
import { prepare, runNode } from './prepare.mjs';

await prepare();
process.exitCode = await runNode(['terminal-node/main.ts', ...process.argv.slice(2)]);
