// The content store over a store in memory passes the contract, as it does over LevelDB (terminal-node/ports) and over
// IndexedDB (tests/browser/store.browser.test.ts). And what happens to a damaged block, a full shelf and a name.

import { readFileSync } from 'node:fs';
import { encode as encodeDagPb } from '@ipld/dag-pb';
import { CID } from 'multiformats/cid';
import { sha256 as hasher } from 'multiformats/hashes/sha2';
import { describe, expect, test } from 'vitest';
import { toHex } from '../core/bytes/index.ts';
import { cleanFileName } from '../core/model/index.ts';
import { createMemoryDisk, openMemoryStore } from '../core/node/index.ts';
import { contentStoreContract, type UnixFsVectors, vectorBytes } from '../testing/index.ts';
import { type BlockShelf, openBlockShelf } from './block-shelf.ts';
import { chooseToKeep } from './choose-to-keep.ts';
import { createHeliaContent } from './helia-content.ts';
import { openKeptFiles } from './kept-files.ts';
import { sniffMediaType } from './sniff-media-type.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../tests/vectors/files/unixfs.json', import.meta.url), 'utf8'),
) as UnixFsVectors;

const signal = new AbortController().signal;
const alone = { folder: false, signal };
const open = async (limitBytes = 1e9, disk = createMemoryDisk()) => {
  const shelf = await openBlockShelf({ openStore: async () => openMemoryStore(disk) }, limitBytes);
  const kept = await openKeptFiles(shelf);
  const busy = new Set<string>();
  const makeRoom = (bytes: number, below: number): Promise<boolean> =>
    kept.makeRoom(bytes, below, (cid) => busy.has(cid));
  return { disk, shelf, kept, busy, content: createHeliaContent({ shelf, makeRoom }) };
};

describe('over memory', () => {
  test.each(contentStoreContract(vectors))('$name', async ({ run }) => {
    const disk = createMemoryDisk();
    await run(async () => {
      const { content, shelf } = await open(1e9, disk);
      return { store: content, close: shelf.close };
    });
  });
});

