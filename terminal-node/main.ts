// Tabchain in a terminal: `npm run tabchain -- …` (command-line.ts has the usage). A node runs until Ctrl-C or
// SIGTERM, then closes what is open and says what was saved; a second Ctrl-C ends it at once. Everything that a person
// can put right ends in one sentence and exit code 1.

import { checkProofFile } from './check-proof.ts';
import { CommandLineError, type NodeCommand, parseCommandLine, usage } from './command-line.ts';
import { linesOf, type Told } from './narrator.ts';
import { startTerminalNode, type TerminalNode, TerminalNodeError } from './terminal-node.ts';

const complain = (text: string): void => void process.stderr.write(`tabchain: ${text}\n`);

const teller =
  (json: boolean) =>
  (told: Told): void => {
    for (const { to, text } of linesOf(told, json)) process[to].write(`${text}\n`);
  };

/** Waits for what is on its way to start, so that nothing is left half open. */
const stopAndExit = async (starting: Promise<TerminalNode>, code: number): Promise<never> => {
  try {
    await (await starting).stop();
  } catch (error) {
    complain(sentenceOf(error));
    process.exit(1);
  }
  process.exit(code);
};

const sentenceOf = (error: unknown): string => {
  const isForPeople = error instanceof CommandLineError || error instanceof TerminalNodeError;
  return isForPeople ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
};

const run = async (args: readonly string[]): Promise<void> => {
  const command = parseCommandLine(args);
  if (command.name === 'node') {
    await runNode(command);
    return;
  }
  const { lines, code } = await checkProofFile(command.file, command.json);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = code;
};

const runNode = async (command: NodeCommand): Promise<void> => {
  let stopping = false;
  const stop = (code: number): void => {
    if (stopping) process.exit(130);
    stopping = true;
    void stopAndExit(starting, code);
  };
  const starting = startTerminalNode({
    command,
    tell: teller(command.json),
    onLost: () => {
      if (!stopping) stop(1);
    },
  });
  process.on('SIGINT', () => {
    stop(0);
  });
  process.on('SIGTERM', () => {
    stop(0);
  });
  // Whoever read the lines is gone, as with `| head`: that is no reason to lose what is not saved yet.
  process.stdout.on('error', () => {
    if (!stopping) stop(0);
  });
  await starting;
};

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(`${usage}\n`);
} else {
  try {
    await run(args);
  } catch (error) {
    complain(sentenceOf(error));
    process.exit(1);
  }
}
