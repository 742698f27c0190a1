// A relay process under load: clients that hold places, dial each other through it, and come and go thousands of times.
// What is printed is what docs/operating-a-relay.md states. By day a twentieth of the counts.

import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRelayClient, type RelayClient } from './testing/relay-client.ts';

const isNightly = process.env['TABCHAIN_NIGHTLY'] === '1';
const clientsCount = isNightly ? 300 : 15;
const reconnectsCount = isNightly ? 10_000 : 500;
const dialsCount = isNightly ? 600 : 30;
const atOnce = 10;
/** enough to see dials wait for each other, few enough to time the dial and not the queue of this process */
const dialsAtOnce = 4;
const dialMsMax = 3_000;
const rssMebibytesMax = 512;
const startMsMax = 60_000;
const timeoutMs = isNightly ? 3_600_000 : 120_000;

const tag = new Uint8Array(randomBytes(32));
const clients: RelayClient[] = [];
let folder = '';
let page = '';
let relay = '';
let child: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-load-'));
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const own = ['--port', '0', '--host', '127.0.0.1', '--data', folder, '--page', join(folder, 'page')];
  child = spawn(process.execPath, [main, ...own, '--json', '--log-level', 'error'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (child.stdout === null) throw new Error('started without an output pipe');
  for await (const line of createInterface({ input: child.stdout, signal: AbortSignal.timeout(startMsMax) })) {
    const said = JSON.parse(line) as { readonly page: string; readonly relays: readonly string[] };
    page = said.page;
    relay = said.relays[0] ?? '';
    break;
  }
  if (page === '') throw new Error(`the relay said nothing within ${startMsMax} ms, or ended`);
}, startMsMax + 10_000);

afterAll(async () => {
  await Promise.all(clients.map(async (one) => one.stop()));
  if (child !== undefined && child.exitCode === null) {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  await rm(folder, { recursive: true });
}, 60_000);

interface Health {
  readonly peers: number;
  readonly reservations: number;
  readonly connections: number;
  readonly circuits: number;
}

const health = async (): Promise<Health> => (await (await fetch(`${page}health`)).json()) as Health;

const rssMebibytes = async (): Promise<number> => {
  const text = await (await fetch(`${page}metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith('process_resident_memory_bytes '));
  return Number(line?.split(' ')[1]) / 1_048_576;
};

const until = async (what: string, condition: (now: Health) => boolean): Promise<void> => {
  await expect.poll(async () => condition(await health()), { timeout: 30_000, interval: 50, message: what }).toBe(true);
};

/** `count` runs of `work`, `width` at a time. */
const inTurns = async (count: number, width: number, work: (index: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: width }, worker));
};

let retries = 0;

/** Connects, again and again where the machine is too busy to answer in time, as a tab would. */
const comeIn = async (one: RelayClient, triesLeft = 5): Promise<void> => {
  try {
    await one.connect();
  } catch (error) {
    if (triesLeft === 0) throw error;
    retries += 1;
    await comeIn(one, triesLeft - 1);
    return;
  }
  one.advertise(tag);
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

test(
  `${clientsCount} clients, ${dialsCount} dials through the relay, ${reconnectsCount} reconnects: no place is lost`,
  async () => {
    const emptyRss = await rssMebibytes();
    await inTurns(clientsCount, atOnce, async () => {
      const one = await createRelayClient({ relay });
      clients.push(one);
      await comeIn(one);
    });
    await until(
      'all hold a place',
      ({ reservations, peers }) => reservations === clientsCount && peers === clientsCount,
    );
    const heldRss = await rssMebibytes();

    const dialMs: number[] = [];
    await inTurns(dialsCount, dialsAtOnce, async (index) => {
      const from = clients[index % clientsCount];
      // No two under way are between the same two: libp2p would take the circuit that the other is about to close.
      const to = clients[(index + 1 + Math.floor(index / clientsCount)) % clientsCount];
      if (from === undefined || to === undefined) throw new Error('no such client');
      const startedAtMs = performance.now();
      const stream = await from.echoThrough(to.peerId);
      dialMs.push(performance.now() - startedAtMs);
      await stream.close();
      await Promise.all(from.node.getConnections(to.node.peerId).map(async (circuit) => circuit.close()));
    });
    dialMs.sort((a, b) => a - b);
    await until('no circuit is left', ({ circuits }) => circuits === 0);

    const startedAtMs = performance.now();
    await inTurns(reconnectsCount, atOnce, async (index) => {
      const one = clients[index % clientsCount];
      if (one === undefined) throw new Error('no such client');
      await one.vanish();
      await comeIn(one);
    });
    const reconnectSeconds = (performance.now() - startedAtMs) / 1000;
    await until(
      'each holds one place',
      ({ reservations, peers }) => reservations === clientsCount && peers === clientsCount,
    );
    const fullRss = await rssMebibytes();

    await inTurns(clientsCount, atOnce, async (index) => clients[index]?.vanish());
    await until('all places are free', (now) => now.reservations + now.peers + now.connections + now.circuits === 0);
    const [p50, p95] = [percentile(dialMs, 0.5), percentile(dialMs, 0.95)];
    console.info(
      `relay: ${clientsCount} clients; dial through it p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms; ` +
        `${reconnectsCount} reconnects in ${reconnectSeconds.toFixed(1)} s, ${retries} of them tried again, 0 places lost; memory ${emptyRss.toFixed(0)} MiB ` +
        `empty, ${heldRss.toFixed(0)} held, ${fullRss.toFixed(0)} after reconnects`,
    );
    expect(p95).toBeLessThanOrEqual(dialMsMax);
    expect(fullRss).toBeLessThanOrEqual(rssMebibytesMax);
  },
  timeoutMs,
);
