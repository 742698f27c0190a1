// The reference Store and the crashing one pass the contract that they are there to define.

import { describe, expect, test } from 'vitest';
import { createMemoryDisk, openMemoryStore } from '../core/node/index.ts';
import { openCrashingStore } from './crashing-store.ts';
import { storeContract } from './store-contract.ts';

describe('memory store', () => {
  test.each(storeContract)('$name', async ({ run }) => {
    const disk = createMemoryDisk();
    await run(() => Promise.resolve(openMemoryStore(disk)));
  });
});

describe('crashing store that does not crash', () => {
  test.each(storeContract)('$name', async ({ run }) => {
    const store = openCrashingStore();
    let isFirst = true;
    await run(() => {
      const opened = isFirst ? store : store.reopen();
      isFirst = false;
      return Promise.resolve(opened);
    });
  });
});

describe('the contract notices', () => {
  const failures = async (
    broken: (store: ReturnType<typeof openMemoryStore>) => ReturnType<typeof openMemoryStore>,
  ) => {
    const names: string[] = [];
    for (const { name, run } of storeContract) {
      const disk = createMemoryDisk();
      await run(() => Promise.resolve(broken(openMemoryStore(disk)))).catch(() => names.push(name));
    }
    return names;
  };

  test('nothing in a good store', async () => {
    expect(await failures((store) => store)).toEqual([]);
  });

  test('a commit that writes half', async () => {
    const halved = await failures((store) => ({
      ...store,
      commit: (writes, durability) => store.commit(writes.slice(0, Math.ceil(writes.length / 2)), durability),
    }));
    expect(halved).toContain('a commit over several tables is seen whole or not at all');
  });

  test('commits that overtake each other', async () => {
    const overtaking = await failures((store) => ({
      ...store,
      commit: async (writes, durability) => {
        if (durability === 'strict') await Promise.resolve();
        await store.commit(writes, durability);
      },
    }));
    expect(overtaking).toContain('commits that nobody awaits take effect in the order of the calls');
  });

  test('a scan in the order of UTF-8 bytes', async () => {
    const sorted = await failures((store) => ({
      ...store,
      scan: async (table, from, count) => {
        const rows = [...(await store.scan(table, '', 1000))].filter(([key]) => compareUtf8(key, from) >= 0);
        return rows.sort(([left], [right]) => compareUtf8(left, right)).slice(0, count);
      },
    }));
    expect(sorted).toEqual(['scan orders by UTF-16 code units']);
  });

  test('a store that goes on after close', async () => {
    const endless = await failures((store) => ({ ...store, close: () => Promise.resolve() }));
    expect(endless).toEqual(['a closed store refuses every call']);
  });
});

function compareUtf8(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
