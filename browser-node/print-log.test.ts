// The console gets what was asked for, and nothing otherwise.

import { expect, test } from 'vitest';
import type { EventListenerOf, EventName } from '../shared/provider/index.ts';
import { printLog } from './print-log.ts';

const printed = (wanted: string | undefined): readonly string[] => {
  const lines: string[] = [];
  const listeners = new Map<EventName, (payload: never) => void>();
  const on = <E extends EventName>(event: E, listener: EventListenerOf<E>): void => void listeners.set(event, listener);
  const print =
    (level: string) =>
    (...parts: readonly unknown[]): void =>
      void lines.push([level, ...parts].map(String).join(' '));
  const console = { debug: print('debug'), info: print('info'), warn: print('warn'), error: print('error') };
  printLog({ on }, wanted, console);
  const tell = (event: EventName, payload: unknown): void => listeners.get(event)?.(payload as never);
  tell('log', { time: 0, level: 'info', what: 'A block was made.' });
  tell('log', { time: 0, level: 'warn', what: 'A peer was refused.', peerId: '12D3', fault: 'header-target' });
  tell('head', 'block 7');
  return lines;
};

test.each([
  [
    'debug',
    [
      'info tabchain: A block was made.',
      'warn tabchain: A peer was refused. 12D3 header-target',
      'debug tabchain: head block 7',
    ],
  ],
  ['info', ['info tabchain: A block was made.', 'warn tabchain: A peer was refused. 12D3 header-target']],
  ['warn', ['warn tabchain: A peer was refused. 12D3 header-target']],
  ['error', []],
  ['loud', []],
  [undefined, []],
])('with the level %s', (wanted, lines) => {
  expect(printed(wanted)).toEqual(lines);
});
