// The command line: what it understands, and one sentence for what it does not.

import { expect, test } from 'vitest';
import { CommandLineError, help, parseCommandLine } from './command-line.ts';
import { environmentOf, flagOf, settingNames } from './relay-settings.ts';

const place = { texts: {}, place: expect.any(Function) as unknown };

test('defaults, and every option', () => {
  const nothing = { data: '.tabchain', page: 'dist', json: false, help: false, settings: place };
  expect(parseCommandLine([])).toEqual(nothing);
  const all = ['--port', '0', '--host', '::1', '--data', 'd', '--page', 'p', '--json', '--help', '--tls-key', 'k'];
  const settings = { ...place, texts: { port: '0', host: '::1', tlsKey: 'k' } };
  expect(parseCommandLine(all)).toEqual({ data: 'd', page: 'p', json: true, help: true, settings });
});

test('folders may come from the environment; a flag wins', () => {
  const environment = { TABCHAIN_RELAY_DATA: 'e', TABCHAIN_RELAY_PAGE: 'f' };
  expect(parseCommandLine([], environment)).toMatchObject({ data: 'e', page: 'f' });
  expect(parseCommandLine(['--data', 'd'], environment)).toMatchObject({ data: 'd', page: 'f' });
});

test.each([
  [['--port'], /argument missing[\s\S]*usage: npm start -- /],
  [['--colour'], /Unknown option '--colour'[\s\S]*usage: npm start -- /],
  [['serve'], /Unexpected argument 'serve'[\s\S]*usage: npm start -- /],
])('%j is refused', (args, sentence) => {
  expect(() => parseCommandLine(args)).toThrow(CommandLineError);
  expect(() => parseCommandLine(args)).toThrow(sentence);
});

test('the help names every setting in its three places that a person can type', () => {
  for (const name of settingNames) {
    expect(help()).toContain(`--${flagOf(name)}  (${environmentOf(name)};`);
  }
});
