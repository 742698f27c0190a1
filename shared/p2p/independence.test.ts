// What could be lost before a node is cut off.

import { expect, test } from 'vitest';
import { independenceOf } from './independence.ts';

test.each([
  ['nobody', [], 2, { level: 'alone', relays: 0, neighbours: 0 }],
  ['relayed peers and one relay', ['relayed', 'relayed'], 1, { level: 'leaning', relays: 0, neighbours: 0 }],
  ['relayed peers and two relays', ['relayed', 'relayed'], 2, { level: 'leaning', relays: 1, neighbours: 0 }],
  ['one direct neighbour', ['direct', 'relayed'], 1, { level: 'thin', relays: 1, neighbours: 0 }],
  ['a terminal node', ['websocket'], 0, { level: 'thin', relays: 0, neighbours: 0 }],
  ['three neighbours', ['direct', 'websocket', 'direct'], 2, { level: 'independent', relays: 2, neighbours: 2 }],
] as const)('%s', (_what, paths, relays, expected) => {
  expect(independenceOf(paths, relays)).toEqual(expected);
});
