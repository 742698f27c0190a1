// When a holder was last seen is known after opening again, for as many files as have room, whatever the disk made of it.

import { expect, test } from 'vitest';
import { createMemoryDisk, openMemoryStore } from '../core/node/index.ts';
import { openBlockShelf } from './block-shelf.ts';
import { decodeLastSeen, openLastSeen } from './last-seen.ts';

const keyOf = (i: number): string => i.toString(16).padStart(64, '0');

test('is there again after opening again, the newest 256', async () => {
  const disk = createMemoryDisk();
  const open = () => openBlockShelf({ openStore: async () => openMemoryStore(disk) }, 1e6);
  const shelf = await open();
  const first = await openLastSeen(shelf);
  expect(first.of(keyOf(1))).toBeUndefined();
  first.note(keyOf(1), 5_000);
  expect(first.of(keyOf(1))).toBe(5_000);
  await expect.poll(async () => (await openLastSeen(await open())).of(keyOf(1))).toBe(5_000);
  first.note(keyOf(1), 6_000);
  first.note(keyOf(2), 6_000);
  await expect.poll(async () => (await openLastSeen(await open())).of(keyOf(2))).toBe(6_000);
  for (let i = 2; i <= 300; i++) first.note(keyOf(i), 5_000 + i);
  expect([first.of(keyOf(44)), first.of(keyOf(45)), first.of(keyOf(300))]).toEqual([undefined, 5_045, 5_300]);
  first.stop();

  await shelf.records.put('last-seen', Uint8Array.of(1, 2, 3));
  const again = await openLastSeen(await open());
  expect(again.of(keyOf(300))).toBeUndefined();
});

test('what is no time of a file is left out', () => {
  const rows = [[keyOf(1), 7], [keyOf(2), -1], ['x', 3], [keyOf(3)], 5, null, [keyOf(4), 3]];
  const told = decodeLastSeen(new TextEncoder().encode(JSON.stringify(rows)));
  expect([...told]).toEqual([
    [keyOf(4), 3],
    [keyOf(1), 7],
  ]);
  expect(decodeLastSeen(new TextEncoder().encode('{}')).size).toBe(0);
});
