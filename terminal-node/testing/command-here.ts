// A command of `tabchain` in the process of the test, as main.ts runs it in one of its own: without the second that a process
// takes to start. What main.ts adds to it (streams, signals, the end) is tested with processes.
// Owns nothing.

import { Readable } from 'node:stream';
import { parseCommandLine } from '../command-line.ts';
import { outcomeOfThrown } from '../commands/command.ts';

export interface Ended {
  readonly code: number;
  /** lines of standard output and of standard error */
  readonly printed: readonly string[];
  readonly said: readonly string[];
}

/** Runs it to its end, with nobody to ask and these lines typed into it. */
export const runCommandHere = async (args: readonly string[], typed = ''): Promise<Ended> => {
  const [printed, said]: [string[], string[]] = [[], []];
  const terminal = {
    ...{ print: (line: string) => void printed.push(line), complain: (line: string) => void said.push(line) },
    ...{ input: Readable.from([typed]), isInteractive: false, onInterrupt: () => undefined },
  };
  try {
    return { code: await parseCommandLine(args).run(terminal), printed, said };
  } catch (error) {
    const { code, sentence } = outcomeOfThrown(error);
    return { code, printed, said: [...said, sentence] };
  }
};
