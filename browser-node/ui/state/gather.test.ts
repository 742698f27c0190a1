// A storm of wishes makes few refreshes, and the last wish is never lost.

import { expect, test, vi } from 'vitest';
import { gather } from './gather.ts';

test('the first wish is answered at once, the storm behind it once', async () => {
  vi.useFakeTimers();
  const seen: number[] = [];
  let version = 0;
  const { wish } = gather(
    () => Promise.resolve(void seen.push(version)),
    () => 200,
  );
  for (version = 1; version <= 50; version++) wish();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual([1, 51]);
  wish();
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toHaveLength(3);
  vi.useRealTimers();
});

test('a wish may have to wait, and is then answered with what is there by then', async () => {
  vi.useFakeTimers();
  const seen: number[] = [];
  let version = 1;
  const { wish } = gather(
    () => Promise.resolve(void seen.push(version)),
    () => 200,
    100,
  );
  wish();
  version = 2;
  await vi.advanceTimersByTimeAsync(99);
  expect(seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(seen).toEqual([2]);
  vi.useRealTimers();
});

test('nothing is asked after the stop', async () => {
  vi.useFakeTimers();
  const refresh = vi.fn(() => Promise.resolve());
  const { wish, stop } = gather(refresh, () => 200);
  wish();
  wish();
  stop();
  await vi.advanceTimersByTimeAsync(1000);
  wish();
  await vi.advanceTimersByTimeAsync(1000);
  expect(refresh).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});
