// When the browser is asked to keep what is stored, and what becomes of its answer.

import { expect, test } from 'vitest';
import type { Call, Method, Provider, ResultOf } from '../shared/provider/index.ts';
import { createStorageKeeper, type StorageLike } from './keep-storage.ts';

const storageThat = (persist: () => Promise<boolean>) => {
  let asked = 0;
  const storage: StorageLike = {
    persisted: () => Promise.resolve(false),
    persist: () => {
      asked += 1;
      return persist();
    },
  };
  return { storage, asked: () => asked };
};

/** Answers nothing to all, but refuses to make a wallet while `isRefusing`. */
const providerThat = (isRefusing: () => boolean): Provider => ({
  request: async <M extends Method>({ method }: Call<M>): Promise<ResultOf<M>> => {
    if (method === 'wallet_create' && isRefusing()) throw new Error('no');
    return {};
  },
  on: () => undefined,
  off: () => undefined,
});

const make = { method: 'wallet_create', params: { passphrase: 'p' } } as const;

test('it is asked once, when a wallet was made', async () => {
  const { storage, asked } = storageThat(() => Promise.resolve(true));
  const told: boolean[] = [];
  let isRefusing = true;
  const keeper = createStorageKeeper(storage, (persisted) => told.push(persisted));
  const provider = keeper.watching(providerThat(() => isRefusing));
  await provider.request({ method: 'node_status' });
  await expect(provider.request(make)).rejects.toThrow('no');
  expect(asked()).toBe(0);
  isRefusing = false;
  await provider.request(make);
  await provider.request({ method: 'wallet_import', params: { mnemonic: 'a', passphrase: 'p' } });
  await expect.poll(() => told).toEqual([true]);
  expect(asked()).toBe(1);
});

test.each([
  ['says no', () => Promise.resolve(false)],
  ['fails', () => Promise.reject(new TypeError('not here'))],
])('a browser that %s has not promised anything', async (_, persist) => {
  const told: boolean[] = [];
  const keeper = createStorageKeeper(storageThat(persist).storage, (persisted) => told.push(persisted));
  await keeper.watching(providerThat(() => false)).request(make);
  await expect.poll(() => told).toEqual([false]);
  expect(await keeper.isPersisted()).toBe(false);
});

test('a wallet is made before the person has answered', async () => {
  const keeper = createStorageKeeper(storageThat(() => new Promise(() => undefined)).storage, () => undefined);
  await keeper.watching(providerThat(() => false)).request(make);
});

test('where the browser has no such promise to give, the answer is no', async () => {
  const told: boolean[] = [];
  const keeper = createStorageKeeper(undefined, (persisted) => told.push(persisted));
  expect(await keeper.isPersisted()).toBe(false);
  await keeper.watching(providerThat(() => false)).request(make);
  await expect.poll(() => told).toEqual([false]);
});
