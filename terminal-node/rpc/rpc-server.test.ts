// JSON-RPC over real sockets on a real provider: who may ask, what is answered, events, bounds, and thousands of calls
// of wrong shapes, each of which ends in a coded error.

import { request as httpRequest } from 'node:http';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createStage, fixedWork, type Stage, type StagedTab, testSpec } from '../../shared/testing/index.ts';
import { seededRandom, type SeededRandom } from '../../shared/testing/simulation/index.ts';
import { incomingFile } from './incoming.ts';
import { createRpcClient, NodeGone, RpcRefusal } from './rpc-client.ts';
import { bodyBytesMax, type RpcServer, type RpcServerOptions, startRpcServer } from './rpc-server.ts';

/** A network of a person's making: what the API takes as JSON, reorg limit included. */
const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });
const token = 'ab'.repeat(32);
const isNight = process.env['TABCHAIN_NIGHTLY'] === '1';

let stage: Stage;
let tab: StagedTab;
let server: RpcServer;
let options: RpcServerOptions;

beforeEach(async () => {
  stage = createStage(spec.genesisTime + 3_600_000);
  tab = await stage.open(0, spec);
  const status = () => tab.request('node_status', {});
  options = { port: 0, token, origins: ['http://page.test'], provider: tab.provider, status };
  server = await startRpcServer(options);
});

afterEach(async () => {
  await server.close();
  await stage.close();
});

interface Said {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly method?: string;
  readonly path?: string;
}

/** Not by fetch, which keeps Host and Origin to itself. */
const say = ({ headers = {}, body = '', method = 'POST', path = '/' }: Said) =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const asked = httpRequest(`${server.url}${path}`, { method, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });

const bearer = { authorization: `Bearer ${token}` };
const call = (method: string, params?: object, id: unknown = 1) =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

describe('who may ask', () => {
  test.each([
    ['without the token', {}, 401],
    ['with another token', { authorization: `Bearer ${'cd'.repeat(32)}` }, 401],
    ['a page that was not named', { ...bearer, origin: 'http://evil.test' }, 403],
    ['a page without an origin of its own', { ...bearer, origin: 'null' }, 403],
    ['by a name that leads to this machine', { ...bearer, host: 'rebound.test' }, 403],
    ['a program with the token', bearer, 200],
    ['a page that was named', { ...bearer, origin: 'http://page.test' }, 200],
    ['by the name localhost', { ...bearer, host: 'localhost:1' }, 200],
  ])('%s', async (_name, headers, status) => {
    expect(await say({ headers, body: call('node_info') })).toMatchObject({ status });
  });

  test('health and metrics are for whoever is on this machine', async () => {
    const health = await say({ method: 'GET', path: '/health' });
    expect(health.status).toBe(200);
    expect(JSON.parse(health.text)).toMatchObject({ ok: true, height: 0 });
    await say({ headers: bearer, body: call('node_info') });
    const { text } = await say({ method: 'GET', path: '/metrics' });
    expect(text).toMatch(/^tabchain_height 0$/m);
    expect(text).toMatch(/^tabchain_rpc_calls_total\{method="node_info",code="0"\} 1$/m);
    expect(await say({ method: 'GET', path: '/health', headers: { host: 'rebound.test' } })).toMatchObject({
      status: 403,
    });
  });
});

