// The Store contract on LevelDB in a real folder, that of the file store over it, and what the contract cannot ask of all:
// the lock, a process that is killed in the middle of its writing, a folder that may not be used, and the other database of
// a data folder.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHeliaContent, openBlockShelf } from '../../shared/files/index.ts';
import { createSigningRecord } from '../../shared/signing/index.ts';
import {
  contentStoreContract,
  signingRecordContract,
  storeContract,
  type UnixFsVectors,
} from '../../shared/testing/index.ts';
import { openLevelProfile } from './level-profile.ts';
import { openLevelStore } from './level-store.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-level-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const vectors = JSON.parse(
  readFileSync(new URL('../../tests/vectors/files/unixfs.json', import.meta.url), 'utf8'),
) as UnixFsVectors;

describe('the file store over LevelDB', () => {
  test.each(contentStoreContract(vectors))('$name', async ({ run }) =>
    run(async () => {
      const shelf = await openBlockShelf({ openStore: () => openLevelStore(join(folder, 'files')) }, 1e8);
      return { store: createHeliaContent({ shelf }), close: shelf.close };
    }),
  );
});

describe('the LevelDB store', () => {
  test.each(storeContract)('$name', async ({ run }) => run(() => openLevelStore(join(folder, 'chain'))), 30_000);

  test('a second handle on the folder is refused with one sentence, and the first goes on', async () => {
    const first = await openLevelStore(folder);
    await expect(openLevelStore(folder)).rejects.toMatchObject({
      type: 'store-locked',
      message: `${folder} is in use by another node: stop that one first.`,
    });
    await first.commit([['meta', 'k', Uint8Array.of(1)]], 'strict');
    await first.close();
    const next = await openLevelStore(folder);
    expect(await next.getMany('meta', ['k'])).toEqual([Uint8Array.of(1)]);
    await next.close();
  });

  test('a file in the place of the folder is told as what it is', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'not a folder');
    await expect(openLevelStore(path)).rejects.toMatchObject({ type: 'store-broken' });
  });

  test('relaxed commits over several logs, then a strict one: all there after opening again', async () => {
    const store = await openLevelStore(folder);
    const value = new Uint8Array(1024 * 1024);
    // LevelDB begins a new log at 4 MiB.
    for (let round = 0; round < 12; round++) {
      crypto.getRandomValues(value.subarray(0, 65_536));
      await store.commit([['body', String(round), value]], 'relaxed');
    }
    await store.commit([['meta', 'last', Uint8Array.of(12)]], 'strict');
    expect(await store.size()).toBeGreaterThan(0);
    await store.close();
    const again = await openLevelStore(folder);
    expect(await again.scan('body', '', 100)).toHaveLength(12);
    await again.close();
  });
});

/** Commits {meta: n, index: n} for n = 1, 2, … and says each n when its commit is done. */
const writerSource = (module: string, path: string): string => `
  import { openLevelStore } from ${JSON.stringify(module)};
  const store = await openLevelStore(${JSON.stringify(path)});
  for (let n = 1; ; n++) {
    const value = new Uint8Array(20_000).fill(n & 255);
    new DataView(value.buffer).setUint32(0, n);
    await store.commit([['meta', 'a', value], ['index', 'b', value]], n % 8 === 0 ? 'strict' : 'relaxed');
    process.send(n);
  }
`;

describe('a process that is killed while it writes', () => {
  test('leaves what it has said to be done, and every commit whole', async () => {
    const path = join(folder, 'chain');
    const script = join(folder, 'writer.mjs');
    await writeFile(script, writerSource(new URL('level-store.ts', import.meta.url).href, path));
    for (let round = 0; round < 3; round++) {
      const writer = fork(script, { execArgv: [] });
      let said = 0;
      writer.on('message', (n: number) => {
        said = n;
        if (n === 30 + round * 7) writer.kill('SIGKILL');
      });
      await once(writer, 'exit');
      expect(said).toBeGreaterThanOrEqual(30);
      const store = await openLevelStore(path);
      const [[a], [b]] = await Promise.all([store.getMany('meta', ['a']), store.getMany('index', ['b'])]);
      expect(a).toEqual(b);
      expect(new DataView(a?.buffer ?? new ArrayBuffer(4)).getUint32(0)).toBeGreaterThanOrEqual(said);
      await store.close();
    }
  }, 30_000);
});

describe('the record of signed slots', () => {
  test.each(signingRecordContract)('$name', async ({ run }) => {
    const profile = await openLevelProfile(folder);
    await run(() => ({ record: createSigningRecord(profile), close: () => undefined }));
    await profile.close();
  });

  test('is there after the node has ended', async () => {
    const [chainId, key] = ['c1'.repeat(32), 'a1'.repeat(32)];
    const profile = await openLevelProfile(folder);
    const record = createSigningRecord(profile);
    const fence = await record.takeFence(chainId, key);
    expect(await record.advance({ chainId, key, slot: 4, digest: 'aa'.repeat(32), fence })).toBe('written');
    await profile.close();
    const again = await openLevelProfile(folder);
    const later = createSigningRecord(again);
    const next = await later.takeFence(chainId, key);
    expect(await later.advance({ chainId, key, slot: 4, digest: 'bb'.repeat(32), fence: next })).toBe('slot-used');
    await again.close();
  });
});

describe('the profile of a data folder', () => {
  test('keeps, lists, deletes, and is there again', async () => {
    const profile = await openLevelProfile(folder);
    const value = Uint8Array.of(1, 2);
    const puts = ['b/2', 'a', 'b/1', 'c'].map((key) => profile.put(key, value));
    await Promise.all(puts);
    await profile.delete('c');
    expect(await profile.list('b/')).toEqual(['b/1', 'b/2']);
    expect(await profile.list('')).toEqual(['a', 'b/1', 'b/2']);
    expect(await profile.get('c')).toBeUndefined();
    await profile.close();
    const again = await openLevelProfile(folder);
    expect(await again.get('a')).toEqual(Uint8Array.of(1, 2));
    await again.close();
  });

  test('changes a value in one step, however many ask at once', async () => {
    const profile = await openLevelProfile(folder);
    const add = (current: Uint8Array | undefined): Uint8Array => Uint8Array.of((current?.[0] ?? 0) + 1);
    await Promise.all(Array.from({ length: 20 }, () => profile.update('count', add)));
    expect(await profile.get('count')).toEqual(Uint8Array.of(20));
    const throwing = profile.update('count', () => {
      throw new Error('not this time');
    });
    await expect(throwing).rejects.toThrow('not this time');
    expect(await profile.get('count')).toEqual(Uint8Array.of(20));
    await profile.update('count', () => undefined);
    expect(await profile.get('count')).toBeUndefined();
    await profile.close();
  });

  test('is had by one node at a time', async () => {
    const profile = await openLevelProfile(folder);
    await expect(openLevelProfile(folder)).rejects.toMatchObject({ type: 'store-locked' });
    await profile.close();
  });
});
