// What a slot remembers of its modes, and what it makes of records that are damaged or foreign.

import { expect, test } from 'vitest';
import { createMemoryProfile } from '../testing/index.ts';
import { createKeptModes } from './kept-mode.ts';

const chainId = 'c1'.repeat(32);
const other = 'c2'.repeat(32);

test('each slot remembers the mode of each network, full unless told', async () => {
  const profile = createMemoryProfile();
  const [first, second] = [createKeptModes(profile, 0), createKeptModes(profile, 1)];
  await first.put(chainId, { mode: 'light', start: 'state' });
  expect(await first.get(chainId)).toEqual({ mode: 'light', start: 'state' });
  expect(await second.get(chainId)).toEqual({ mode: 'full', start: 'state' });
});

test('where one network was told to start, networks without a record start too, in every slot', async () => {
  const profile = createMemoryProfile();
  const [first, second] = [createKeptModes(profile, 0), createKeptModes(profile, 1)];
  expect(await first.get(chainId)).toEqual({ mode: 'full' });
  expect(first.startOf(chainId)).toBe('auto');
  await first.put(chainId, { mode: 'light', start: 'blocks' });
  expect(first.startOf(chainId)).toBe('blocks');
  await first.put(other, { mode: 'light' });
  await first.remove(chainId);
  expect(await first.get(chainId)).toEqual({ mode: 'full', start: 'blocks' });
  expect(await second.get(other)).toEqual({ mode: 'full', start: 'blocks' });
  expect(await first.get(other)).toEqual({ mode: 'light' });
});

test('what is given stands before what is remembered', async () => {
  const profile = createMemoryProfile();
  await createKeptModes(profile, 0).put(chainId, { mode: 'full', start: 'blocks' });
  expect(await createKeptModes(profile, 0, 'light').get(chainId)).toEqual({ mode: 'light', start: 'blocks' });
});

test.each(['', '{', 'null', '7', '{"mode":"half"}', '{"mode":7}'])('the record %j counts as absent', async (text) => {
  const profile = createMemoryProfile();
  await profile.put(`mode/0/${chainId}`, new TextEncoder().encode(text));
  expect(await createKeptModes(profile, 0).get(chainId)).toEqual({ mode: 'full' });
});
