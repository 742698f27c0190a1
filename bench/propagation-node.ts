// The figure `propagation-node`: milliseconds until a block is the head in each of 8 terminal nodes, processes of their own that
// are linked with each other over WebSockets of this machine, from the moment in which the one that made it tells of it:
// the median over all others and all rounds. Beside it, over the same links and in turn with the blocks: a text as long
// as the block, by gossip alone, which nobody checks, executes or stores. Its parts are the 95th percentiles.
// One process listens to all by JSON-RPC, so there is one clock. Bounds: 8 processes and one folder, which is removed.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRpcClient, type RpcClient } from '../terminal-node/rpc/rpc-client.ts';
import { rpcPlaceOf } from '../terminal-node/rpc/rpc-file.ts';
import { startNodeProcess } from '../terminal-node/testing/node-process.ts';
import { type BenchFigure, figure, median, percentile, withParts } from './measure.ts';

const nodes = 8;
const rounds = 20;
const topic = 'propagation';
const waitMsMax = 60_000;
const main = fileURLToPath(new URL('../terminal-node/main.ts', import.meta.url));
/** A few blocks a second of one process: long enough to stop after one. */
const consensus = { kind: 'pow', blockTimeMs: 10_000, retarget: { kind: 'fixed', leadingHexZeros: 5 } };

interface Listener {
  readonly client: RpcClient;
  /** when each block id or text was first told of, in ms */
  readonly seen: Map<string, number>;
}

/** What waits to be looked at again, each time that a node tells something. */
type Look = Set<() => void>;

export async function run(): Promise<BenchFigure> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-spread-')), (path) =>
    rm(path, { recursive: true }),
  );
  const spec = join(folder, 'spec.json');
  await writeFile(
    spec,
    JSON.stringify({ name: 'Spread', genesisTime: Date.now() - 60_000, salt: '0c'.repeat(16), consensus }),
  );
  const look: Look = new Set();
  const listeners: Listener[] = [];
  const dialled: string[] = [];
  for (let i = 0; i < nodes; i++) {
    const data = join(folder, String(i));
    const node = startNodeProcess(main, ['--data', data, '--spec', spec, ...dialled.flatMap((to) => ['--dial', to])]);
    opened.defer(async () => {
      await node.end('SIGTERM');
    });
    const { addresses } = await node.first('started');
    dialled.push(addresses[0] ?? '');
    const listener = await listenTo(data, look);
    opened.defer(listener.stop);
    listeners.push(listener);
  }
  await Promise.all(listeners.map(({ client }) => linkedWithAll(client)));
  const blocks: number[] = [];
  const texts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = listeners[round % nodes];
    if (from === undefined) throw new Error('no nodes');
    const { id, bytes } = await makeBlock(from, look);
    blocks.push(...(await delays(listeners, from, id, look)));
    const text = `text ${round}`.padEnd(bytes, 'x');
    from.seen.set(text, performance.now());
    await from.client.request('net_publish', { topic, text });
    texts.push(...(await delays(listeners, from, text, look)));
  }
  return withParts(figure('propagation-node', 'node', 'ms', median(blocks), median(texts)), {
    'p95 of blocks': percentile(blocks, 0.95),
    'p95 of texts': percentile(texts, 0.95),
  });
}

async function listenTo(data: string, look: Look): Promise<Listener & { readonly stop: () => void }> {
  const place = await rpcPlaceOf(data);
  if (place === undefined) throw new Error(`no node on ${data}`);
  const client = createRpcClient(place);
  const seen = new Map<string, number>();
  const note = (what: string): void => {
    if (!seen.has(what)) seen.set(what, performance.now());
    for (const again of look) again();
  };
  const stop = await client.listen(
    ['head', 'message'],
    (_event, payload) => note('text' in payload ? payload.text : payload.id),
    () => undefined,
  );
  await client.request('net_subscribe', { topic });
  return { client, seen, stop };
}

async function linkedWithAll(client: RpcClient): Promise<void> {
  const end = performance.now() + waitMsMax;
  while ((await client.request('net_peers', {})).length < nodes - 1) {
    if (performance.now() > end) throw new Error(`not all linked within ${waitMsMax} ms`);
  }
}

/** Makes one block there, without any transactions but its own. */
async function makeBlock(
  { client, seen }: Listener,
  look: Look,
): Promise<{ readonly id: string; readonly bytes: number }> {
  const before = new Set(seen.keys());
  const isNew = (what: string): boolean => !before.has(what);
  await client.request('production_start', {});
  await until(look, () => [...seen.keys()].some(isNew));
  await client.request('production_stop', {});
  const { head } = await client.request('node_status', {});
  const { size } = await client.request('block_get', { id: head });
  return { id: head, bytes: size };
}

/** How many milliseconds later than in `from` it was told of by each of the others. */
async function delays(all: readonly Listener[], from: Listener, what: string, look: Look): Promise<readonly number[]> {
  await until(look, () => all.every(({ seen }) => seen.has(what)));
  const first = from.seen.get(what) ?? Number.NaN;
  return all.filter((listener) => listener !== from).map(({ seen }) => (seen.get(what) ?? Number.NaN) - first);
}

/** Looks again each time that a node tells something. */
function until(look: Look, isSo: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearTimeout(timer);
      look.delete(again);
    };
    const again = (): void => {
      if (!isSo()) return;
      finish();
      resolve();
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`not within ${waitMsMax} ms`));
    }, waitMsMax);
    look.add(again);
    again();
  });
}
