// What every Store must do, as a list of cases with plain assertions and no test framework: the same list runs under
// vitest on the memory stores, inside a browser page on IndexedDB and under Node.js on LevelDB. A case is given `open`,
// which opens (again) one database of its own, empty at the first call; it closes what it opened and throws an Error
// with a sentence when the store is wrong. Bounded: the largest value is 1 MiB, the most commits at once are 100.

import type { Store, StoreWrite } from '../core/node/ports.ts';
import { contractCase } from './contract-case.ts';

export interface StoreContractCase {
  readonly name: string;
  readonly run: (open: () => Promise<Store>) => Promise<void>;
}

export const storeContract: readonly StoreContractCase[] = [
  contractCase('a commit is read back, holes are undefined and the order is that of the keys', readsBack),
  contractCase('tables do not see each other', separatesTables),
  contractCase('the last write of a key in one commit wins', lastWriteWins),
  contractCase('undefined deletes, also what is not there', deletes),
  contractCase('an empty commit changes nothing', acceptsEmptyCommit),
  contractCase('scan ascends from its bound and stops at its count', scansInOrder),
  contractCase('scan orders by UTF-16 code units', scansInUtf16Order),
  contractCase('buffers changed after a commit do not reach the store', copiesIn),
  contractCase('buffers changed after a read do not reach the store', copiesOut),
  contractCase('a view stores its own bytes alone', storesViews),
  contractCase('values of 0 bytes and of 1 MiB', storesSmallAndLarge),
  contractCase('commits that nobody awaits take effect in the order of the calls', ordersCommits),
  contractCase('a read sees the commits called before it and none called after it', ordersReads),
  contractCase('a commit over several tables is seen whole or not at all', isAtomic),
  contractCase('closing waits for what was called before it, opening again finds it', keepsData),
  contractCase('a closed store refuses every call', refusesAfterClose),
  contractCase('size grows with what is stored', tellsSize),
];

async function readsBack(store: Store): Promise<void> {
  await store.commit([put('body', 'a', [1, 2, 3]), put('body', 'c', [4])], 'strict');
  await expectMany(store, 'body', ['c', 'b', 'a', 'c'], ['4', 'none', '1,2,3', '4']);
  expectEqual('no keys', await store.getMany('body', []), []);
}

async function separatesTables(store: Store): Promise<void> {
  await store.commit([put('header', 'k', [1]), put('undo', 'k', [2])], 'relaxed');
  await expectMany(store, 'header', ['k'], ['1']);
  await expectMany(store, 'undo', ['k'], ['2']);
  await expectMany(store, 'snapshot', ['k'], ['none']);
}

async function lastWriteWins(store: Store): Promise<void> {
  const back: StoreWrite = ['meta', 'back', undefined];
  const gone: StoreWrite = ['meta', 'gone', undefined];
  const writes = [put('meta', 'k', [1]), put('meta', 'k', [2]), put('meta', 'gone', [1]), gone, back];
  await store.commit([...writes, put('meta', 'back', [7])], 'strict');
  await expectMany(store, 'meta', ['k', 'gone', 'back'], ['2', 'none', '7']);
}

async function deletes(store: Store): Promise<void> {
  await store.commit([put('index', 'a', [1]), put('index', 'b', [2])], 'strict');
  await store.commit(
    [
      ['index', 'a', undefined],
      ['index', 'never', undefined],
    ],
    'strict',
  );
  await expectMany(store, 'index', ['a', 'b', 'never'], ['none', '2', 'none']);
  await expectKeys(store, '', 10, ['b']);
}

async function acceptsEmptyCommit(store: Store): Promise<void> {
  await store.commit([put('index', 'a', [1])], 'relaxed');
  await store.commit([], 'strict');
  await store.commit([], 'relaxed');
  await expectMany(store, 'index', ['a'], ['1']);
}

