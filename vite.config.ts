/**
 * How the page is built and, in development, served. The page is one static folder that works below any path, because
 * everything in it is addressed relatively and its routes live in the fragment. What is fetched when is in
 * docs/architecture.md, "What loads when"; the manifest tells it to the tests.
 * In development the relay runs beside Vite (scripts/dev.mjs); what the page asks of its relay is passed on to it.
 */
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type PluginOption } from 'vite';
import { pagePolicy } from './relay/page-policy.ts';
import { buildMachine } from './scripts/build-machine.ts';
import { leanFonts } from './scripts/lean-fonts.mjs';
import { leanPackages } from './scripts/lean-packages.mjs';
import { oneCopy } from './scripts/one-copy.mjs';
import { sodiumApart } from './scripts/sodium-apart.mjs';
import { workerCurve } from './scripts/worker-curve.mjs';

const relayPage = process.env['TABCHAIN_RELAY_PAGE'];
const root = import.meta.dirname;
const cache = join(root, 'node_modules', '.cache', 'tabchain');

/** Window and workers are built apart, each with plugins of its own. */
const slimming = (): PluginOption[] => [oneCopy(root), leanPackages(), sodiumApart(root, join(cache, 'wasm'))];

/**
 * Modules that do nothing but define what they export, whatever their package says of itself: who imports one function of
 * the core's index must not get the hash function's WebAssembly and a word list with it.
 */
const definesOnly =
  /\/shared\/(core|ports|sealing|verifying)\/|\/node_modules\/(@chainsafe\/as-sha256|@scure\/bip39|hash-wasm)\//;
const rolldownOptions = {
  treeshake: { moduleSideEffects: (id: string): boolean => !definesOnly.test(id) },
  // What a terminal node loads only when it listens (shared/p2p/direct-listening.ts) a tab has from the start.
  checks: { pluginTimings: false, ineffectiveDynamicImport: false },
};

/** Hosts that send no header get the page's policy in the page; in development Vite needs what it forbids. */
const policyInPage = (): PluginOption => ({
  name: 'tabchain:policy-in-page',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'content-security-policy', content: pagePolicy }, injectTo: 'head-prepend' },
  ],
});

/** What other pages name, and the browser for the page: beside the page, under the same name from build to build. */
const named: ReadonlySet<string> = new Set(['sw', 'tabchain']);

/** The page, its service worker, and the script for other pages: `<script type="module" src="…/tabchain.js">`. */
const entries = {
  input: {
    index: join(root, 'index.html'),
    sw: join(root, 'browser-node', 'service.worker.ts'),
    tabchain: join(root, 'browser-node', 'embed', 'main.ts'),
  },
  preserveEntrySignatures: 'exports-only' as const,
  output: {
    entryFileNames: ({ name }: { name: string }) => (named.has(name) ? `${name}.js` : 'assets/[name]-[hash].js'),
  },
};

// The node worker names the contract machine's binary, which is made here where nothing else has made it.
await buildMachine();

export default defineConfig({
  base: './',
  plugins: [svelte(), leanFonts(join(cache, 'fonts')), policyInPage(), ...slimming()],
  worker: { format: 'es', plugins: () => [workerCurve(root), ...slimming()], rolldownOptions },
  build: {
    // What is inlined as `data:` the page's policy refuses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    manifest: true,
    cssCodeSplit: false,
    rolldownOptions: { ...rolldownOptions, ...entries },
  },
  server: {
    host: '127.0.0.1',
    ...(relayPage === undefined ? {} : { proxy: { '/relays.json': relayPage, '/health': relayPage } }),
  },
});
