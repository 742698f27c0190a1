// When the browser is asked to keep what is stored, and what becomes of its answer.

import { expect, test } from 'vitest';
import type { Call, EventListenerOf, EventName, Method, Provider, ResultOf } from '../shared/provider/index.ts';
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

/** A provider that tells what became of the wallet when the test says so. */
const providerWithWallet = () => {
  const told = new Set<EventListenerOf<'wallet'>>();
  const provider: Provider = {
    ...providerThat(() => false),
    on: <E extends EventName>(event: E, listener: EventListenerOf<E>) => {
      if (event === 'wallet') told.add(listener as EventListenerOf<'wallet'>);
    },
  };
  const tell = (hasCoins: boolean): void => {
    for (const listener of told) listener({ backedUp: true, hasCoins });
  };
  return { provider, tell };
};

test('it is asked again at the first coins, when it was refused, and then no more', async () => {
  const answers = [false, true];
  const { storage, asked } = storageThat(() => Promise.resolve(answers.shift() ?? false));
  const told: boolean[] = [];
  const { provider, tell } = providerWithWallet();
  await createStorageKeeper(storage, (persisted) => told.push(persisted))
    .watching(provider)
    .request(make);
  await expect.poll(() => told).toEqual([false]);
  for (const hasCoins of [false, true, true, false, true]) tell(hasCoins);
  await expect.poll(() => told).toEqual([false, true]);
  expect(asked()).toBe(2);
});

test('it is asked at the first coins, when it was not asked before', async () => {
  const { storage, asked } = storageThat(() => Promise.resolve(true));
  const told: boolean[] = [];
  const { provider, tell } = providerWithWallet();
  createStorageKeeper(storage, (persisted) => told.push(persisted)).watching(provider);
  tell(false);
  expect(asked()).toBe(0);
  tell(true);
  await expect.poll(() => told).toEqual([true]);
});

test.each([
  ['promised already', async () => true, [false, true]],
  ['there before this page', async () => false, [true, true]],
])('coins that are %s are no reason to ask', async (_, persisted, hasCoins) => {
  let asked = 0;
  const persist = (): Promise<boolean> => Promise.resolve((asked += 1) > 0);
  const { provider, tell } = providerWithWallet();
  createStorageKeeper({ persisted, persist }, () => undefined).watching(provider);
  for (const has of hasCoins) tell(has);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(0);
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
