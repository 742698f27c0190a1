// The index follows a chain that grows, and leaves the store to one that is being fetched.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createIndexing, type Indexed } from './indexing.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const stage = () => {
  const catchUp = vi.fn(() => Promise.resolve());
  const at: { state: 'bodies' | 'following' } = { state: 'following' };
  const open: Indexed = { session: { node: { snapshot: () => ({ sync: at }) } }, index: { catchUp } };
  const indexing = createIndexing(() => open, vi.fn());
  const blocks = async (count: number, gapMs: number): Promise<void> => {
    for (let block = 0; block < count; block++) {
      indexing.wish();
      await vi.advanceTimersByTimeAsync(gapMs);
    }
  };
  return { at, catchUp, indexing, blocks };
};

test('the index follows soon after a block, and not once for each of many', async () => {
  const { catchUp, blocks } = stage();
  await blocks(1, 1000);
  expect(catchUp).toHaveBeenCalledTimes(1);
  await blocks(100, 10);
  await vi.advanceTimersByTimeAsync(1000);
  expect(catchUp.mock.calls.length).toBeGreaterThan(2);
  expect(catchUp.mock.calls.length).toBeLessThan(8);
});

test('while a chain is fetched the index waits; it goes on when that is done, or has stopped', async () => {
  const { at, catchUp, blocks } = stage();
  at.state = 'bodies';
  await blocks(500, 20);
  expect(catchUp).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  expect(catchUp).toHaveBeenCalledTimes(1);
  await blocks(10, 20);
  at.state = 'following';
  await blocks(1, 500);
  expect(catchUp).toHaveBeenCalledTimes(2);
});

test('nothing is followed after the stop', async () => {
  const { at, catchUp, indexing, blocks } = stage();
  at.state = 'bodies';
  await blocks(3, 20);
  indexing.stop();
  at.state = 'following';
  indexing.wish();
  await vi.advanceTimersByTimeAsync(5000);
  expect(catchUp).not.toHaveBeenCalled();
});
