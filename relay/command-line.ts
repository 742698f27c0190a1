// The relay's command line: node relay/main.ts [--port N] [--host ADDRESS] [--data DIR] [--spec FILE] [--page DIR] [--json] and a flag
// for each setting of relay-settings.ts. What it cannot read ends in one sentence with the usage.

import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { flagOf, settingNames, settingsAsHelp, type SettingName, type SettingSource } from './relay-settings.ts';

export interface RelayCommand {
  readonly data: string;
  readonly page: string;
  /** the default network as a JSON file, in the place of the folder's */
  readonly spec: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
  /** the settings given as flags */
  readonly settings: SettingSource;
}

/** A person must do something about it; `message` says what. */
export class CommandLineError extends Error {}

const usage =
  'usage: npm start -- [--port N] [--host ADDRESS] [--data DIR] [--spec FILE] [--page DIR] [--json] [--SETTING VALUE …]; --help lists the settings';

export const help = (): string =>
  [
    usage,
    '',
    '  --data DIR  (TABCHAIN_RELAY_DATA; default .tabchain)\n      what the relay keeps: its key, settings.json, spec.json',
    '  --spec FILE\n      the default network as a JSON file; it takes the place of the one in the data folder',
    '  --page DIR  (TABCHAIN_RELAY_PAGE; default dist)\n      the built page that it serves',
    '  --json\n      say where it is in one line of JSON',
    settingsAsHelp(),
    '',
    'A flag wins over the environment, and that over settings.json. docs/operating-a-relay.md says more.',
  ].join('\n');

/** Variables of the environment that are ours and no settings. */
export const placeVariables = ['TABCHAIN_RELAY_DATA', 'TABCHAIN_RELAY_PAGE'] as const;

const options: ParseArgsOptionsConfig = {
  data: { type: 'string' },
  page: { type: 'string' },
  spec: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  ...Object.fromEntries(settingNames.map((name) => [flagOf(name), { type: 'string' } as const])),
};

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const parseCommandLine = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): RelayCommand => {
  const [dataVariable, pageVariable] = placeVariables;
  try {
    const { values } = parseArgs({ args: [...args], options });
    const texts: Partial<Record<SettingName, string>> = {};
    for (const name of settingNames) {
      const given = asText(values[flagOf(name)]);
      if (given !== undefined) texts[name] = given;
    }
    return {
      data: asText(values['data']) ?? environment[dataVariable] ?? '.tabchain',
      page: asText(values['page']) ?? environment[pageVariable] ?? 'dist',
      spec: asText(values['spec']),
      json: values['json'] === true,
      help: values['help'] === true,
      settings: { texts, place: (name) => `--${flagOf(name)}` },
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandLineError(`${error.message.split('\n')[0] ?? ''}\n${usage}`);
  }
};
