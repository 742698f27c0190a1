// `tabchain relay …`: the relay as a process of its own, with all that stands behind the word given to it as it is.
// Owns that process: our signals are passed on, and its exit code is ours.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AddCommands } from './command.ts';
import { dataDefault, exitCodes } from './command.ts';

const program = fileURLToPath(new URL('../../relay/main.ts', import.meta.url));

export const addRelayCommand: AddCommands = (parent, choose) => {
  parent
    .command('relay [options...]')
    .description('run a relay (tabchain relay --help says more)')
    .helpOption(false)
    .allowUnknownOption()
    .action((args: readonly string[]) => {
      choose({
        name: 'relay',
        options: { data: dataDefault, json: false },
        run: async (terminal) => {
          const relay = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
          terminal.onInterrupt(() => relay.kill('SIGTERM'));
          const exit: unknown[] = await once(relay, 'exit');
          return exit[0] === 0 ? exitCodes.done : exitCodes.refused;
        },
      });
    });
};
