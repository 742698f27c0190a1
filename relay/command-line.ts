// The relay's command line: node relay/main.ts [--port N] [--host ADDRESS] [--data DIR] [--page DIR] [--json]
// What it cannot read ends in one sentence with the usage.

import { parseArgs } from 'node:util';

export interface RelayCommand {
  readonly port?: number;
  readonly host?: string;
  readonly data: string;
  readonly page: string;
  readonly json: boolean;
}

/** A person must do something about it; `message` says what. */
export class CommandLineError extends Error {}

const usage = 'usage: npm start -- [--port N] [--host ADDRESS] [--data DIR] [--page DIR] [--json]';

const portOf = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new CommandLineError(`--port ${text} is not a port; give a number from 0 to 65535 (0 takes a free one).`);
  }
  return port;
};

export const parseCommandLine = (args: readonly string[]): RelayCommand => {
  const options = {
    port: { type: 'string' },
    host: { type: 'string' },
    data: { type: 'string', default: '.tabchain' },
    page: { type: 'string', default: 'dist' },
    json: { type: 'boolean', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    return {
      ...(values.port === undefined ? {} : { port: portOf(values.port) }),
      ...(values.host === undefined ? {} : { host: values.host }),
      data: values.data,
      page: values.page,
      json: values.json,
    };
  } catch (error) {
    if (error instanceof CommandLineError || !(error instanceof TypeError)) throw error;
    throw new CommandLineError(`${error.message.split('\n')[0] ?? ''}\n${usage}`);
  }
};
