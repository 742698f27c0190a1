// Terminal nodes in a line, as a person meets them: each dials the one before it, a number typed into any of them becomes
// a record that all have, the one in the middle is killed and comes back, a newcomer that knows only the last ends up
// knowing all, and people talk on a topic. Commands ask the nodes over JSON-RPC, as in another terminal.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TxStatus } from '../shared/provider/index.ts';
import type { RpcClient } from './rpc/rpc-client.ts';
import { type NodeProcess, startTypedNodeProcess } from './testing/node-process.ts';
import { runningClient } from './testing/running-client.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const storyMsMax = 120_000;
const env = { ...process.env, TABCHAIN_PASSPHRASE: 'a line of three' };

let folder = '';
const nodes: NodeProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-line-'));
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.end('SIGKILL')));
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

/** A command in another terminal, on the data folder of this name, with these lines typed into it. */
const tabchain = (data: string, args: readonly string[], typed = ''): Promise<Ended> =>
  new Promise((resolve) => {
    const all = [main, ...args, '--data', join(folder, data), '--json'];
    const child = execFile(process.execPath, all, { env, timeout: 30_000 }, (error, out, said) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, said }),
    );
    child.stdin?.end(typed);
  });

const resultOf = async <T>(data: string, ...args: readonly string[]): Promise<T> => {
  const { code, out, said } = await tabchain(data, args);
  expect({ code, said }).toEqual({ code: 0, said: '' });
  return JSON.parse(out) as T;
};

const start = (data: string, ...args: readonly string[]): NodeProcess => {
  const node = startTypedNodeProcess(main, ['--data', join(folder, data), '--record', ...args], env);
  nodes.push(node);
  return node;
};

const clientOf = async (data: string): Promise<RpcClient> => runningClient(join(folder, data));

/** Waits until the node has it, looking again with each block. */
const has = async (data: string, id: string): Promise<TxStatus> => {
  const client = await clientOf(data);
  let look = (): void => undefined;
  const end = await client.listen(
    ['head', 'peer'],
    () => look(),
    () => look(),
  );
  try {
    for (const deadline = performance.now() + 30_000; performance.now() < deadline;) {
      const moved = new Promise<void>((resolve) => (look = resolve));
      const status = await client.request('tx_get', { id: id as `0x${string}` });
      if (status.status === 'included') return status;
      await moved;
    }
  } finally {
    end();
  }
  throw new Error(`${data} never had ${id}`);
};

const specFor = async (accounts: readonly string[]): Promise<string> => {
  const file = join(folder, 'spec.json');
  const allocations = accounts.map((address) => ({ address, amount: '1000000000' }));
  const consensus = { kind: 'pow', blockTimeMs: 500, retarget: { kind: 'fixed', leadingHexZeros: 2 } };
  const salt = randomBytes(16).toString('hex');
  const network = { name: 'A line', genesisTime: Date.now() - 60_000, salt, consensus, allocations };
  await writeFile(file, JSON.stringify(network));
  return file;
};

test(
  'three in a line agree on what is typed into the first and the second, whatever happens to the middle',
  async () => {
    const made = await Promise.all(
      ['one', 'two'].map((data) => resultOf<{ address: string }>(data, 'wallet', 'create')),
    );
    const spec = await specFor(made.map(({ address }) => address));
    const one = start('one', '--spec', spec, '--produce', '--intensity', '0.2');
    const first = await one.first('started');
    const dialOne = ['--spec', spec, '--dial', first.addresses[0] ?? ''];
    let two = start('two', ...dialOne);
    const second = await two.first('started');
    const three = start('three', '--spec', spec, '--dial', second.addresses[0] ?? '');
    await three.first('peer', ({ change }) => change === 'connected');

    one.type('41');
    two.type('42');
    const typed = [await one.first('record'), await two.first('record')];
    expect(typed.map(({ text }) => text)).toEqual(['41', '42']);
    for (const { id } of typed) {
      const [atOne, atThree] = [await has('one', id), await has('three', id)];
      expect(atThree).toMatchObject({ blockId: atOne.blockId, transaction: { kind: 'record' } });
    }

    // the middle one dies in the middle of it, and comes back with what it had
    expect(await two.end('SIGKILL')).toBe('SIGKILL');
    one.type('43');
    const third = await one.first('record', ({ text }) => text === '43');
    two = start('two', ...dialOne);
    expect((await two.first('started')).peerId).toBe(second.peerId);
    const [atTwo, atThree] = [await has('two', third.id), await has('three', third.id)];
    expect(atTwo.blockId).toBe(atThree.blockId);

    // whoever knows only the last of them gets to know all
    const link = (await resultOf<{ link: string }>('three', 'network', 'link')).link;
    const last = await three.first('started');
    const newcomer = start('newcomer', '--link', link, '--dial', last.addresses[0] ?? '');
    for (const { peerId } of [first, second, last]) {
      await newcomer.first('peer', (told) => told.peerId === peerId && told.change === 'connected');
    }
    const peers = await resultOf<readonly { peerId: string }[]>('newcomer', 'peers');
    const ids = peers.map(({ peerId }) => peerId);
    expect(ids).toEqual(expect.arrayContaining([first.peerId, second.peerId, last.peerId]));
    expect((await has('newcomer', third.id)).blockId).toBe(atTwo.blockId);
  },
  storyMsMax,
);

