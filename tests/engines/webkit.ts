/**
 * One window of WebKitGTK over W3C WebDriver, plain HTTP and JSON, on a display of its own. WebKitGTK has no
 * RTCPeerConnection, so this is the tab that has only its relay.
 * Owns three processes (display, driver, browser) and a home folder, all gone after `close`. Every wait has a deadline.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { WebKit } from '../../scripts/webkit.mjs';
import { waitUntil } from '../e2e/harness.ts';
import type { NodeTab } from './node-tab.ts';

const startMsMax = 30_000;
const callMsMax = 60_000;

export interface WebKitPage {
  /** What an expression gives in the page, as plain data. */
  readonly read: (expression: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export type WebKitTab = NodeTab & WebKitPage;

/** Opens a node's page in a profile of its own. */
export async function openWebKitTab(programs: WebKit, address: string): Promise<WebKitTab> {
  const page = await openWebKitPage(programs, address, 'window.tabchain !== undefined');
  return {
    ...{ ...page, name: 'webkit' },
    ask: async (method, params) => {
      const answer = await page.read(`window.tabchain.request(${JSON.stringify({ method, params })})`);
      // The page's API has checked the call; what comes back is its answer.
      return answer as never;
    },
  };
}

/** Opens any page in a profile of its own; it has started when the expression is true there. */
export async function openWebKitPage(programs: WebKit, address: string, isStarted: string): Promise<WebKitPage> {
  const home = await mkdtemp(join(tmpdir(), 'tabchain-webkit-'));
  const screen = ['-screen', '0', '1280x1000x24', '-nolisten', 'tcp'];
  const display = spawn(programs.display, ['-displayfd', '3', ...screen], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const port = await freePort();
  const env = {
    ...process.env,
    HOME: home,
    DISPLAY: `:${await numberFrom(display)}`,
    LIBGL_ALWAYS_SOFTWARE: '1',
    NO_AT_BRIDGE: '1',
  };
  const driver = spawn(programs.driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' });
  const command = commandsTo(`http://127.0.0.1:${port}`);
  const session = await openSession(command, programs.browser);
  await command('POST', `${session}/timeouts`, { script: callMsMax, pageLoad: callMsMax });
  await command('POST', `${session}/url`, { url: address });
  const read = readerOf(command, session);
  await waitUntil('the page has started in WebKit', startMsMax, async () => (await read(isStarted)) === true);
  return {
    read,
    close: async () => {
      await command('DELETE', session);
      await Promise.all([end(driver), end(display)]);
      await rm(home, { recursive: true, force: true });
    },
  };
}

type Command = (verb: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>;

/** Of the answer only `value` counts; a refusal is thrown with its message. */
const commandsTo =
  (address: string): Command =>
  async (verb, path, body) => {
    const response = await fetch(address + path, {
      ...{ method: verb, headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(callMsMax) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { readonly value: unknown };
    if (!response.ok) throw new Error(`WebKit's driver refused ${verb} ${path}: ${JSON.stringify(value)}`);
    return value;
  };

/** The driver answers a moment after its start; the session is the browser. */
async function openSession(command: Command, browser: string): Promise<string> {
  await waitUntil("WebKit's driver answers", startMsMax, async () => {
    return command('GET', '/status').then(
      () => true,
      () => false,
    );
  });
  const options = { binary: browser, args: ['--automation'] };
  const opened = await command('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  });
  return `/session/${(opened as { readonly sessionId: string }).sessionId}`;
}

const readerOf =
  (command: Command, session: string) =>
  async (expression: string): Promise<unknown> => {
    const script = `
    const done = arguments[arguments.length - 1];
    (async () => ${expression})().then((value) => done({ value }), (error) => done({ error: JSON.stringify(error) }));`;
    const said = await command('POST', `${session}/execute/async`, { script, args: [] });
    const { value, error } = said as { readonly value?: unknown; readonly error?: string };
    if (error !== undefined) throw new Error(`in WebKit's page: ${error}`);
    return value;
  };

/** What the display says on its third descriptor when it is there. */
async function numberFrom({ stdio }: ChildProcess): Promise<string> {
  const pipe = stdio[3];
  if (!(pipe instanceof Readable)) throw new Error('the display was started without its third descriptor');
  const said: unknown[] = await once(pipe, 'data', { signal: AbortSignal.timeout(startMsMax) });
  return String(said[0]).trim();
}

/** The driver takes no port 0. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
