// The relay as a process: what it prints, how it stops, and what it says when it cannot start.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

interface Printed {
  readonly page: string;
  readonly relays: readonly string[];
  readonly link: string;
  readonly port: number;
}

let folder = '';
const children: ReturnType<typeof spawn>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-main-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

const run = (...args: readonly string[]) => runWith({}, ...args);

const runWith = (environment: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const own = ['--host', '127.0.0.1', '--data', folder, '--page', join(folder, 'page')];
  const child = spawn(process.execPath, [main, ...own, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  const line = async (): Promise<Printed> => {
    await expect.poll(() => output.out.includes('\n'), { timeout: 15_000 }).toBe(true);
    const printed: Printed = JSON.parse(output.out) as Printed;
    return printed;
  };
  return { child, output, ended, line };
};

describe('the relay process', () => {
  test('prints one line of JSON, serves, and stops cleanly on SIGTERM', async () => {
    const relay = run('--port', '0');
    const { page, relays, link, port } = await relay.line();
    expect(page).toBe(`http://127.0.0.1:${port}/`);
    expect(relays[0]).toMatch(new RegExp(`^/ip4/127\\.0\\.0\\.1/tcp/${port}/ws/p2p/12D3KooW`));
    expect(link.startsWith(`${page}#/join/`)).toBe(true);
    expect((await fetch(`${page}health`)).status).toBe(200);
    relay.child.kill('SIGTERM');
    expect(await relay.ended).toBe(0);
    const again = run('--port', '0');
    expect((await again.line()).relays[0]?.split('/p2p/')[1]).toBe(relays[0]?.split('/p2p/')[1]);
  }, 30_000);

  test('a port in use ends in one sentence with what to do', async () => {
    const { port } = await run('--port', '0').line();
    const second = run('--port', String(port));
    expect(await second.ended).toBe(1);
    const sentence = second.output.err.split('\n').filter((text) => text.includes('port'));
    expect(sentence).toEqual([
      `tabchain: port ${port} is in use by another program; stop it, or choose another port with --port N (0 takes a free one).`,
    ]);
  }, 30_000);

  test('a setting from the environment holds, and a wrong one is named with its form', async () => {
    const relay = runWith({ TABCHAIN_RELAY_METRICS: 'off' }, '--port', '0');
    const { page } = await relay.line();
    expect((await fetch(`${page}metrics`)).status).toBe(404);
    const wrong = runWith({ TABCHAIN_RELAY_RESERVATIONS: 'many' }, '--port', '0');
    expect(await wrong.ended).toBe(1);
    expect(wrong.output.err).toContain(
      'tabchain: TABCHAIN_RELAY_RESERVATIONS many is not a whole number in its range; give a number from 1 to 10000.',
    );
  }, 30_000);

  test('what a person can put right is said without a stack', async () => {
    const relay = run('--port', '0', '--host', '203.0.113.7');
    expect(await relay.ended).toBe(1);
    expect(relay.output.err).toMatch(/203\.0\.113\.7 is not an address of this machine; choose another with --host/);
    expect(relay.output.err).not.toContain('    at ');
  }, 30_000);
});
