// What the node tells of itself, in the console of the page's DevTools, from the level on that a person has asked for with
// `localStorage.tabchainLog = 'debug' | 'info' | 'warn' | 'error'`. Nothing is printed otherwise. Owns no state; what was
// said before the page was loaded is in the log under Network.

import type { EventName, LogEntry, Provider } from '../shared/provider/index.ts';

export type ConsoleLike = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

const levels = ['debug', 'info', 'warn', 'error'] as const;

const isLevel = (text: string | undefined): text is (typeof levels)[number] => levels.some((level) => level === text);

/** Told with `debug` beside the log. */
const events: readonly EventName[] = [
  'network',
  'status',
  'head',
  'transaction',
  'peer',
  'message',
  'wallet',
  'alarm',
  'progress',
];

/** @param wanted the text in `localStorage.tabchainLog`; any other than a level counts as none */
export const printLog = (provider: Pick<Provider, 'on'>, wanted: string | undefined, console: ConsoleLike): void => {
  if (!isLevel(wanted)) return;
  const from = levels.indexOf(wanted);
  provider.on('log', ({ level, what, peerId, fault }: LogEntry) => {
    if (levels.indexOf(level) < from) return;
    const more = [peerId, fault].filter((part) => part !== undefined);
    console[level](`tabchain: ${what}`, ...more);
  });
  if (wanted !== 'debug') return;
  for (const event of events) {
    provider.on(event, (payload: unknown) => {
      console.debug(`tabchain: ${event}`, payload);
    });
  }
};
