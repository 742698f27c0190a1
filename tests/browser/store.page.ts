// The page of store.browser.test.ts: the Store contract, the profile store and the tab's slot on the real IndexedDB and
// Web Locks, the file store's contract on it, and what only a browser can do to a database: upgrade it, delete it, refuse
// space. Bounded: each function works on a database of its own, but for the profile's.

import { deleteDB, openDB } from 'idb';
import { browserHoldLock } from '../../browser-node/ports/hold-lock.ts';
import { openIndexedDbStore } from '../../browser-node/ports/indexeddb-store.ts';
import { openDatabase } from '../../browser-node/ports/open-database.ts';
import { openProfileStore } from '../../browser-node/ports/profile-store.ts';
import { browserTabSlotWorld } from '../../browser-node/ports/tab-slot-like.ts';
import { leaseGuard } from '../../browser-node/slot-leases.ts';
import { takeTabSlot } from '../../browser-node/tab-slot.ts';
import type { Store } from '../../shared/core/node/ports.ts';
import { createSigningRecord, createSlotSigner, type SlotSigner } from '../../shared/signing/index.ts';
import { createHeliaContent, openBlockShelf } from '../../shared/files/index.ts';
import { contentStoreContract, signingRecordContract, type UnixFsVectors } from '../../shared/testing/index.ts';
import { freshName, runStoreCase } from './store-under-test.ts';

/** What was seen of faults: their types. */
export interface FaultOutcome {
  /** what the calls answered, in their order: 'done' or the type of the fault */
  readonly calls: readonly string[];
  /** what `onClosed` was told */
  readonly closed: readonly string[];
  /** the keys that are there after opening again */
  readonly keys: readonly string[];
}

/** 'done' or the type of the fault, and blocks as verified */
export interface FullDiskOutcome {
  readonly large: string;
  /** bytes on the shelf before it and after it was given back */
  readonly bytes: readonly number[];
  readonly chain: string;
  readonly brim: string;
  readonly verified: readonly unknown[];
  readonly earlier: string;
  readonly deleted: string;
  readonly afterwards: string;
  readonly closed: readonly string[];
}

export interface StorePage {
  readonly runCase: (name: string) => Promise<void>;
  readonly runCaseInWorker: (name: string) => Promise<void>;
  readonly upgradeElsewhere: () => Promise<FaultOutcome>;
  readonly deleteElsewhere: () => Promise<FaultOutcome>;
  readonly takenElsewhere: () => Promise<FaultOutcome>;
  /** what a tab that leases slot 3 is answered by the profile when `holder` stands in the lease; its own name is 'own' */
  readonly useLease: (holder: string) => Promise<readonly string[]>;
  readonly overrun: () => Promise<FaultOutcome>;
  /** Opens a database `name`, commits the key 'before', then calls `meddle` (hung on the window by the test), then more. */
  readonly commitAround: (name: string) => Promise<FaultOutcome>;
  readonly keysOf: (name: string) => Promise<readonly string[]>;
  /** Files until the disk is full, and what can be done then. */
  readonly fillWithFiles: () => Promise<FullDiskOutcome>;
  readonly openBlocked: () => Promise<string>;
  /** A case of the contract of signed slots on the profile's database, each opening with a connection of its own. */
  readonly runSigningCase: (name: string) => Promise<void>;
  /** Signs a slot with the one key of all pages, as a tab does: 'signed', or why not. */
  readonly signSlot: (slot: number) => Promise<string>;
  /** A case of the contract of the file store, on a database of its own. */
  readonly runContentCase: (name: string, vectors: UnixFsVectors) => Promise<void>;
  readonly profile: typeof openProfileStore;
  readonly takeSlot: () => Promise<number>;
  /** times that the slot was lost */
  readonly slotsLost: () => number;
}

declare global {
  interface Window {
    readonly storePage: StorePage;
    readonly meddle: () => Promise<void>;
  }
}

const row = new Uint8Array([1]);

async function runCaseInWorker(name: string): Promise<void> {
  const worker = new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module' });
  const complaint = await new Promise<string>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
    worker.onerror = (event) => resolve(`the worker failed: ${event.message}`);
    worker.postMessage(name);
  });
  worker.terminate();
  if (complaint !== '') throw new Error(complaint);
}

/** beyond any that the page has had */
const newerVersion = 1000;

