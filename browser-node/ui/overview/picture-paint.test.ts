// The picture is drawn anew for what can be seen of a peer, and not for a round trip that differs by a hair.

import { expect, test } from 'vitest';
import { lookOf } from './picture-paint.ts';

const peer = { peerId: 'a', path: 'direct', kind: 'tab', rttMs: 40 } as const;

test('a round trip of a few milliseconds more looks the same', () => {
  expect(lookOf([{ ...peer, rttMs: 44 }])).toBe(lookOf([peer]));
});

test.each([
  ['a slower peer', { ...peer, rttMs: 140 }],
  ['another path', { ...peer, path: 'relayed' }],
  ['another kind', { ...peer, kind: 'terminal' }],
  ['another peer', { ...peer, peerId: 'b' }],
] as const)('%s looks different', (_what, other) => {
  expect(lookOf([other])).not.toBe(lookOf([peer]));
});