describe('what is answered', () => {
  const answered = async (body: string): Promise<unknown> => {
    const { text } = await say({ headers: bearer, body });
    return text === '' ? undefined : JSON.parse(text);
  };

  test('results, errors, batches and notifications', async () => {
    expect(await answered(call('node_info'))).toMatchObject({ jsonrpc: '2.0', id: 1, result: { kind: 'tab' } });
    expect(await answered(call('nothing'))).toMatchObject({ id: 1, error: { code: -32601 } });
    expect(await answered(call('block_get', { height: 'x' }, 'q'))).toMatchObject({
      id: 'q',
      error: { code: -32602, data: { path: 'height' } },
    });
    const notification = '{"jsonrpc":"2.0","method":"node_info"}';
    expect(await answered(notification)).toBe(undefined);
    expect(await answered(`[${call('node_info')},${notification},7]`)).toMatchObject([
      { id: 1, result: {} },
      { id: null, error: { code: -32600 } },
    ]);
  });

  test('bytes are base64 both ways', async () => {
    const exported = (await answered(call('chain_export'))) as { readonly result: { readonly bundle: string } };
    expect(exported.result.bundle).toMatch(/^[A-Za-z0-9+/]+=*$/);
    const taken = await answered(call('chain_import', { bundle: exported.result.bundle }));
    expect(taken).toMatchObject({ result: { height: 0 } });
    expect(await answered(call('chain_import', { bundle: '*' }))).toMatchObject({
      error: { data: { path: 'bundle' } },
    });
  });

  test('the OpenRPC document', async () => {
    const { result } = (await answered(call('rpc.discover'))) as { readonly result: unknown };
    expect(result).toEqual(JSON.parse(await readFile(new URL('open-rpc.json', import.meta.url), 'utf8')));
  });

  test('a body that is too long, and one that is too deep', async () => {
    expect(await say({ headers: bearer, body: 'x'.repeat(bodyBytesMax + 1) })).toMatchObject({ status: 413 });
    expect(await answered('['.repeat(65))).toMatchObject({ error: { code: -32600 } });
  });

  test('who asks too much is told so', async () => {
    await server.close();
    server = await startRpcServer({ ...options, limits: { capacity: 5, perSecond: 0.001 } });
    const batch = `[${Array.from({ length: 8 }, (_, id) => call('node_info', {}, id)).join(',')}]`;
    const answers = (await answered(batch)) as readonly { readonly error?: { readonly code: number } }[];
    expect(answers.map(({ error }) => error?.code)).toEqual([
      ...Array<undefined>(5).fill(undefined),
      -32005,
      -32005,
      -32005,
    ]);
  });
});

describe('events', () => {
  test('come to whoever subscribed, until unsubscribed, and never by POST', async () => {
    const client = createRpcClient({ url: server.url, token });
    await expect(client.call('rpc_subscribe', { event: 'head' })).rejects.toMatchObject({ code: 4090 });
    const heights: number[] = [];
    const end = await client.listen(
      ['head'],
      (_event, { height }) => heights.push(height),
      () => undefined,
    );
    await stage.mine(tab, 2);
    await stage.inTime('two heads are told', () => heights.length >= 2);
    expect(heights.slice(0, 2)).toEqual([1, 2]);
    end();
  });

  test('a listener hears when the node has gone; a wrong token hears nothing', async () => {
    const stranger = createRpcClient({ url: server.url, token: 'cd'.repeat(32) });
    await expect(
      stranger.listen(
        ['head'],
        () => undefined,
        () => undefined,
      ),
    ).rejects.toThrow(NodeGone);
    let hasGone = false;
    await createRpcClient({ url: server.url, token }).listen(
      ['head'],
      () => undefined,
      () => (hasGone = true),
    );
    await server.close();
    await stage.inTime('the listener is told', () => hasGone);
    await expect(stranger.call('node_info', {})).rejects.toThrow(NodeGone);
  });

  test('what is no event is refused', async () => {
    const client = createRpcClient({ url: server.url, token });
    await expect(client.call('nothing', {})).rejects.toThrow(RpcRefusal);
  });
});

interface Described {
  readonly name: string;
  readonly params: readonly { readonly name: string }[];
}

const oddValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.5, 2 ** 53, 1e308, '', ' ', '0', '0x', '-1', 'a'.repeat(2000), '\ud800', '\u0000'],
  ...['tab1qqqq', `0x${'0'.repeat(64)}`, '0xZZ', [], {}, [[]], { kind: 'pow' }, { bytes: '0x00' }, { toString: 1 }],
  ...[JSON.parse('{"__proto__":{"a":1}}') as unknown, 'constructor', 'transfer', 'light', '18446744073709551616'],
];

const oddParams = ({ params }: Described, random: SeededRandom): unknown => {
  if (random.happens(50)) return random.pick(oddValues);
  const names = [...params.map(({ name }) => name), '__proto__', 'constructor', 'length', ''];
  const count = random.between(1, Math.min(names.length, 5));
  return Object.fromEntries(Array.from({ length: count }, () => [random.pick(names), random.pick(oddValues)]));
};

/** Codes of the API; −32603 would be our own bug. */
const codes = new Set([-32700, -32600, -32601, -32602, -32000, 4001, 4040, 4090, 4100, 4900]);