async function scansInOrder(store: Store): Promise<void> {
  await expectKeys(store, '', 10, []);
  const keys = ['b', 'a10', 'a', 'c', 'a2', ''];
  await store.commit(
    keys.map((key, index) => put('index', key, [index])),
    'strict',
  );
  await expectKeys(store, '', 10, ['', 'a', 'a10', 'a2', 'b', 'c']);
  await expectKeys(store, 'a', 2, ['a', 'a10']);
  await expectKeys(store, 'a11', 10, ['a2', 'b', 'c']);
  await expectKeys(store, 'd', 10, []);
  await expectKeys(store, '', 0, []);
  const values = (await store.scan('index', 'a2', 2)).map(([, value]) => shown(value));
  expectEqual('values of a scan', values, ['4', '0']);
}

async function scansInUtf16Order(store: Store): Promise<void> {
  // As UTF-8 bytes the two last would change places: U+1F600 is D83D DE00 in UTF-16.
  const keys = ['Z', 'a', 'é', '\u{1F600}', '\uFFFD'];
  await store.commit(
    [...keys].reverse().map((key) => put('index', key, [1])),
    'relaxed',
  );
  await expectKeys(store, '', 10, keys);
  await expectKeys(store, '\u{1F600}', 10, keys.slice(3));
}

async function copiesIn(store: Store): Promise<void> {
  const value = new Uint8Array([1, 2, 3]);
  const writes: StoreWrite[] = [['body', 'k', value]];
  const done = store.commit(writes, 'strict');
  value[0] = 9;
  writes.push(put('body', 'late', [1]));
  await done;
  value[1] = 9;
  await expectMany(store, 'body', ['k', 'late'], ['1,2,3', 'none']);
}

async function copiesOut(store: Store): Promise<void> {
  await store.commit([put('index', 'k', [1, 2, 3])], 'strict');
  for (const value of await store.getMany('index', ['k', 'k'])) value?.fill(9);
  for (const [, value] of await store.scan('index', '', 1)) value.fill(9);
  await expectMany(store, 'index', ['k'], ['1,2,3']);
}

async function storesViews(store: Store): Promise<void> {
  const whole = new Uint8Array(1024).fill(5);
  await store.commit([['body', 'view', whole.subarray(10, 13)]], 'strict');
  const [value] = await store.getMany('body', ['view']);
  expectEqual('bytes of the view', shown(value), '5,5,5');
  expectEqual('bytes of the buffer that came back', value?.buffer.byteLength, 3);
}

async function storesSmallAndLarge(store: Store): Promise<void> {
  const large = new Uint8Array(1024 * 1024).map((_, index) => (index * 31) & 255);
  await store.commit([put('body', 'small', []), ['body', 'large', large]], 'strict');
  const [small, back] = await store.getMany('body', ['small', 'large']);
  expectEqual('bytes of the empty value', small?.length, 0);
  expectEqual('bytes of the large value', back?.length, large.length);
  expectEqual(
    'first wrong byte',
    back?.findIndex((byte, index) => byte !== large[index]),
    -1,
  );
}

async function ordersCommits(store: Store): Promise<void> {
  const finished: number[] = [];
  const commits = Array.from({ length: 100 }, (_, index) =>
    store
      .commit(
        [put('meta', 'last', [index]), put('index', `k${String(index)}`, [index])],
        index % 7 ? 'relaxed' : 'strict',
      )
      .then(() => finished.push(index)),
  );
  await Promise.all(commits);
  expectEqual(
    'order in which the commits were done',
    finished,
    finished.map((_, index) => index),
  );
  await expectMany(store, 'meta', ['last'], ['99']);
  expectEqual('rows', (await store.scan('index', '', 200)).length, 100);
}

async function ordersReads(store: Store): Promise<void> {
  const first = store.commit([put('meta', 'k', [1])], 'relaxed');
  const read = store.getMany('meta', ['k']);
  const second = store.commit([put('meta', 'k', [2])], 'strict');
  const scanned = store.scan('meta', '', 1);
  const third = store.commit([['meta', 'k', undefined]], 'relaxed');
  expectEqual('between the first and the second', (await read).map(shown), ['1']);
  const rows = await scanned;
  expectEqual(
    'between the second and the third',
    rows.map(([, value]) => shown(value)),
    ['2'],
  );
  await Promise.all([first, second, third]);
  await expectMany(store, 'meta', ['k'], ['none']);
}

