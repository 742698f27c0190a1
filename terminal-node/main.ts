// Tabchain in a terminal: `npm run tabchain -- …` (tabchain --help has the commands). Reads the command line, runs the
// command, ends with its exit code. The first Ctrl-C or SIGTERM asks the command to end, a second one does not wait.
// Everything that a person can put right ends in one sentence.

import { exitCodes, outcomeOfThrown, type Terminal } from './commands/command.ts';
import { parseCommandLine } from './command-line.ts';

const complain = (line: string): void => void process.stderr.write(`tabchain: ${line}\n`);

const interruptible = (): Terminal['onInterrupt'] => {
  const callbacks: (() => void)[] = [];
  let isStopping = false;
  const interrupt = (): void => {
    if (isStopping || callbacks.length === 0) process.exit(exitCodes.interrupted);
    isStopping = true;
    for (const callback of callbacks) callback();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  // Whoever read the lines is gone, as with `| head`: that is no reason to lose what is not saved yet.
  process.stdout.on('error', () => {
    if (!isStopping) interrupt();
  });
  return (callback) => void callbacks.push(callback);
};

const terminal: Terminal = {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain,
  input: process.stdin,
  isInteractive: process.stdin.isTTY && process.stdout.isTTY,
  onInterrupt: interruptible(),
};

/** What is written last must be out before the process ends; a pipe takes its time. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write('', () => resolve()));

/** Without a word on a terminal: the menus. */
const run = async (args: readonly string[]): Promise<number> => {
  if (args.length > 0 || !terminal.isInteractive) return parseCommandLine(args).run(terminal);
  const { runMenu, terminalPrompts } = await import('./menu.ts');
  return runMenu(await terminalPrompts(), (line) => parseCommandLine(line).run(terminal), terminal);
};

let code: number;
try {
  code = await run(process.argv.slice(2));
} catch (error) {
  const outcome = outcomeOfThrown(error);
  complain(outcome.sentence);
  code = outcome.code;
}
await Promise.race([
  Promise.all([written(process.stdout), written(process.stderr)]),
  new Promise((resolve) => setTimeout(resolve, 1000)),
]);
process.exit(code);
