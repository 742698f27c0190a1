// What is said about how much a tab could lose.

import { afterEach, expect, test } from 'vitest';
import { independenceText } from './independence-text.ts';
import { speak } from './language.ts';

afterEach(() => speak('en'));

test.each([
  ['nobody at all', { level: 'alone', relays: 0, neighbours: 0 }, false, 'bad', 'Alone', 'Neither a relay'],
  ['a relay alone', { level: 'alone', relays: 0, neighbours: 0 }, true, 'bad', 'Alone', 'The relay is there'],
  ['relayed peers', { level: 'leaning', relays: 0, neighbours: 0 }, true, 'warn', 'Leans on a relay', 'cut off'],
  ['one neighbour', { level: 'thin', relays: 1, neighbours: 0 }, true, 'warn', 'one neighbour', '1 relay could go'],
  ['one, and no relay', { level: 'thin', relays: 0, neighbours: 0 }, false, 'warn', 'one neighbour', 'no relay left'],
  [
    'three',
    { level: 'independent', relays: 2, neighbours: 2 },
    true,
    'good',
    'Independent',
    '2 relays could go, and 2 of 3',
  ],
] as const)('%s', (_what, independence, isRelayThere, tone, title, part) => {
  const said = independenceText(independence, isRelayThere);
  expect(said.tone).toBe(tone);
  expect(said.title).toContain(title);
  expect(said.text).toContain(part);
});

test.each([
  ['en', '1 relay could go, and 1 of 2 neighbours', '3 relays could go, and 2 of 3'],
  ['de', 'Ein Relay könnte ausfallen, und 1 von 2 Nachbarn könnte gehen', '3 Relays könnten ausfallen, und 2 von 3'],
  [
    'es',
    'Un relé podría faltar, y 1 de 2 vecinos podría irse',
    '3 relés podrían faltar, y 2 de 3 vecinos podrían irse',
  ],
] as const)('one and several in %s', async (language, one, several) => {
  await speak(language);
  expect(independenceText({ level: 'independent', relays: 1, neighbours: 1 }, true).text).toContain(one);
  expect(independenceText({ level: 'independent', relays: 3, neighbours: 2 }, true).text).toContain(several);
});