async function upgradeElsewhere(): Promise<FaultOutcome> {
  const name = freshName();
  const closed: string[] = [];
  const store = await openIndexedDbStore(name, { onClosed: ({ type }) => closed.push(type) });
  const calls = [await outcome(store.commit([['meta', 'k', row]], 'strict'))];
  (await openDB(name, newerVersion)).close();
  calls.push(await outcome(store.commit([['meta', 'late', row]], 'strict')));
  calls.push(await outcome(openIndexedDbStore(name, { onClosed: ({ type }) => closed.push(type) })));
  const raw = await openDB(name);
  const keys = (await raw.getAllKeys('meta')).map(String);
  raw.close();
  return { calls, closed, keys };
}

/** Another tab opens the database while this one has it: from then on this one's commits are refused, whole. */
async function takenElsewhere(): Promise<FaultOutcome> {
  const name = freshName();
  const closed: string[] = [];
  const store = await openIndexedDbStore(name, { onClosed: ({ type }) => closed.push(type) });
  const calls = [await outcome(store.commit([['meta', 'before', row]], 'strict'))];
  const taker = await openIndexedDbStore(name, { onClosed: ({ type }) => closed.push(`taker ${type}`) });
  calls.push(await outcome(taker.commit([['meta', 'taker', row]], 'relaxed')));
  calls.push(await outcome(store.commit([['body', 'late', row]], 'relaxed')));
  calls.push(await outcome(taker.commit([['meta', 'taker again', row]], 'strict')));
  await taker.close();
  return { calls, closed, keys: await keysOf(name) };
}

/** A tab that slept past its lease of slot 3 has nothing of the profile any more; one that holds it has all. */
async function useLease(holder: string): Promise<readonly string[]> {
  const everything = await openProfileStore();
  const lease = (pageToken: string): Uint8Array => new TextEncoder().encode(JSON.stringify({ pageToken, beatMs: 1 }));
  await everything.put('slot-lease-3', lease('own'));
  const own = await openProfileStore({ guard: leaseGuard(3, 'own') });
  await everything.put('slot-lease-3', lease(holder));
  return Promise.all([own.get('vault'), own.put('entry', row), own.list(''), own.delete('entry')].map(outcome));
}

async function deleteElsewhere(): Promise<FaultOutcome> {
  const name = freshName();
  const closed: string[] = [];
  const store = await openIndexedDbStore(name, { onClosed: ({ type }) => closed.push(type) });
  const calls = [await outcome(store.commit([['meta', 'k', row]], 'strict'))];
  await deleteDB(name);
  calls.push(await outcome(store.getMany('meta', ['k'])), await outcome(store.close()));
  return { calls, closed, keys: await keysOf(name) };
}

/** 1,100 commits that nobody awaits: the first 1,024 count, the handle ends. */
async function overrun(): Promise<FaultOutcome> {
  const name = freshName();
  const closed: string[] = [];
  const store = await openIndexedDbStore(name, { onClosed: ({ type }) => closed.push(type) });
  const commits = Array.from({ length: 1100 }, (_, index) =>
    outcome(store.commit([['meta', String(index).padStart(4, '0'), row]], 'relaxed')),
  );
  return { calls: [...new Set(await Promise.all(commits))], closed, keys: await keysOf(name) };
}

async function commitAround(name: string): Promise<FaultOutcome> {
  const closed: string[] = [];
  const store = await openIndexedDbStore(name, { onClosed: ({ type }) => closed.push(type) });
  const calls = [await outcome(store.commit([['body', 'before', row]], 'strict'))];
  await window.meddle();
  const large = new Uint8Array(4 * 1024 * 1024).map((_, index) => Math.imul(index, 2654435761) >>> 13);
  const during = [
    store.commit(
      [
        ['meta', 'small', row],
        ['body', 'large', large],
        ['meta', 'last', row],
      ],
      'strict',
    ),
    store.commit([['meta', 'next', row]], 'strict'),
  ];
  calls.push(...(await Promise.all(during.map(outcome))));
  calls.push(await outcome(store.commit([['meta', 'after', row]], 'strict')));
  await store.close();
  return { calls, closed, keys: [] };
}

async function keysOf(name: string): Promise<readonly string[]> {
  const store = await openIndexedDbStore(name, { onClosed: () => undefined });
  const tables = [await store.scan('body', '', 2000), await store.scan('meta', '', 2000)];
  await store.close();
  return tables.flat().map(([key]) => key);
}

const randomBytes = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
};

/** Rows that are smaller and smaller, until none of 16 bytes finds room; the last answer. */
async function fillToTheBrim(store: Store): Promise<string> {
  let last = '';
  for (const size of [524_288, 65_536, 4_096, 512, 16]) {
    do {
      last = await outcome(store.commit([['body', `${size}-${performance.now()}`, randomBytes(size)]], 'relaxed'));
    } while (last === 'done');
  }
  return last;
}

