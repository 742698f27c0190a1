// What a crash may take: a suffix of the commits since the last strict one that resolved, each whole or not at all.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Durability } from '../core/node/ports.ts';
import type { CrashingStore, CrashLoss } from './crashing-store.ts';
import { openCrashingStore } from './crashing-store.ts';

const commitsThenCrash = fc.record({
  durabilities: fc.array(fc.constantFrom<Durability>('strict', 'relaxed'), { maxLength: 20 }),
  luck: fc.nat(),
});

/** Commit `number` writes itself under three keys; so the store tells up to which commit it got, and whether it is torn. */
function commitNumber(store: CrashingStore, number: number, durability: Durability): Promise<void> {
  const value = new Uint8Array([number]);
  const writes = ['a', 'b'].map((key) => ['header', key, value] as const);
  return store.commit([...writes, ['meta', 'c', value]], durability);
}

async function lastCommit(store: CrashingStore): Promise<number> {
  const [a, b] = await store.getMany('header', ['a', 'b']);
  const [c] = await store.getMany('meta', ['c']);
  expect([b?.[0], c?.[0]], 'a torn commit').toEqual([a?.[0], a?.[0]]);
  return a?.[0] ?? 0;
}

test('a crash loses a suffix of what came after the last strict commit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(commitsThenCrash, { minLength: 1, maxLength: 5 }), async (lives) => {
      let store = openCrashingStore();
      let found = 0;
      for (const { durabilities, luck } of lives) {
        let number = found;
        let safe = found;
        for (const durability of durabilities) {
          number += 1;
          await commitNumber(store, number, durability);
          if (durability === 'strict') safe = number;
        }
        expect(await lastCommit(store)).toBe(number);
        store = store.crash((below) => luck % below);
        found = await lastCommit(store);
        expect(found).toBe(safe + (luck % (number - safe + 1)));
      }
    }),
  );
});

test('a store that breaks its promises still keeps what a strict commit has covered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<CrashLoss>('scattered', 'torn'),
      fc.integer({ min: 1, max: 9 }),
      fc.infiniteStream(fc.boolean()),
      async (loss, relaxed, luck) => {
        const store = openCrashingStore();
        await commitNumber(store, 1, 'strict');
        const names = Array.from({ length: relaxed }, (_, index) => `row-${index}`);
        for (const name of names) {
          const writes = [`${name}-a`, `${name}-b`].map((key) => ['index', key, new Uint8Array([1])] as const);
          await store.commit(writes, 'relaxed');
        }
        const restarted = store.crash(() => (luck.next().value === true ? 1 : 0), loss);
        expect(await lastCommit(restarted)).toBe(1);
        if (loss === 'torn') return;
        for (const name of names) {
          const [a, b] = await restarted.getMany('index', [`${name}-a`, `${name}-b`]);
          expect(a, 'a torn commit').toEqual(b);
        }
      },
    ),
  );
});

test('scattered: a later commit may be there without an earlier one; torn: a part without the rest', async () => {
  const numbers = [1, 0, 1, 0];
  const next = (): number => numbers.shift() ?? 0;
  const scattered = openCrashingStore();
  await scattered.commit([['meta', 'first', new Uint8Array([1])]], 'relaxed');
  await scattered.commit([['meta', 'second', new Uint8Array([2])]], 'relaxed');
  const found = await scattered.crash(next, 'scattered').getMany('meta', ['first', 'second']);
  expect(found.map((value) => value?.[0])).toEqual([undefined, 2]);

  const torn = openCrashingStore();
  const rows = ['first', 'second'].map((key) => ['meta', key, new Uint8Array([1])] as const);
  await torn.commit(rows, 'relaxed');
  const parts = await torn.crash(next, 'torn').getMany('meta', ['first', 'second']);
  expect(parts.map((value) => value?.[0])).toEqual([undefined, 1]);
});

test('a strict commit is safe when it has resolved and not before', async () => {
  const store = openCrashingStore();
  const done = commitNumber(store, 1, 'strict');
  const restarted = store.crash(() => 0);
  await expect(done).rejects.toMatchObject({ type: 'store-closed' });
  expect(await lastCommit(restarted)).toBe(0);

  await commitNumber(restarted, 2, 'strict');
  expect(await lastCommit(restarted.crash(() => 0))).toBe(2);
});

test('an empty strict commit saves nothing', async () => {
  const store = openCrashingStore();
  await commitNumber(store, 1, 'relaxed');
  await store.commit([], 'strict');
  expect(await lastCommit(store.crash(() => 0))).toBe(0);
});

test('closing is no flush: a crash after it may still take what was relaxed', async () => {
  const store = openCrashingStore();
  await commitNumber(store, 1, 'strict');
  await commitNumber(store, 2, 'relaxed');
  await store.close();
  const reopened = store.reopen();
  expect(await lastCommit(reopened)).toBe(2);
  expect(await lastCommit(reopened.crash(() => 0))).toBe(1);
});

test('the handle of before the crash is dead and harms nothing', async () => {
  const store = openCrashingStore();
  const restarted = store.crash(() => 0);
  await expect(commitNumber(store, 7, 'strict')).rejects.toMatchObject({ type: 'store-closed' });
  await expect(store.scan('meta', '', 1)).rejects.toMatchObject({ type: 'store-closed' });
  expect(await lastCommit(restarted)).toBe(0);
});
