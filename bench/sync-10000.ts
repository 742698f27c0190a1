// The figure `sync-10000`: seconds that a terminal node without a chain takes from its start to the last of 10,000 blocks
// (50,000 transfers) that another process has, over a WebSocket of this machine, fetching and executing every one: it is
// told not to start from a settled state, as it would by itself. Beside it, the seconds that checking the same blocks takes
// in one process without network and disk. Smaller is better; 1 would mean that fetching and storing are free.
// Bound: two processes and two data folders, which are removed.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodeBundle } from '../shared/core/bundle/index.ts';
import { createRpcClient, type RpcClient } from '../terminal-node/rpc/rpc-client.ts';
import { rpcPlaceOf } from '../terminal-node/rpc/rpc-file.ts';
import { startNodeProcess } from '../terminal-node/testing/node-process.ts';
import { verifyBundle } from '../terminal-node/verify-bundle.ts';
import { type BenchFigure, figure } from './measure.ts';
import { blocks, chainOfStart } from './start-10000.chain.ts';

const syncMsMax = 600_000;
const main = fileURLToPath(new URL('../terminal-node/main.ts', import.meta.url));

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
};

const clientOf = async (data: string): Promise<RpcClient> => {
  const place = await rpcPlaceOf(data);
  if (place === undefined) throw new Error(`no node on ${data}`);
  return createRpcClient(place);
};

/** A data folder whose node fetches all blocks from the first on, and has met nobody yet. */
const prepareForBlocks = async (data: string, link: string): Promise<void> => {
  const node = startNodeProcess(main, ['--data', data, '--link', link]);
  await node.first('started');
  await (await clientOf(data)).request('node_mode', { mode: 'full', start: 'blocks' });
  await node.end('SIGTERM');
};

export async function run(): Promise<BenchFigure> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-sync-')), (path) => rm(path, { recursive: true }));
  const chain = await chainOfStart();
  const bundle = encodeBundle(chain);
  const checked = await secondsOf(() => verifyBundle(bundle, () => undefined));
  const file = join(folder, 'chain.tabchain');
  await writeFile(file, bundle);
  await promisify(execFile)(process.execPath, [main, 'chain', 'import', file, '--data', join(folder, 'a')]);
  const first = startNodeProcess(main, ['--data', join(folder, 'a')]);
  opened.defer(async () => {
    await first.end('SIGTERM');
  });
  const { addresses, link } = await first.first('started');
  const data = join(folder, 'b');
  await prepareForBlocks(data, link);
  const second = startNodeProcess(main, ['--data', data, '--dial', addresses[0] ?? '']);
  opened.defer(async () => {
    await second.end('SIGTERM');
  });
  await second.first('started');
  const synced = await secondsOf(() => second.reaches(blocks, syncMsMax));
  // Whoever starts from a state has no first block.
  await (await clientOf(data)).request('block_get', { height: 1 });
  return figure('sync-10000', 'node', 's', synced, checked);
}