test(
  'people talk on a topic, and commands do what they say',
  async () => {
    const listener = await clientOf('three');
    const texts: string[] = [];
    await listener.request('net_subscribe', { topic: 'chat' });
    let heard = (): void => undefined;
    const hears = new Promise<void>((resolve) => (heard = resolve));
    const end = await listener.listen(
      ['message'],
      (_event, { text }) => {
        texts.push(text);
        heard();
      },
      () => undefined,
    );
    // gossip tells of subscriptions with its heartbeat: until then nobody is reached, which is said
    const nobody = await tabchain('one', ['topic', 'nobody-is-here'], 'hello\n');
    expect(nobody).toMatchObject({ code: 1, said: 'tabchain: {"reached":0}\n' });
    let spoken = await tabchain('one', ['topic', 'chat'], 'hello\n');
    for (let tries = 5; spoken.code !== 0 && tries > 0; tries--)
      spoken = await tabchain('one', ['topic', 'chat'], 'hello\n');
    expect(spoken).toMatchObject({ code: 0, said: '' });
    await hears;
    expect(texts[0]).toBe('hello');
    end();

    const records = await tabchain('two', ['record'], '7\n8\n');
    expect(records.code).toBe(0);
    const [seven] = records.out.split('\n').map((line) => (line === '' ? {} : (JSON.parse(line) as { id?: string })));
    expect((await has('three', seven?.id ?? '')).transaction).toMatchObject({ kind: 'record', data: '0x37' });

    const [payer] = await resultOf<readonly { address: string }[]>('two', 'wallet', 'list');
    const broke = await tabchain('two', ['send', payer?.address ?? '', '999999999']);
    expect(broke).toMatchObject({ code: 1, said: expect.stringMatching(/amount-over-balance/) as unknown });
    expect(await tabchain('nowhere', ['status'])).toMatchObject({
      code: 3,
      said: expect.stringMatching(/No node runs/) as unknown,
    });

    const bundle = join(folder, 'saved.tabchain');
    await resultOf('two', 'chain', 'export', bundle);
    const verified = await resultOf<{ valid: boolean; height: number; head: string }>(
      'nowhere',
      'chain',
      'verify',
      bundle,
    );
    expect(verified.valid).toBe(true);
    const block = await resultOf<{ id: string; stateRoot: string }>('one', 'block', String(verified.height));
    expect(verified).toMatchObject({ head: block.id, stateRoot: block.stateRoot });
  },
  storyMsMax,
);

test(
  'a light node keeps headers alone, and knows balances and records by proofs that it asks for',
  async () => {
    const { link } = await resultOf<{ link: string }>('three', 'network', 'link');
    const { height } = await resultOf<{ height: number }>('three', 'status');
    const light = start('light', '--light', '--link', link);
    await light.first('started');
    await light.reaches(height);
    expect(await resultOf('light', 'status')).toMatchObject({ mode: 'light' });
    const [payer] = await resultOf<readonly { address: string }[]>('two', 'wallet', 'list');
    const account = async (data: string): Promise<unknown> => {
      const { balance, nonce } = await resultOf<Record<string, unknown>>(data, 'account', payer?.address ?? '');
      return { balance, nonce };
    };
    expect(await account('light')).toEqual(await account('one'));
    const records = await tabchain('two', ['record'], '9\n');
    const { id = '' } = JSON.parse(records.out) as { id?: string };
    const [atTwo, atLight] = [await has('two', id), await has('light', id)];
    expect(atLight.blockId).toBe(atTwo.blockId);
  },
  storyMsMax,
);
