// Who a node is: kept once drawn, or made of a text.

import { expect, test } from 'vitest';
import { cryptoRandom } from '../shared/ports/index.ts';
import { createMemoryProfile } from '../shared/testing/index.ts';
import { identityOf } from './identity.ts';

test('the first start draws the identity, the next ones keep it, and another folder has another', async () => {
  const profile = createMemoryProfile();
  const first = await identityOf(profile, undefined, cryptoRandom);
  expect(first).toHaveLength(32);
  expect(await identityOf(profile, undefined, cryptoRandom)).toEqual(first);
  expect(await identityOf(createMemoryProfile(), undefined, cryptoRandom)).not.toEqual(first);
});

test('a text stands for one identity everywhere, and leaves the kept one alone', async () => {
  const profile = createMemoryProfile();
  const kept = await identityOf(profile, undefined, cryptoRandom);
  const alice = await identityOf(profile, 'alice', cryptoRandom);
  expect(alice).toHaveLength(32);
  expect(await identityOf(createMemoryProfile(), 'alice', cryptoRandom)).toEqual(alice);
  expect(await identityOf(profile, 'bob', cryptoRandom)).not.toEqual(alice);
  expect(await identityOf(profile, undefined, cryptoRandom)).toEqual(kept);
});
