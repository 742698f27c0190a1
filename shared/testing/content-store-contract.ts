// What every ContentStore must do, as a list of cases without a test framework, so that the same list runs on memory, on LevelDB
// and in a browser page on IndexedDB. A case opens one store of its own, empty at first; where it is opened again, it has
// been closed.
// Content ids are compared with another implementation's (tests/vectors/files). Bounded: 3 MB a file.

import type { ContentStore } from '../files/index.ts';
import { contractCase } from './contract-case.ts';

export interface OpenedContent {
  readonly store: ContentStore;
  /** may be called twice */
  readonly close: () => Promise<void>;
}

export interface ContentStoreCase {
  readonly name: string;
  readonly run: (open: () => Promise<OpenedContent>) => Promise<void>;
}

export interface UnixFsVectors {
  readonly files: readonly { readonly size: number; readonly cid: string }[];
  readonly folders: readonly { readonly parts: readonly (readonly [string, number])[]; readonly cid: string }[];
}

/** The bytes that the vectors are about. */
export const vectorBytes = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  let state = 1;
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
};

const never = new AbortController().signal;
const alone = { folder: false, signal: never };

const expectSame = (what: string, found: unknown, expected: unknown): void => {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: found ${a}, expected ${b}`);
};

const gather = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const expectBytes = (what: string, found: Uint8Array, expected: Uint8Array): void => {
  const isEqual = found.length === expected.length && found.every((byte, at) => byte === expected[at]);
  if (!isEqual) throw new Error(`${what}: ${found.length} bytes that are not the ${expected.length} expected`);
};

const faultOf = async (step: () => Promise<unknown>): Promise<string> => {
  try {
    await step();
    return 'none';
  } catch (cause) {
    return cause instanceof Error && 'type' in cause ? String(cause.type) : String(cause);
  }
};

const hasTheIds = ({ files, folders }: UnixFsVectors) =>
  contractCase<OpenedContent>('content ids are those of another implementation', async ({ store }) => {
    for (const { size, cid } of files) {
      const added = await store.add([{ path: 'x', bytes: vectorBytes(size) }], alone);
      expectSame(`a file of ${size}`, added, { cid, size });
    }
    for (const { parts, cid } of folders) {
      const sources = parts.map(([path, size]) => ({ path, bytes: vectorBytes(size) }));
      const added = await store.add(sources, { ...alone, folder: true });
      expectSame('a folder', added.cid, cid);
    }
  });

const readsBack = contractCase<OpenedContent>(
  'what is added is read back, whole and in ranges',
  async ({ store, close }, again) => {
    const bytes = vectorBytes(3_000_000);
    const { cid } = await store.add([{ path: 'x', bytes }], alone);
    expectBytes('whole', await gather(store.read(cid, { signal: never })), bytes);
    const range = store.read(cid, { offset: 1_048_570, length: 20, signal: never });
    expectBytes('a range over two chunks', await gather(range), bytes.slice(1_048_570, 1_048_590));
    await close();
    const other = await again();
    try {
      expectBytes('opened again', await gather(other.store.read(cid, { signal: never })), bytes);
    } finally {
      await other.close();
    }
  },
);

const takesBlobs = contractCase<OpenedContent>(
  'a Blob is the same as its bytes, and progress ends at its size',
  async ({ store }) => {
    const bytes = vectorBytes(2_500_000);
    const seen: number[] = [];
    const onProgress = ({ done }: { readonly done: number }): void => void seen.push(done);
    const blob = await store.add([{ path: 'x', bytes: new Blob([bytes]) }], { ...alone, onProgress });
    const plain = await store.add([{ path: 'y', bytes }], alone);
    expectSame('content id', blob.cid, plain.cid);
    expectSame('progress', seen.at(-1), bytes.length);
  },
);

const describes = contractCase<OpenedContent>(
  'a folder is listed with the paths and sizes of its files',
  async ({ store }) => {
    const parts = [
      { path: 'a.txt', bytes: vectorBytes(5) },
      { path: 'deep/er/b.bin', bytes: vectorBytes(1_048_577) },
    ];
    const { cid, size } = await store.add(parts, { ...alone, folder: true });
    const { kind, entries, size: told } = await store.describe(cid, never);
    expectSame('kind and size', [kind, told, size], ['folder', 1_048_582, 1_048_582]);
    const found = entries.map(({ path, size: bytes }) => [path, bytes]);
    expectSame('entries', found, [
      ['a.txt', 5],
      ['deep/er/b.bin', 1_048_577],
    ]);
    const inside = await gather(store.read(cid, { path: 'deep/er/b.bin', length: 9, signal: never }));
    expectBytes('a file within', inside, vectorBytes(9));
  },
);

const fetchesHere = contractCase<OpenedContent>(
  'fetching what is here asks nobody, and a wrong size is refused',
  async ({ store }) => {
    const { cid } = await store.add([{ path: 'x', bytes: vectorBytes(2_000_000) }], alone);
    expectSame('size', (await store.fetch(cid, { size: 2_000_000, signal: never })).size, 2_000_000);
    expectSame('fault', await faultOf(() => store.fetch(cid, { size: 7, signal: never })), 'content-refused');
    const { blocks, damaged, bytes } = await store.verify(cid);
    expectSame('verified', [blocks, damaged, bytes > 2_000_000], [3, 0, true]);
  },
);

const cancels = contractCase<OpenedContent>('adding ends when it is cancelled', async ({ store }) => {
  const controller = new AbortController();
  const onProgress = (): void => controller.abort(new Error('enough'));
  const adding = store.add([{ path: 'x', bytes: vectorBytes(3_000_000) }], {
    folder: false,
    signal: controller.signal,
    onProgress,
  });
  expectSame('how it ended', (await faultOf(() => adding)) !== 'none', true);
});

const refuses = contractCase<OpenedContent>('what is no content id, and what is not here', async ({ store }) => {
  expectSame('no id', await faultOf(() => store.describe('bafy', never)), 'not-a-file');
  const elsewhere = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';
  expectSame('elsewhere', await faultOf(() => store.describe(elsewhere, never)), 'no-holder');
});

/** The cases for stores that are alone: without anybody to fetch from. */
export const contentStoreContract = (vectors: UnixFsVectors): readonly ContentStoreCase[] => [
  hasTheIds(vectors),
  readsBack,
  takesBlobs,
  describes,
  fetchesHere,
  cancels,
  refuses,
];
