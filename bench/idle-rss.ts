// The figure `idle-rss`: megabytes of memory that a terminal node with an empty chain holds once it has started and
// nothing happens, beside those of a Node process that does nothing at all. Linux says it in /proc; elsewhere there is no
// figure. Bound: one process of each, and a data folder, which is removed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { followProcess } from '../terminal-node/testing/node-process.ts';
import { type BenchFigure, figure, median } from './measure.ts';

const main = fileURLToPath(new URL('../terminal-node/main.ts', import.meta.url));
const samples = 5;
const sampleEveryMs = 1000;

const residentMb = async (pid: number | undefined): Promise<number> => {
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
};

/** The middle of some samples, a second apart. */
const settledMb = async (pid: number | undefined): Promise<number> => {
  const taken: number[] = [];
  while (taken.length < samples) {
    await once(AbortSignal.timeout(sampleEveryMs), 'abort');
    taken.push(await residentMb(pid));
  }
  return median(taken);
};

export async function run(): Promise<BenchFigure> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-idle-')), (path) => rm(path, { recursive: true }));
  const spec = join(folder, 'spec.json');
  const consensus = { kind: 'pow', blockTimeMs: 10_000, retarget: { kind: 'fixed', leadingHexZeros: 2 } };
  await writeFile(
    spec,
    JSON.stringify({ name: 'Idle', genesisTime: 1_700_000_000_000, salt: '0b'.repeat(16), consensus }),
  );
  const bare = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)'], { stdio: 'ignore' });
  opened.defer(() => void bare.kill('SIGKILL'));
  const args = [main, 'node', '--json', '--data', join(folder, 'data'), '--spec', spec];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const node = followProcess(child);
  opened.defer(async () => {
    await node.end('SIGTERM');
  });
  await node.first('started');
  return figure('idle-rss', 'node', 'MB', await settledMb(child.pid), await settledMb(bare.pid));
}
