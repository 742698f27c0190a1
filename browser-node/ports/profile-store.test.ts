// The profile of a browser that keeps nothing (Node.js has no IndexedDB either). The one on IndexedDB is tested in a
// browser by tests/browser/store.browser.test.ts.

import { expect, test } from 'vitest';
import { openProfileStore, profileValueBytesMax } from './profile-store.ts';

test('without IndexedDB it works and says that it is not persistent', async () => {
  const profile = await openProfileStore();
  expect(profile.persistent).toBe(false);
  const value = new Uint8Array([1, 2]);
  await profile.put('vault', value);
  value[0] = 9;
  (await profile.get('vault'))?.fill(9);
  expect(await profile.get('vault')).toEqual(new Uint8Array([1, 2]));
  await profile.put('seed-1', new Uint8Array([3]));
  await profile.put('seed-0', new Uint8Array([4]));
  expect(await profile.list('seed-')).toEqual(['seed-0', 'seed-1']);
  await profile.delete('seed-0');
  expect(await profile.list('')).toEqual(['seed-1', 'vault']);
});

test('an update that throws, or is too large, changes nothing', async () => {
  const profile = await openProfileStore();
  await profile.put('k', new Uint8Array([1]));
  const tooLarge = profile.put('k', new Uint8Array(profileValueBytesMax + 1));
  await expect(tooLarge).rejects.toMatchObject({ type: 'store-full' });
  const thrown = profile.update('k', (current) => {
    current?.fill(9);
    throw new Error('no');
  });
  await expect(thrown).rejects.toThrow('no');
  expect(await profile.get('k')).toEqual(new Uint8Array([1]));
  expect(await profile.update('k', (current) => current)).toEqual(new Uint8Array([1]));
  expect(await profile.update('k', () => undefined)).toBeUndefined();
  expect(await profile.get('k')).toBeUndefined();
});
