/**
 * `npm start` as a person runs it: what it prints, that its page and its health answer, that a second one on the same
 * port says what to do, and that Ctrl-C ends it cleanly.
 */
import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const startMsMax = 60_000;
const stopMsMax = 15_000;

interface Said {
  readonly page: string;
  readonly relays: readonly string[];
  readonly link: string;
  readonly port: number;
}

const run = (port: number, data: string): ChildProcess => {
  const args = ['scripts/start.mjs', '--port', String(port), '--host', '127.0.0.1', '--data', data];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
};

const readSaid = async (child: ChildProcess): Promise<Said> => {
  if (child.stdout === null) throw new Error('started without an output pipe');
  for await (const line of createInterface({ input: child.stdout, signal: AbortSignal.timeout(startMsMax) })) {
    if (line.startsWith('{')) return JSON.parse(line) as Said;
  }
  throw new Error('it ended without saying where it is');
};

const exitOf = async (child: ChildProcess): Promise<unknown> => {
  const gone: readonly unknown[] = await once(child, 'exit', { signal: AbortSignal.timeout(stopMsMax) });
  return gone[0];
};

test('npm start says where it is, keeps its identity, and ends on Ctrl-C', async () => {
  const data = await mkdtemp(join(tmpdir(), 'tabchain-start-'));
  const first = run(0, data);
  const said = await readSaid(first);
  expect(said.link).toContain('#/join/');
  const health: unknown = await (await fetch(new URL('health', said.page))).json();
  expect(health).toMatchObject({ ok: true });
  const offered: unknown = await (await fetch(new URL('relays.json', said.page))).json();
  expect(offered).toMatchObject({
    relays: expect.any(Array),
    spec: { name: expect.any(String) as unknown },
  });
  expect(await (await fetch(said.page)).text()).toContain('<title>Tabchain</title>');

  const second = run(said.port, await mkdtemp(join(tmpdir(), 'tabchain-start-')));
  const sentences: string[] = [];
  second.stderr?.on('data', (chunk: Buffer) => sentences.push(chunk.toString()));
  expect(await exitOf(second)).toBe(1);
  expect(sentences.join('')).toContain('--port');

  const ended = exitOf(first);
  first.kill('SIGINT');
  expect(await ended).toBe(0);

  const again = run(said.port, data);
  const saidAgain = await readSaid(again);
  expect(saidAgain).toEqual(said);
  const endedAgain = exitOf(again);
  again.kill('SIGTERM');
  expect(await endedAgain).toBe(0);
  await rm(data, { recursive: true, force: true });
});
