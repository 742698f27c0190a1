// The command line: what it understands, and one sentence for what it does not.

import { expect, test } from 'vitest';
import { CommandLineError, parseCommandLine } from './command-line.ts';

test('defaults, and every option', () => {
  expect(parseCommandLine([])).toEqual({ data: '.tabchain', page: 'dist', json: false });
  const all = ['--port', '0', '--host', '::1', '--data', 'd', '--page', 'p', '--json'];
  expect(parseCommandLine(all)).toEqual({ port: 0, host: '::1', data: 'd', page: 'p', json: true });
});

test.each([
  [['--port', 'x'], /^--port x is not a port; give a number from 0 to 65535 \(0 takes a free one\)\.$/],
  [['--port', '70000'], /^--port 70000 is not a port/],
  [['--port'], /argument missing[\s\S]*usage: npm start -- /],
  [['--colour'], /Unknown option '--colour'[\s\S]*usage: npm start -- /],
  [['serve'], /Unexpected argument 'serve'[\s\S]*usage: npm start -- /],
])('%j is refused', (args, sentence) => {
  expect(() => parseCommandLine(args)).toThrow(CommandLineError);
  expect(() => parseCommandLine(args)).toThrow(sentence);
});