async function isAtomic(store: Store): Promise<void> {
  const commits: Promise<void>[] = [];
  const reads: Promise<readonly (Uint8Array | undefined)[]>[] = [];
  for (let round = 1; round <= 20; round += 1) {
    const keys = Array.from({ length: 10 }, (_, index) => `k${String(index)}`);
    commits.push(
      store.commit([...keys.map((key) => put('header', key, [round])), put('meta', 'm', [round])], 'relaxed'),
    );
    reads.push(store.getMany('header', keys));
  }
  for (const [index, values] of (await Promise.all(reads)).entries()) {
    expectEqual('distinct values in one read', [...new Set(values.map(shown))], [String(index + 1)]);
  }
  await Promise.all(commits);
}

async function keepsData(store: Store, open: () => Promise<Store>): Promise<void> {
  await store.commit([put('snapshot', 'old', [1]), put('snapshot', 'k', [1])], 'relaxed');
  const last = store.commit([put('snapshot', 'k', [2]), ['snapshot', 'old', undefined]], 'strict');
  await store.close();
  await last;
  const again = await open();
  await expectMany(again, 'snapshot', ['k', 'old'], ['2', 'none']);
  await again.commit([put('snapshot', 'k', [3])], 'strict');
  await again.close();
  const third = await open();
  await expectMany(third, 'snapshot', ['k'], ['3']);
  await third.close();
}

async function refusesAfterClose(store: Store, open: () => Promise<Store>): Promise<void> {
  await store.commit([put('meta', 'k', [1])], 'strict');
  await store.close();
  await store.close();
  await expectClosed('commit', () => store.commit([put('meta', 'k', [2])], 'strict'));
  await expectClosed('empty commit', () => store.commit([], 'strict'));
  await expectClosed('getMany', () => store.getMany('meta', ['k']));
  await expectClosed('scan', () => store.scan('meta', '', 1));
  await expectClosed('size', () => store.size());
  const again = await open();
  await expectMany(again, 'meta', ['k'], ['1']);
  await again.close();
}

async function tellsSize(store: Store): Promise<void> {
  const before = await store.size();
  await store.commit([['body', 'k', new Uint8Array(300_000).fill(1)]], 'strict');
  const after = await store.size();
  if (after - before < 300_000)
    throw new Error(`size went from ${String(before)} to ${String(after)} at 300,000 bytes`);
}

function put(table: StoreWrite[0], key: string, bytes: readonly number[]): StoreWrite {
  return [table, key, new Uint8Array(bytes)];
}

function shown(value: Uint8Array | undefined): string {
  return value === undefined ? 'none' : value.join(',');
}

async function expectMany(store: Store, table: StoreWrite[0], keys: readonly string[], values: readonly string[]) {
  const found = await store.getMany(table, keys);
  expectEqual(`${table} ${keys.join(' ')}`, found.map(shown), values);
}

async function expectKeys(store: Store, from: string, count: number, keys: readonly string[]): Promise<void> {
  const rows = await store.scan('index', from, count);
  expectEqual(
    `scan from '${from}'`,
    rows.map(([key]) => key),
    keys,
  );
}

/** The handle says that it is closed by rejecting (not by throwing) an Error whose `type` is `store-closed`. */
async function expectClosed(call: string, attempt: () => Promise<unknown>): Promise<void> {
  const outcome = await attempt().then(
    () => 'resolved',
    (reason: unknown) => (reason instanceof Error && 'type' in reason ? reason.type : reason),
  );
  expectEqual(`${call} after close`, outcome, 'store-closed');
}

function expectEqual(what: string, actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: ${left} instead of ${right}`);
}
