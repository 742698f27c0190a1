// A chain in a browser without IndexedDB, as Node.js is one: it is kept in memory, over switches of networks, and said.

import { expect, test } from 'vitest';
import { createChainStores } from './open-chain-store.ts';
import { storeFault } from './store-fault.ts';

const row = new Uint8Array([1]);

test('without IndexedDB the chain is in memory, and every opening says so', async () => {
  const open = createChainStores();
  let told = 0;
  const options = { onClosed: () => undefined, onNotKept: () => (told += 1) };
  const store = await open('a', options);
  await store.commit([['meta', 'k', row]], 'strict');
  await store.close();
  const other = await open('b', options);
  expect(await other.getMany('meta', ['k'])).toEqual([undefined]);
  const again = await open('a', options);
  expect(await again.getMany('meta', ['k'])).toEqual([row]);
  expect(told).toBe(3);
});

test.each(['store-full', 'store-newer', 'store-blocked', 'store-lost', 'store-broken'] as const)(
  'a database that is there and answers %s is no reason to begin in memory',
  async (type) => {
    const open = createChainStores(() => Promise.reject(storeFault(type, 'no')));
    let told = 0;
    const opening = open('a', { onClosed: () => undefined, onNotKept: () => (told += 1) });
    await expect(opening).rejects.toMatchObject({ type });
    expect(told).toBe(0);
  },
);
