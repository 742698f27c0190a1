// When a page counts as being back, in a page of the test's own.

import { expect, test } from 'vitest';
import { type WakeEvent, watchWake, type WakeWorldLike } from './wake-watch.ts';

const pageOf = () => {
  const listeners = new Map<WakeEvent, () => void>();
  const page = { isVisible: true, isOnline: true, now: 0, wakes: 0 };
  const world: WakeWorldLike = {
    listen: (event, listener) => {
      listeners.set(event, listener);
      return () => listeners.delete(event);
    },
    isVisible: () => page.isVisible,
    isOnline: () => page.isOnline,
    now: () => page.now,
  };
  const stop = watchWake(world, () => {
    page.wakes += 1;
  });
  return { page, stop, fire: (event: WakeEvent) => listeners.get(event)?.() };
};

test.each(['online', 'pageshow', 'resume', 'visibilitychange'] as const)('%s is a return', (event) => {
  const { page, fire } = pageOf();
  fire(event);
  expect(page.wakes).toBe(1);
});

test('what fires together is one return, what fires later another', () => {
  const { page, fire } = pageOf();
  fire('resume');
  page.now = 499;
  fire('visibilitychange');
  expect(page.wakes).toBe(1);
  page.now = 500;
  fire('online');
  expect(page.wakes).toBe(2);
});

test('becoming hidden is none, nor is coming back without a network', () => {
  const { page, fire } = pageOf();
  page.isVisible = false;
  fire('visibilitychange');
  page.isOnline = false;
  page.isVisible = true;
  fire('visibilitychange');
  fire('resume');
  expect(page.wakes).toBe(0);
  page.isOnline = true;
  fire('online');
  expect(page.wakes).toBe(1);
});

test('stopped, it hears nothing', () => {
  const { page, fire, stop } = pageOf();
  stop();
  fire('online');
  expect(page.wakes).toBe(0);
});
