// Files between terminal nodes: one in a program adds, another, a process asked over JSON-RPC, fetches and keeps; the first
// goes, and a third, a process too, gets it from the second, byte for byte. And what commands add and get, larger than a call may
// be: a film, a folder, and a chain that a running node takes in.

import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encode as encodeDagPb } from '@ipld/dag-pb';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBlockShelf } from '../shared/files/index.ts';
import { createNode } from './library.ts';
import { createStage, fixedWork, testSpec } from '../shared/testing/index.ts';
import { openLevelStore } from './ports/level-store.ts';
import type { RpcClient } from './rpc/rpc-client.ts';
import { inBodyBytesMax } from './rpc/incoming.ts';
import { runCommandHere } from './testing/command-here.ts';
import { type NodeProcess, startNodeProcess } from './testing/node-process.ts';
import { runningClient } from './testing/running-client.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const storyMsMax = 60_000;
const passphrase = 'of a program';
const fileBytes = 2_500_000;
/** More than one piece of what `file get` reads. */
const filmBytes = 5_000_000;

let folder = '';
const stops: (() => Promise<unknown>)[] = [];
const network = {
  name: 'Three with files',
  genesisTime: Date.now() - 60_000,
  salt: randomBytes(16).toString('hex'),
  consensus: { kind: 'pow', blockTimeMs: 500, retarget: { kind: 'fixed', leadingHexZeros: 2 } },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-files-'));
  await writeFile(join(folder, 'spec.json'), JSON.stringify(network));
});

afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await rm(folder, { recursive: true });
});

const start = (data: string, ...args: readonly string[]): NodeProcess => {
  const node = startNodeProcess(main, ['--data', join(folder, data), '--spec', join(folder, 'spec.json'), ...args]);
  stops.push(() => node.end('SIGKILL'));
  return node;
};

/** What a command prints of itself, as JSON. */
const command = async (data: string, ...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const all = [main, ...args, '--data', join(folder, data), '--json'];
  const env = { ...process.env, TABCHAIN_PASSPHRASE: passphrase };
  const { stdout } = await promisify(execFile)(process.execPath, all, { env });
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
};

/** What lies below a folder, as text or as the length of its bytes. */
const treeOf = async (root: string): Promise<Readonly<Record<string, string | number>>> => {
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const told = files.map(async (file) => {
    const bytes = await readFile(file);
    return [file.slice(root.length + 1), bytes.length < 100 ? bytes.toString() : bytes.length] as const;
  });
  return Object.fromEntries(await Promise.all(told));
};

/** A folder as people have them: folders in it, a file larger than a call, an empty one, and a link that is not followed. */
const makeFolder = async (): Promise<string> => {
  const lesson = join(folder, 'lesson');
  await mkdir(join(lesson, 'pages', 'deep'), { recursive: true });
  await writeFile(join(lesson, 'read me.txt'), 'first');
  await writeFile(join(lesson, 'pages', 'ü.txt'), 'second');
  await writeFile(join(lesson, 'pages', 'deep', 'large.bin'), randomBytes(1_500_000));
  await writeFile(join(lesson, 'empty'), '');
  await symlink(join(folder, 'spec.json'), join(lesson, 'link'));
  return lesson;
};

const lessonTree = { 'read me.txt': 'first', 'pages/ü.txt': 'second', 'pages/deep/large.bin': 1_500_000, empty: '' };

/** A chain as one file, larger than what goes within a call, because thousands have coins from the start; resolves to its height. */
const makeChain = async (file: string): Promise<number> => {
  const allocations = Array.from({ length: 4_000 }, (_, at) => ({
    account: at.toString(16).padStart(64, '0'),
    amount: 1_000_000n,
  }));
  const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400, allocations });
  const stage = createStage(spec.genesisTime + 3_600_000);
  try {
    const tab = await stage.open(0, spec);
    await stage.mine(tab, 3);
    const { bundle } = await tab.request('chain_export', {});
    expect(bundle.length).toBeGreaterThan(inBodyBytesMax);
    await writeFile(file, bundle);
    return (await tab.request('node_status', {})).height;
  } finally {
    await stage.close();
  }
};

const clientOf = async (data: string): Promise<RpcClient> => runningClient(join(folder, data));

