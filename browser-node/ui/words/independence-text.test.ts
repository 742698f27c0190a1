// What is said about how much a tab could lose.

import { expect, test } from 'vitest';
import { independenceText } from './independence-text.ts';

const direct = { path: 'direct', kind: 'tab' } as const;
const relayed = { path: 'relayed', kind: 'tab' } as const;
const terminal = { path: 'websocket', kind: 'terminal' } as const;

test.each([
  ['nobody at all', [], 0, 'bad', 'Alone', 'Neither a relay'],
  ['a relay alone', [], 1, 'bad', 'Alone', 'The relay is there'],
  ['relayed peers', [relayed, relayed], 1, 'warn', 'Leans on a relay', 'cut off'],
  ['one neighbour', [direct, relayed], 1, 'warn', 'Hangs on one neighbour', '1 relay could go'],
  ['a terminal node, dialled like a relay', [terminal], 1, 'warn', 'Hangs on one neighbour', 'no relay left'],
  [
    'three neighbours, two relays',
    [direct, direct, terminal],
    3,
    'good',
    'Independent',
    '2 relays could go, and 2 of 3',
  ],
] as const)('%s', (_what, peers, relays, tone, title, part) => {
  const said = independenceText(peers, relays);
  expect(said).toMatchObject({ tone, title });
  expect(said.text).toContain(part);
});