test(
  'calls of wrong shapes end in coded errors, and the node answers afterwards',
  async () => {
    const text = await readFile(new URL('open-rpc.json', import.meta.url), 'utf8');
    const { methods } = JSON.parse(text) as { readonly methods: readonly Described[] };
    const random = seededRandom(9);
    await server.close();
    server = await startRpcServer({ ...options, limits: { capacity: 1_000_000, perSecond: 1_000_000 } });
    const bearable = methods.filter(({ name, params }) => params.length > 0 || name.startsWith('rpc'));
    for (const method of bearable) {
      for (let left = isNight ? 1000 : 50; left > 0; left -= 50) {
        const ids = Array.from({ length: 50 }, (_, id) => id);
        const batch = ids.map((id) => call(method.name, oddParams(method, random) as object, id));
        const answers = JSON.parse((await say({ headers: bearer, body: `[${batch.join(',')}]` })).text) as readonly {
          readonly error?: { readonly code: number; readonly message: string };
          readonly result?: unknown;
        }[];
        expect(answers).toHaveLength(50);
        for (const { error, result } of answers) {
          if (error === undefined) expect(result, method.name).toBeDefined();
          else expect(codes, `${method.name}: ${error.message}`).toContain(error.code);
        }
      }
      // A light node asks peers, of which there are none here, and gives up by a clock that stands still.
      if (method.name === 'node_mode') await tab.request('node_mode', { mode: 'full' });
    }
    expect((await say({ method: 'GET', path: '/health' })).status).toBe(200);
  },
  isNight ? 600_000 : 20_000,
);

describe('a file that is larger than a body', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tabchain-incoming-'));
    await mkdir(join(folder, 'incoming'));
    await writeFile(join(folder, 'rpc.json'), 'a secret');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const adding = async (what: object) => {
    const given: unknown[] = [];
    const handle = async (_method: string, params: unknown) => given.push(params);
    const provider = { ...options.provider, handle };
    const incoming = (name: string) => incomingFile(folder, name);
    await using opened = new AsyncDisposableStack();
    const other = opened.adopt(await startRpcServer({ ...options, provider, incoming }), (started) => started.close());
    const client = createRpcClient({ url: other.url, token });
    await client.call('file_add', { name: 'film', ...what });
    return given;
  };

  test('is named in place of its bytes', async () => {
    const film = Buffer.alloc(2 * bodyBytesMax, 7);
    await writeFile(join(folder, 'incoming', 'film.mp4'), film);
    const [params] = await adding({ bytes: { incoming: 'film.mp4' } });
    const { bytes } = params as { readonly bytes: Blob };
    expect(film.equals(await bytes.bytes())).toBe(true);
  });

  test('so is a chain, which is read whole', async () => {
    const { bundle } = await tab.request('chain_export', {});
    await writeFile(join(folder, 'incoming', 'a.tabchain'), bundle);
    const named = { ...options, incoming: (name: string) => incomingFile(folder, name) };
    await using opened = new AsyncDisposableStack();
    const other = opened.adopt(await startRpcServer(named), (started) => started.close());
    const client = createRpcClient({ url: other.url, token });
    expect(await client.call('chain_import', { bundle: { incoming: 'a.tabchain' } })).toEqual({ height: 0 });
    const absent = client.call('chain_import', { bundle: { incoming: '../rpc.json' } });
    await expect(absent).rejects.toMatchObject({ code: -32602, data: { path: 'bundle' } });
  });

  test('a folder has files of both kinds', async () => {
    await writeFile(join(folder, 'incoming', 'film.mp4'), 'film');
    const named = { path: 'film.mp4', bytes: { incoming: 'film.mp4' } };
    const [params] = await adding({ files: [{ path: 'a.txt', bytes: 'AQID' }, named] });
    const { files } = params as { readonly files: readonly [unknown, { readonly bytes: Blob }] };
    expect(files[0]).toEqual({ path: 'a.txt', bytes: Uint8Array.of(1, 2, 3) });
    expect(await files[1].bytes.text()).toBe('film');
    const missing = { path: 'x', bytes: { incoming: 'x' } };
    await expect(adding({ files: [missing] })).rejects.toMatchObject({ data: { path: 'files.0.bytes' } });
  });

  test('has to lie there itself: no way leads out of the folder', async () => {
    await symlink(join(folder, 'rpc.json'), join(folder, 'incoming', 'link'));
    await mkdir(join(folder, 'incoming', 'folder'));
    for (const name of [
      '../rpc.json',
      '/etc/hostname',
      'link',
      'folder',
      '.',
      '..',
      '',
      'x'.repeat(129),
      'nobody',
      7,
    ]) {
      await expect(adding({ bytes: { incoming: name } })).rejects.toMatchObject({
        code: -32602,
        data: { path: 'bytes' },
      });
    }
  });
});