/** A folder of other software, one of whose names no file can have, on the disk of a node that has not asked for a file yet; its network is the other's. */
const layCutFolder = async (data: string, other: string): Promise<string> => {
  const name = (await readdir(join(folder, other))).find((one) => one.startsWith('files-')) ?? '';
  const shelf = await openBlockShelf({ openStore: () => openLevelStore(join(folder, data, name)) }, 1e6);
  const put = async (codec: number, bytes: Uint8Array<ArrayBuffer>): Promise<CID> => {
    const hash = await sha256.digest(bytes);
    await shelf.put(Buffer.from(hash.digest).toString('hex'), bytes);
    return CID.create(1, codec, hash);
  };
  const file = await put(0x55, Uint8Array.of(1, 2));
  const links = ['good.txt', 'x'.repeat(256)].map((Name) => ({ Name, Hash: file, Tsize: 2 }));
  const cid = await put(0x70, new Uint8Array(encodeDagPb({ Data: Uint8Array.of(8, 1), Links: links })));
  await shelf.close();
  return cid.toString();
};

/** What would be taken for all of a folder is not saved. */
const expectNotSaved = async (data: string, cid: string): Promise<void> => {
  const out = join(folder, 'cut');
  const { code, printed, said } = await runCommandHere([
    'file',
    'get',
    cid,
    '--out',
    out,
    '--data',
    join(folder, data),
  ]);
  expect({ code, printed }).toEqual({ code: 1, printed: [] });
  expect(said).toEqual(['More than 2000 files are in it, or names that no file can have.']);
  await expect(readdir(out)).rejects.toThrow('ENOENT');
};

test(
  'a terminal node gives a file to another, which gives it to a third when the first has gone',
  async () => {
    const two = start('two');
    const { addresses, peerId } = await two.first('started');
    const three = start('three', '--dial', addresses[0] ?? '');
    const one = await createNode({ data: join(folder, 'one'), spec: network, dials: addresses.slice(0, 1) });
    stops.push(one.stop);
    await one.request({ method: 'wallet_create', params: { passphrase } });
    const reaches = new Promise<void>((resolve) => one.on('head', ({ height }) => height >= 1 && resolve()));
    await one.request({ method: 'production_start', params: {} });
    await reaches;
    await one.request({ method: 'production_stop' });

    const bytes = new Uint8Array(randomBytes(fileBytes));
    const { cid } = await one.request({ method: 'file_add', params: { name: 'lesson.bin', bytes } });
    const second = await clientOf('two');
    await second.call('file_pin', { cid });
    expect(await second.call('file_status', { cid })).toMatchObject({ state: 'here', have: fileBytes });
    await one.stop();

    await three.first('peer', ({ change, peerId: peer }) => change === 'connected' && peer === peerId);
    const third = await clientOf('three');
    const cut = await layCutFolder('three', 'one');
    const got = await third.call('file_get', { cid });
    expect(got).toMatchObject({ size: fileBytes, bytes: Buffer.from(bytes).toString('base64') });
    expect(await third.call('file_verify', { cid })).toEqual({ blocks: 4, damaged: 0 });
    await expectNotSaved('three', cut);

    const [source, copy] = [join(folder, 'film.bin'), join(folder, 'copy.bin')];
    const film = randomBytes(filmBytes);
    await writeFile(source, film);
    await second.call('wallet_create', { passphrase });
    await second.call('production_start', {});
    const head = two.head().height;
    await two.first('block', ({ own, height: at }) => own && at > head);
    await second.call('production_stop', {});
    const added = await command('two', 'file', 'add', source, '--no-wait');
    expect(await readdir(join(folder, 'two', 'incoming'))).toEqual([]);
    await command('three', 'file', 'get', String(added['cid']), '--out', copy);
    expect(film.equals(await readFile(copy))).toBe(true);

    const lesson = await command('two', 'file', 'add', await makeFolder(), '--no-wait');
    expect(await readdir(join(folder, 'two', 'incoming'))).toEqual([]);
    const saved = await command('three', 'file', 'get', String(lesson['cid']), '--out', join(folder, 'lesson again'));
    expect(saved).toMatchObject({ files: 4, bytes: 1_500_011 });
    expect(await treeOf(join(folder, 'lesson again'))).toEqual(lessonTree);
    await expect(
      command('three', 'file', 'get', String(lesson['cid']), '--out', join(folder, 'lesson again')),
    ).rejects.toThrow('is there already');
  },
  storyMsMax,
);

test(
  'a running node takes in a chain that is larger than what goes within a call',
  async () => {
    const file = join(folder, 'large.tabchain');
    const height = await makeChain(file);
    const node = start('four');
    await node.first('started');
    expect(await command('four', 'chain', 'import', file)).toEqual({ height });
    expect(await readdir(join(folder, 'four', 'incoming'))).toEqual([]);
  },
  storyMsMax,
);
