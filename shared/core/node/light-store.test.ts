// The way between the modes, cut off after each of its commits: the next start in either mode goes on or begins anew.

import { expect, test } from 'vitest';
import {
  createForge,
  createMemoryDisk,
  driveByHand,
  fixedWork,
  type MemoryDisk,
  openMemoryStore,
  testSpec,
} from '../../testing/index.ts';
import type { ChainMode, Store } from './index.ts';

const forge = createForge(testSpec({ consensus: fixedWork(0), reorgLimit: 16 }));
const blocks = forge.extend(forge.genesis, 60);
const tip = blocks.at(-1)?.id;
const now = forge.spec.genesisTime + 10_000_000;
/** As many commits as either way takes, and some more. */
const cutsMax = 40;

const open = (disk: MemoryDisk, mode: ChainMode, store: Store = openMemoryStore(disk)) =>
  driveByHand(forge, () => true, { mode, store });

const filled = async (mode: ChainMode): Promise<MemoryDisk> => {
  const disk = createMemoryDisk();
  const hand = await open(disk, 'full');
  await hand.peerUp('p', now);
  for (const { bytes } of blocks) await hand.tell('p', { type: 'block', block: bytes }, now);
  if (mode === 'light') await open(disk, 'light');
  return disk;
};

/** The power goes after so many commits. */
const cutAfter = (disk: MemoryDisk, commits: number): Store => {
  const store = openMemoryStore(disk);
  let left = commits;
  return {
    ...store,
    commit: (writes, durability) =>
      left-- > 0 ? store.commit(writes, durability) : Promise.reject(new Error('the power is gone')),
  };
};

/** False: it was done before the cut. */
const isCut = async (disk: MemoryDisk, mode: ChainMode, commits: number): Promise<boolean> =>
  open(disk, mode, cutAfter(disk, commits)).then(
    () => false,
    () => true,
  );

test('from full to light: a light start has the headers, a full one nothing that is half there', async () => {
  let cuts = 0;
  for (let commits = 0; commits < cutsMax; commits++) {
    const [first, second] = [await filled('full'), await filled('full')];
    if (!(await isCut(first, 'light', commits))) break;
    cuts++;
    expect((await open(first, 'light')).node.chain.head().id).toBe(tip);
    await isCut(second, 'light', commits);
    const { loaded } = await open(second, 'full');
    expect([tip, forge.chainId]).toContain(loaded.chain.head().id);
  }
  expect(cuts).toBeGreaterThan(4);
  expect(cuts).toBeLessThan(cutsMax);
});

test('from light to full: a full start is fresh, a light one begins anew', async () => {
  let cuts = 0;
  for (let commits = 0; commits < cutsMax; commits++) {
    const [first, second] = [await filled('light'), await filled('light')];
    if (!(await isCut(first, 'full', commits))) break;
    cuts++;
    const full = await open(first, 'full');
    expect(full.loaded.how).toBe('fresh');
    expect(await full.store.scan('header', '', 9)).toEqual([]);
    await isCut(second, 'full', commits);
    const { loaded } = await open(second, 'light');
    expect([tip, forge.chainId]).toContain(loaded.chain.head().id);
  }
  expect(cuts).toBeGreaterThan(2);
  expect(cuts).toBeLessThan(cutsMax);
});