describe('what can happen to a disk', () => {
  test('a block that has changed is dropped and found by verifying; the rest stays', async () => {
    const { content, disk, shelf } = await open();
    const { cid } = await content.add([{ path: 'x', bytes: vectorBytes(3_000_000) }], alone);
    const [damaged] = [...(disk.get('body') ?? [])].filter(([, bytes]) => bytes.length === 1_048_576);
    damaged?.[1].set([damaged[1][9] === 1 ? 2 : 1], 9);
    expect(await content.verify(cid)).toMatchObject({ blocks: 3, damaged: 1 });
    expect(shelf.has(damaged?.[0] ?? '')).toBe(false);
  });

  test('a full shelf refuses what does not fit, and keeps what it has', async () => {
    const { content, kept, shelf } = await open(2_500_000);
    const first = await content.add([{ path: 'x', bytes: vectorBytes(2_000_000) }], alone);
    await kept.put({ ...first, name: 'x', mediaType: 'a/b', why: 'own', since: 1, complete: true });
    const second = content.add([{ path: 'y', bytes: vectorBytes(1_500_001).reverse() }], alone);
    await expect(second).rejects.toMatchObject({ type: 'quota-full' });
    expect(shelf.bytes()).toBeLessThanOrEqual(2_500_000);
    await kept.collect();
    expect(await content.verify(first.cid)).toMatchObject({ blocks: 3, damaged: 0 });
    const tooLarge = content.add([{ path: 'z', bytes: vectorBytes(2_500_001) }], alone);
    await expect(tooLarge).rejects.toMatchObject({ type: 'file-too-large' });
  });

  test('a spare is held for the chain within the limit, given up when there is no room, and taken anew', async () => {
    const disk = createMemoryDisk();
    const spareOnDisk = (): number =>
      [...(disk.get('snapshot')?.values() ?? [])].reduce((sum, { length }) => sum + length, 0);
    let isFull = false;
    const store = openMemoryStore(disk);
    const commit: typeof store.commit = (writes, durability) =>
      isFull && writes.some(([, , value]) => value !== undefined)
        ? Promise.reject(Object.assign(new Error('no room'), { type: 'store-no-room' }))
        : store.commit(writes, durability);
    const shelf = await openBlockShelf({ openStore: async () => ({ ...store, commit }), holdsSpare: true }, 40_000_000);
    const content = createHeliaContent({ shelf });
    const spare = 4 * 1_048_576;
    const one = await content.add([{ path: 'x', bytes: vectorBytes(9) }], alone);
    expect([spareOnDisk(), shelf.limit(), shelf.bytes()]).toEqual([spare, 40_000_000 - spare, 9]);
    isFull = true;
    const full = { type: 'disk-full' };
    await expect(content.add([{ path: 'x', bytes: vectorBytes(10) }], alone)).rejects.toMatchObject(full);
    expect([spareOnDisk(), shelf.bytes()]).toEqual([0, 9]);
    expect(await content.verify(one.cid)).toMatchObject({ blocks: 1, damaged: 0 });
    // There is room again, and nobody knows it before something was deleted.
    isFull = false;
    await expect(content.add([{ path: 'x', bytes: vectorBytes(10) }], alone)).rejects.toMatchObject(full);
    await shelf.delete([...shelf.keys()].map(([key]) => key));
    await content.add([{ path: 'x', bytes: vectorBytes(10) }], alone);
    expect([spareOnDisk(), shelf.bytes()]).toEqual([spare, 10]);
    shelf.setLimit(20_000_000);
    expect(shelf.limit()).toBe(20_000_000);
    await expect.poll(spareOnDisk).toBe(0);
    await content.add([{ path: 'x', bytes: vectorBytes(11) }], alone);
    expect(spareOnDisk()).toBe(0);
    shelf.setLimit(40_000_000);
    await content.add([{ path: 'x', bytes: vectorBytes(12) }], alone);
    expect(spareOnDisk()).toBe(spare);
    await shelf.close();
  });

  test('what was only looked at makes room, oldest first; what is pinned never', async () => {
    const { busy, content, kept, shelf } = await open(3_200_000);
    const add = async (size: number, why: 'seen' | 'own', since: number, complete = true) => {
      const added = await content.add([{ path: 'x', bytes: vectorBytes(size) }], alone);
      await kept.put({ ...added, name: 'x', mediaType: 'a/b', why, since, complete });
      return added.cid;
    };
    const own = await add(1_000_000, 'own', 1);
    const old = await add(1_000_001, 'seen', 2);
    const newer = await add(1_000_002, 'seen', 3);
    const more = await add(1_000_003, 'own', 4);
    expect(kept.list().map(({ cid }) => cid)).toEqual([own, newer, more]);
    expect(kept.get(old)).toBeUndefined();
    expect(shelf.bytes()).toBeLessThan(3_200_000);
    // Parts of one that nobody fetches any more go like any other; those of one that is on its way stay.
    await kept.delete(newer);
    await kept.collect();
    const part = await add(1_000_004, 'seen', 5, false);
    busy.add(part);
    await expect(add(1_000_005, 'own', 6)).rejects.toMatchObject({ type: 'quota-full' });
    busy.delete(part);
    await add(1_000_005, 'own', 6);
    expect(kept.get(part)).toBeUndefined();
  });

  test('unpinned blocks are collected, those that another file shares stay', async () => {
    const { content, kept, shelf } = await open();
    const small = await content.add([{ path: 'a', bytes: vectorBytes(1_048_576) }], alone);
    const large = await content.add([{ path: 'b', bytes: vectorBytes(2_000_000) }], alone);
    for (const one of [small, large])
      await kept.put({ ...one, name: 'x', mediaType: 'a/b', why: 'own', since: 1, complete: true });
    await kept.delete(large.cid);
    expect(await kept.collect()).toBeGreaterThan(900_000);
    expect(shelf.bytes()).toBe(1_048_576);
  });

  test('records and sizes are there again after opening again; a store that failed is opened again', async () => {
    const disk = createMemoryDisk();
    let fails = 0;
    const openStore = async () => {
      const store = openMemoryStore(disk);
      return {
        ...store,
        commit: (...args: Parameters<typeof store.commit>) =>
          fails-- > 0 ? Promise.reject(new Error('disk')) : store.commit(...args),
      };
    };
    const shelf = await openBlockShelf({ openStore }, 1e9);
    const content = createHeliaContent({ shelf });
    fails = 1;
    await expect(content.add([{ path: 'x', bytes: vectorBytes(9) }], alone)).rejects.toMatchObject({
      type: 'storage-failed',
    });
    expect(shelf.bytes()).toBe(0);
    await content.add([{ path: 'x', bytes: vectorBytes(9) }], alone);
    const again = await openBlockShelf({ openStore }, 1e9);
    expect(again.bytes()).toBe(9);
  });
});

