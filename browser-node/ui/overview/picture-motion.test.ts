// Frames are asked for while something moves and not otherwise; a block reaches the middle and glows; who has asked for
// stillness sees the result at once.

import { expect, test } from 'vitest';
import { createPictureLayout } from './picture-layout.ts';
import { createPictureMotion, type PictureMotion } from './picture-motion.ts';

const staged = (still: boolean) => {
  const layout = createPictureLayout();
  layout.follow([{ peerId: 'a', path: 'direct', kind: 'tab' }]);
  const waiting: ((now: number) => void)[] = [];
  let painted = 0;
  let now = 0;
  const motion: PictureMotion = createPictureMotion({
    layout,
    paint: () => {
      painted += 1;
    },
    isStill: () => still,
    now: () => now,
    nextFrame: (run) => waiting.push(run),
    cancelFrame: () => void waiting.pop(),
  });
  const frames = (max: number): number => {
    let count = 0;
    for (; count < max && waiting.length > 0; count++) waiting.shift()?.((now += 16));
    return count;
  };
  return { motion, frames, waiting, painted: () => painted };
};

test('a block from a peer travels inwards, glows, and then no frame is asked for', () => {
  const { motion, frames, waiting } = staged(false);
  motion.stir();
  frames(1000);
  expect(waiting).toHaveLength(0);
  motion.arrived('a', ['a']);
  frames(10);
  expect(motion.journeys()).toMatchObject([{ peerId: 'a', inwards: true }]);
  frames(40);
  expect(motion.journeys()).toEqual([]);
  expect(motion.glow()).toBeGreaterThan(0);
  expect(frames(1000)).toBeLessThan(100);
  expect(motion.glow()).toBe(0);
  expect(waiting).toHaveLength(0);
});

test('with reduced motion nothing moves and the picture is drawn as it will be', () => {
  const { motion, waiting, painted } = staged(true);
  motion.stir();
  motion.arrived('a', ['a']);
  expect(waiting).toHaveLength(0);
  expect(motion.journeys()).toEqual([]);
  expect(painted()).toBe(2);
});

test('a burst of blocks is no burst of work', () => {
  const { motion } = staged(false);
  for (let i = 0; i < 1000; i++) motion.arrived('a', ['a']);
  expect(motion.journeys().length).toBeLessThanOrEqual(60);
});
