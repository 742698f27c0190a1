/**
 * What every browser story needs: a relay process of its own on a free port with an empty data folder, tabs that are
 * nodes of their own, and the proof that nothing left the machine.
 * Owns the relay process (ended by its id, waited for) and its data folder. Every wait here has a deadline.
 */
import { test as base, expect } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const relayStartMsMax = 20_000;
const relayStopMsMax = 10_000;

/** What the relay says of itself in one line of JSON. */
interface RelayAddresses {
  /** address of the page, such as http://127.0.0.1:9090/ */
  readonly page: string;
  readonly port: number;
  /** multiaddrs */
  readonly relays: readonly string[];
}

export interface Relay extends RelayAddresses {
  /** the folder of the page that it serves: a copy, for stories that keep the page, to make another build of */
  readonly pageFolder: string;
  /** Ends the process at once, as a crash does. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port with the same data. */
  readonly restart: () => Promise<void>;
}

export interface Tabs {
  /** A tab in a browser profile of its own, with the page open. */
  readonly open: (address?: string) => Promise<Page>;
  /** A second tab in the profile of another. */
  readonly openBeside: (tab: Page, address?: string) => Promise<Page>;
}

/**
 * A network for tests: a block a second at most, found in milliseconds on any machine. With the network's real rules, of
 * the teaching kind.
 */
function quickNetwork(): object {
  return {
    name: 'Test class',
    genesisTime: Date.now() - 60_000,
    salt: randomBytes(16).toString('hex'),
    consensus: { kind: 'pow', blockTimeMs: 1000, retarget: { kind: 'fixed', leadingHexZeros: 3 } },
  };
}

/** Playwright's `test` with a relay and tabs; the relay is ended and its data removed after the story. */
export const test = base.extend<{ network: object; keepsPage: boolean; relay: Relay; tabs: Tabs }>({
  network: [quickNetwork(), { option: true }],
  // A kept page hides that its server is gone; the stories that want it say so.
  keepsPage: [false, { option: true }],
  relay: async ({ network, keepsPage }, use) => {
    const data = await mkdtemp(join(tmpdir(), 'tabchain-e2e-'));
    await writeFile(join(data, 'spec.json'), JSON.stringify(network));
    const pageFolder = keepsPage ? join(data, 'page') : 'dist';
    if (keepsPage) await cp('dist', pageFolder, { recursive: true });
    const relay = await startRelay(data, pageFolder);
    await use(relay.handle);
    await relay.stop();
    await rm(data, { recursive: true, force: true });
  },
  tabs: async ({ browser, relay, keepsPage }, use) => {
    const outside: string[] = [];
    const contexts: BrowserContext[] = [];
    await use({
      open: async (address = relay.page) => {
        const context = await openContext(browser, outside, keepsPage);
        contexts.push(context);
        return openPage(context, address, outside);
      },
      openBeside: async (tab, address = relay.page) => openPage(tab.context(), address, outside),
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(outside, 'requests that left the machine, and what the page’s policy forbids').toEqual([]);
  },
});

/** Polls `probe` in the page until it holds; the story fails after `deadlineMs`. */
export async function waitUntil(what: string, deadlineMs: number, probe: () => Promise<boolean>): Promise<void> {
  await expect.poll(probe, { message: what, timeout: deadlineMs, intervals: [50, 100, 200] }).toBe(true);
}

/** Names that are not mapped to loopback do not resolve here, so a request to one is found and goes nowhere. */
async function openContext(browser: Browser, outside: string[], keepsPage: boolean): Promise<BrowserContext> {
  // Every tab here is shown, though people look at one at a time: twelve moving pictures cost as much as the network.
  const context = await browser.newContext({
    serviceWorkers: keepsPage ? 'allow' : 'block',
    reducedMotion: 'reduce',
  });
  // Listened to, not intercepted: a context that intercepts has no cache, and people's browsers have one.
  context.on('request', (request) => {
    if (!isLoopback(new URL(request.url()))) outside.push(request.url());
  });
  return context;
}

async function openPage(context: BrowserContext, address: string, outside: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`page: ${message.text()}`);
    if (message.text().includes('Content Security Policy')) outside.push(message.text());
  });
  page.on('websocket', (socket) => {
    if (!isLoopback(new URL(socket.url()))) outside.push(socket.url());
  });
  await page.goto(address);
  return page;
}

/** Names under .test (RFC 6761) are mapped to loopback by playwright.config.ts; opening the page under one is an insecure context. */
function isLoopback(url: URL): boolean {
  if (!['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)) return true;
  return /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+|[a-z.-]+\.test)$/.test(url.hostname);
}

async function startRelay(
  data: string,
  pageFolder: string,
): Promise<{ readonly handle: Relay; readonly stop: () => Promise<void> }> {
  let child = spawnRelay(data, pageFolder, 0);
  const addresses = await addressesOf(child);
  const handle: Relay = {
    ...addresses,
    pageFolder,
    kill: () => end(child, 'SIGKILL'),
    restart: async () => {
      await end(child, 'SIGTERM');
      child = spawnRelay(data, pageFolder, addresses.port);
      await addressesOf(child);
    },
  };
  return { handle, stop: () => end(child, 'SIGTERM') };
}

/** Playwright runs on the pinned Node already, so this is the Node of `npm start`. */
function spawnRelay(data: string, page: string, port: number): ChildProcess {
  const at = ['--host', '127.0.0.1', '--port', String(port), '--data', data, '--page', page];
  const args = ['relay/main.ts', '--json', ...at];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function addressesOf(child: ChildProcess): Promise<RelayAddresses> {
  if (child.stdout === null) throw new Error('the relay was started without an output pipe');
  const signal = AbortSignal.timeout(relayStartMsMax);
  const reader = createInterface({ input: child.stdout, signal });
  for await (const line of reader) {
    if (line.startsWith('{')) return readAddresses(line);
  }
  throw new Error(signal.aborted ? `no word from the relay in ${relayStartMsMax} ms` : 'the relay ended at its start');
}

function readAddresses(line: string): RelayAddresses {
  const said: unknown = JSON.parse(line);
  if (typeof said !== 'object' || said === null || !('page' in said) || !('port' in said) || !('relays' in said)) {
    throw new Error(`the relay said something else: ${line}`);
  }
  const { page, port, relays } = said;
  if (typeof page !== 'string' || typeof port !== 'number' || !Array.isArray(relays)) {
    throw new Error(`the relay said something else: ${line}`);
  }
  return { page, port, relays: relays.map(String) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit', { signal: AbortSignal.timeout(relayStopMsMax) });
  child.kill(signal);
  await gone.catch(() => {
    child.kill('SIGKILL');
    throw new Error(`the relay did not end within ${relayStopMsMax} ms of ${signal}`);
  });
}