describe('folders of strangers', () => {
  const put = async (shelf: BlockShelf, codec: number, bytes: Uint8Array<ArrayBuffer>): Promise<CID> => {
    const hash = await hasher.digest(bytes);
    await shelf.put(toHex(hash.digest), bytes);
    return CID.create(1, codec, hash);
  };
  const folderOf = (shelf: BlockShelf, links: readonly (readonly [name: string, file: CID])[]): Promise<CID> => {
    const Links = links.map(([Name, Hash]) => ({ Name, Hash, Tsize: 2 }));
    return put(shelf, 0x70, new Uint8Array(encodeDagPb({ Data: Uint8Array.of(8, 1), Links })));
  };

  test('of a large one the first 2,000 files are listed, it is told that there are more, and all can be had', async () => {
    const { content, shelf } = await open();
    const links: [string, CID][] = [];
    for (let i = 0; i < 2_003; i++) {
      const file = await put(shelf, 0x55, Uint8Array.of(i & 255, i >> 8));
      links.push([`${String(i).padStart(5, '0')}.txt`, file]);
    }
    const cid = (await folderOf(shelf, links)).toString();
    const { size, entries, isCut } = await content.fetch(cid, { size: 4_006, signal });
    expect([size, entries.length, isCut]).toEqual([4_006, 2_000, true]);
    const beyond = await content.describe(cid, signal, '02002.txt');
    expect(beyond).toEqual({ kind: 'file', size: 2, entries: [], isCut: false });
    for (const wrong of [3_999, 4_005]) {
      await expect(content.fetch(cid, { size: wrong, signal })).rejects.toMatchObject({ type: 'content-refused' });
    }
    await expect(content.describe(cid, signal, 'none.txt')).rejects.toMatchObject({ type: 'not-a-file' });
  });

  test('names that no file can have are left out, and that is told', async () => {
    const { content, shelf } = await open();
    const leaf = await put(shelf, 0x55, Uint8Array.of(1, 2));
    const names = ['', '..', 'a/b', 'good', 'x'.repeat(256), 'y\u202egnp.exe'];
    const links = names.toSorted().map((name) => [name, leaf] as const);
    const cid = (await folderOf(shelf, links)).toString();
    const { entries, isCut, size } = await content.describe(cid, signal);
    expect([entries.map(({ path }) => path), isCut, size]).toEqual([['..', 'good', 'y\u202egnp.exe'], true, 6]);
    for (const { path } of entries) expect((await content.describe(cid, signal, path)).size).toBe(2);
  });
});

describe('names and types', () => {
  test.each([
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['a\u202egnp.exe', 'a_gnp.exe'],
    ['', 'file'],
    ['..', 'file'],
    [' x '.repeat(200), /^x.{200,253}$/],
    ['🌳'.repeat(80), /^(🌳){63}$/u],
  ])('%j becomes clean', (name, expected) => {
    expect(cleanFileName(name)).toMatch(
      expected instanceof RegExp ? expected : new RegExp(`^${expected.replaceAll('.', '\\.')}$`),
    );
  });

  test.each([
    ['<html><script>alert(1)</script>', 'text/plain'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'text/plain'],
    ['\u0000\u0001binary', 'application/octet-stream'],
    ['%PDF-1.7', 'application/pdf'],
  ])('%j is %s', (text, mediaType) => {
    expect(sniffMediaType(new TextEncoder().encode(text))).toBe(mediaType);
  });

  test('pictures and films by their first bytes', () => {
    expect(sniffMediaType(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10))).toBe('image/png');
    expect(sniffMediaType(Uint8Array.of(0, 0, 0, 32, ...new TextEncoder().encode('ftypisom')))).toBe('video/mp4');
  });
});

test('help keeps what the fewest hold, of equals the newest, below the limit', () => {
  const facts = (cid: string, size: number) => ({ cid, name: cid, mediaType: 'a/b', size });
  const candidates = [
    { facts: facts('new', 5), holders: 2 },
    { facts: facts('rare', 5), holders: 1 },
    { facts: facts('huge', 50), holders: 1 },
    { facts: facts('lost', 1), holders: 0 },
    { facts: facts('old', 5), holders: 2 },
  ];
  expect(chooseToKeep(candidates, 10).map(({ cid }) => cid)).toEqual(['rare', 'new']);
});
