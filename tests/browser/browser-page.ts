// Opens a TypeScript module in a real, headless Chromium, for tests and benches that need what only a browser has
// (workers, IndexedDB, Web Locks). The module is bundled by Vite exactly as the product is (module workers included),
// served from a free port of the loopback interface, and everything is closed again, whatever happens.
// Bounds: one browser and one server per call; nothing is written outside a temporary folder, which is removed.
// The module talks to its test by hanging functions on `window`, which the test calls through `page.evaluate`.

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions, Page } from '@playwright/test';
import sirv from 'sirv';
import { build } from 'vite';
import { leanPackages } from '../../scripts/lean-packages.mjs';

const repositoryRoot = resolve(import.meta.dirname, '../..');
const loadTimeoutMs = 30_000;

const pageHtml = `<!doctype html><meta charset="utf-8"><title>test page</title><script type="module">
import('/entry.js').then(
  () => { document.documentElement.dataset.entry = 'loaded'; },
  (error) => { document.documentElement.dataset.entry = 'failed: ' + (error?.stack ?? error); },
);
</script>`;

export interface BrowserPageOptions {
  /**
   * The name under which the page is opened. The default, `127.0.0.1`, is a secure context; any other name is resolved
   * to the loopback interface and is an *insecure* one, as in a classroom's LAN.
   */
  readonly hostName?: string;
  /**
   * Where the browser keeps what the page stores. The default is a profile in memory; `on-disk` is one in the temporary
   * folder, for what depends on the speed of the disk.
   */
  readonly profile?: 'in-memory' | 'on-disk';
  /** The language and the time zone of the page and its workers; those of this process by default. */
  readonly place?: { readonly locale: string; readonly timezoneId: string };
}

export interface BrowserPage {
  readonly page: Page;
  /** Ends the browser and the server and removes the folder; throws if an error in the page was left uncaught. */
  readonly close: () => Promise<void>;
}

/** Opens `entryModulePath` as `openBrowserPage` does, calls `use`, and closes everything, whatever happens. */
export async function withBrowserPage<T>(
  entryModulePath: string,
  use: (page: Page) => Promise<T>,
  options: BrowserPageOptions = {},
): Promise<T> {
  const { page, close } = await openBrowserPage(entryModulePath, options);
  let result: T;
  try {
    result = await use(page);
  } catch (error) {
    // what went wrong in the test says more than what was left uncaught in the page
    await close().catch(() => undefined);
    throw error;
  }
  await close();
  return result;
}

/** Bundles and serves `entryModulePath` for a browser of another engine: `use` opens the address and waits for its entry. */
export async function withServedPage<T>(entryModulePath: string, use: (address: string) => Promise<T>): Promise<T> {
  await using opened = new AsyncDisposableStack();
  return await use(addressOf(await servedPage(entryModulePath, opened)));
}

interface ServedPage {
  readonly folder: string;
  readonly server: Server;
}

/** What `opened` removes and closes in the end. */
async function servedPage(entryModulePath: string, opened: AsyncDisposableStack): Promise<ServedPage> {
  const folder = opened.adopt(await mkdtemp(join(tmpdir(), 'tabchain-page-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  await bundle(entryModulePath, folder);
  return { folder, server: opened.adopt(await serve(folder), closeServer) };
}

/**
 * Bundles `entryModulePath` (relative to the repository's root), opens it, and waits until it has run. For several tests
 * on one page; `close` must be called in the end. Rejects, with everything closed, if the bundle fails or the module
 * throws while loading.
 * `page.reload()` and `page.context().newPage()` (with `page.url()`) open the same module again on the same origin.
 */
export async function openBrowserPage(
  entryModulePath: string,
  { hostName = '127.0.0.1', profile = 'in-memory', place }: BrowserPageOptions = {},
): Promise<BrowserPage> {
  const uncaught: Error[] = [];
  await using opened = new AsyncDisposableStack();
  const { folder, server } = await servedPage(entryModulePath, opened);
  const profileFolder = profile === 'on-disk' ? join(folder, 'profile') : undefined;
  const browser = opened.adopt(await launchChromium(hostName, profileFolder, place), (started) => started.close());
  const page = 'newContext' in browser ? await browser.newPage(place) : await browser.newPage();
  page.on('pageerror', (error) => uncaught.push(error));
  await page.goto(addressOf({ server }, hostName));
  await waitForEntry(page);
  const all = opened.move();
  return {
    page,
    close: async () => {
      await all.disposeAsync();
      if (uncaught.length > 0) throw new AggregateError(uncaught, `uncaught in the page: ${String(uncaught[0])}`);
    },
  };
}

/** Waits until the page's module has run to its end; to be called again after `page.reload()`. */
export async function waitForEntry(page: Page): Promise<void> {
  const entry = page.locator('html[data-entry]');
  await entry.waitFor({ state: 'attached', timeout: loadTimeoutMs });
  const outcome = await entry.getAttribute('data-entry');
  if (outcome !== 'loaded') throw new Error(`the page's module did not load: ${String(outcome)}`);
}

async function bundle(entryModulePath: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: repositoryRoot,
    cacheDir: join(outDir, '.vite'),
    publicDir: false,
    logLevel: 'warn',
    plugins: [leanPackages()],
    worker: { format: 'es', plugins: () => [leanPackages()] },
    build: {
      outDir: join(outDir, 'site'),
      emptyOutDir: true,
      target: 'es2023',
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: { entry: resolve(repositoryRoot, entryModulePath) },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
}

async function serve(folder: string): Promise<Server> {
  const files = sirv(join(folder, 'site'), { dev: true });
  const server = createServer((request, response) => {
    files(request, response, () => {
      if (request.url === '/') response.setHeader('content-type', 'text/html').end(pageHtml);
      else response.writeHead(404).end();
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  return server;
}

function addressOf({ server }: Pick<ServedPage, 'server'>, hostName = '127.0.0.1'): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return `http://${hostName}:${address.port}/`;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}

/** A browser, or its one context when it has a folder for its profile: both open pages. */
async function launchChromium(
  hostName: string,
  profileFolder: string | undefined,
  place: BrowserContextOptions = {},
): Promise<Browser | BrowserContext> {
  const options = chromiumOptions(hostName);
  return profileFolder === undefined
    ? chromium.launch(options)
    : chromium.launchPersistentContext(profileFolder, { ...options, ...place });
}

/** How to start a headless Chromium that is to open pages under `hostName`. */
export function chromiumOptions(hostName = '127.0.0.1'): LaunchOptions {
  const executablePath = chromiumPath();
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(hostName === '127.0.0.1' ? [] : [`--host-resolver-rules=MAP ${hostName} 127.0.0.1`]),
    ],
  };
}

/** `CHROMIUM_PATH`, else Debian's Chromium, else `undefined`: the one that Playwright installed. */
function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  const debian = '/usr/bin/chromium';
  return existsSync(debian) ? debian : undefined;
}
