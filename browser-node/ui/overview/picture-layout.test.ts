// Peers find places around the middle that are apart, inside the picture, and the same for the same peers.

import { expect, test } from 'vitest';
import { createPictureLayout, type Spot } from './picture-layout.ts';

const peers = Array.from({ length: 30 }, (_, i) => ({
  peerId: `peer ${i}`,
  path: i % 5 === 4 ? ('relayed' as const) : ('direct' as const),
  kind: 'tab' as const,
}));

const settled = (count: number): readonly Spot[] => {
  const layout = createPictureLayout();
  layout.follow(peers.slice(0, count));
  layout.settle();
  return peers.slice(0, count).map(({ peerId }) => layout.spotOf(peerId) ?? { x: 9, y: 9 });
};

const distance = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y);

test.each([1, 2, 7, 30])('%d peers stand apart, around the middle and inside the picture', (count) => {
  const spots = settled(count);
  spots.forEach((spot, i) => {
    expect(Math.max(Math.abs(spot.x), Math.abs(spot.y))).toBeLessThanOrEqual(1);
    expect(distance(spot, { x: 0, y: 0 })).toBeGreaterThan(0.25);
    for (const other of spots.slice(i + 1)) expect(distance(spot, other)).toBeGreaterThan(0.1);
  });
});

test('the same peers stand in the same places', () => {
  expect(settled(12)).toEqual(settled(12));
});

test('only who comes, goes or changes the path sets them moving', () => {
  const layout = createPictureLayout();
  expect(layout.follow(peers.slice(0, 4))).toBe(true);
  layout.settle();
  expect(layout.follow(peers.slice(0, 4))).toBe(false);
  expect(layout.step()).toBe(false);
  expect(layout.follow(peers.slice(1, 4))).toBe(true);
  expect(layout.spotOf('peer 0')).toBeUndefined();
});