async function fillWithFiles(): Promise<FullDiskOutcome> {
  const [name, closed] = [freshName(), [] as string[]];
  const openOn = (database: string, goesOnWhenFull = true) =>
    openIndexedDbStore(database, { onClosed: ({ type }) => closed.push(type), goesOnWhenFull });
  const open = async () => {
    const shelf = await openBlockShelf({ openStore: () => openOn(name), holdsSpare: true }, 1e9);
    return { shelf, content: createHeliaContent({ shelf }) };
  };
  const add = ({ content }: Awaited<ReturnType<typeof open>>, size: number) =>
    content.add([{ path: 'x', bytes: randomBytes(size) }], { folder: false, signal: new AbortController().signal });
  const chain = await openOn(freshName(), false);
  const first = await open();
  const { cid } = await add(first, 2_500_000);
  const keys = new Set([...first.shelf.keys()].map(([key]) => key));
  const bytes = [first.shelf.bytes()];
  const large = await outcome(add(first, 24_000_000));
  // Straight after it, before anything was given back.
  const chainGoesOn = await outcome(chain.commit([['body', 'next', randomBytes(1_000_000)]], 'strict'));
  const brim = await fillToTheBrim(await openOn(freshName()));
  const verified = [await first.content.verify(cid)];
  const second = await open();
  verified.push(await second.content.verify(cid));
  const parts = [...second.shelf.keys()].map(([key]) => key).filter((key) => !keys.has(key));
  const earlier = await outcome(first.shelf.delete(parts));
  const deleted = await outcome(second.shelf.delete(parts));
  bytes.push(second.shelf.bytes());
  const afterwards = await outcome(add(second, 1_000_000));
  verified.push(await second.content.verify(cid));
  return { ...{ large, bytes, brim, verified, earlier, deleted, afterwards, closed }, chain: chainGoesOn };
}

/** A connection that ignores `versionchange`, as that of a frozen tab does, stands before an upgrade. */
async function openBlocked(): Promise<string> {
  const name = freshName();
  const held = await openDB(name, 1);
  const blocked = openDatabase({ name, version: 2, tables: [], onLost: () => undefined, timeoutMs: 200 });
  const answer = await outcome(blocked);
  held.close();
  // The connection that came too late must not be left open.
  await deleteDB(name);
  return answer;
}

/** 'done' or the type of the fault. */
function outcome(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'done',
    (reason: unknown) => (reason instanceof Error && 'type' in reason ? String(reason.type) : String(reason)),
  );
}

async function runSigningCase(name: string): Promise<void> {
  const found = signingRecordContract.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the contract has no case '${name}'`);
  const profile = await openProfileStore();
  for (const key of await profile.list('signed/')) await profile.delete(key);
  await found.run(async () => ({ record: createSigningRecord(await openProfileStore()), close: () => undefined }));
}

let signer: SlotSigner | undefined;

async function signSlot(slot: number): Promise<string> {
  signer ??= createSlotSigner({
    record: createSigningRecord(await openProfileStore()),
    holdLock: browserHoldLock(),
    sign: () => Promise.resolve(new Uint8Array(64)),
  });
  const [chainId, key, digest] = ['c7', 'a7', 'd7'].map((byte) => byte.repeat(32));
  if (chainId === undefined || key === undefined || digest === undefined) throw new Error('three names');
  const answer = await signer.sign({ chainId, key, slot, digest, seenSlot: undefined, quietSlots: 6 });
  return answer.ok ? 'signed' : answer.reason;
}

async function runContentCase(name: string, vectors: UnixFsVectors): Promise<void> {
  const found = contentStoreContract(vectors).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the contract has no case '${name}'`);
  const database = freshName();
  const openStore = () => openIndexedDbStore(database, { onClosed: () => undefined });
  await found.run(async () => {
    const shelf = await openBlockShelf({ openStore }, 1e8);
    return { store: createHeliaContent({ shelf }), close: shelf.close };
  });
  await deleteDB(database);
}

let slotsLost = 0;

async function takeSlot(): Promise<number> {
  const world = browserTabSlotWorld(await openProfileStore());
  const taken = await takeTabSlot(world, { onLost: () => (slotsLost += 1) });
  return taken.type === 'tab-slot' ? taken.slot : -1;
}

const storePage: StorePage = {
  runCase: runStoreCase,
  runCaseInWorker,
  upgradeElsewhere,
  deleteElsewhere,
  takenElsewhere,
  useLease,
  overrun,
  commitAround,
  keysOf,
  fillWithFiles,
  openBlocked,
  runSigningCase,
  signSlot,
  runContentCase,
  profile: openProfileStore,
  takeSlot,
  slotsLost: () => slotsLost,
};

Object.assign(window, { storePage });
