// The run of a node in this terminal: what it tells is printed, a status line stands below where a person looks on, and
// lines that are typed become records where that was asked for. Ends on Ctrl-C and SIGTERM, when nobody reads any more,
// and when the network could not be kept open. Owns the node that it starts.

import { createInterface } from 'node:readline';
import { linesOf, type Told } from '../narrator.ts';
import { createStatusLine } from '../status-line.ts';
import { startTerminalNode, type TerminalNode, TerminalNodeError } from '../terminal-node.ts';
import { CommandError, type ExitCode, exitCodes, type Terminal } from './command.ts';
import type { NodeCommand } from '../node-options.ts';

/** Waits for what is on its way to start, so that nothing is left half open. */
const stop = async (starting: Promise<TerminalNode>): Promise<void> => {
  const node = await starting.catch(() => undefined);
  await node?.stop();
};

const recordTyped = (node: TerminalNode, terminal: Terminal): void => {
  const lines = createInterface({ input: terminal.input, crlfDelay: Infinity });
  lines.on('line', (line) => {
    if (line.trim() !== '') void node.record(line.trim());
  });
};

export const runNodeCommand = async (command: NodeCommand, terminal: Terminal): Promise<ExitCode> => {
  const statusLine = createStatusLine(terminal.isInteractive && !command.json ? process.stdout : undefined);
  const tell = (told: Told): void => {
    statusLine.around(() => {
      for (const { to, text } of linesOf(told, command.json)) {
        if (to === 'stdout') terminal.print(text);
        else process.stderr.write(`${text}\n`);
      }
    });
  };
  let end = (_code: ExitCode): void => undefined;
  const ended = new Promise<ExitCode>((resolve) => (end = resolve));
  terminal.onInterrupt(() => end(exitCodes.done));
  const starting = startTerminalNode({
    command,
    tell,
    onLost: () => end(exitCodes.refused),
    onStatus: statusLine.update,
  });
  try {
    const started = await Promise.race([starting, ended]);
    if (command.record && typeof started === 'object') recordTyped(started, terminal);
    const code = await ended;
    statusLine.end();
    await stop(starting);
    return code;
  } catch (error) {
    statusLine.end();
    throw error instanceof TerminalNodeError ? new CommandError(error.message) : error;
  }
};
