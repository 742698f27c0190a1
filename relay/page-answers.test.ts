// The page's files as browsers get them: compressed where the build did so and the browser takes it, kept where the name
// carries a hash, asked for anew where it does not.

import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageAnswers, type RelayHealth } from './page-answers.ts';

const health: RelayHealth = {
  ...{ ok: true, status: 'serving', uptime: 0, version: '0' },
  ...{ peers: 0, reservations: 0, connections: 0, circuits: 0, siblings: 0 },
};
const script = 'export const answer = 42;';
let folder: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-page-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<title>Page</title>');
  await writeFile(join(folder, 'assets', 'a-hash.js'), script);
  await writeFile(join(folder, 'assets', 'a-hash.js.gz'), gzipSync(script));
  server = createServer(
    pageAnswers({ page: folder, spec: '{}', relays: () => [], stun: () => [], health: () => health, allowOrigin: [] }),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await rm(folder, { recursive: true });
});

test('a browser that takes gzip gets the compressed file, one that does not the file itself', async () => {
  const zipped = await fetch(`${origin}/assets/a-hash.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect(zipped.headers.get('content-encoding')).toBe('gzip');
  expect(zipped.headers.get('content-type')).toContain('javascript');
  expect(zipped.headers.get('vary')).toBe('Accept-Encoding');
  expect(await zipped.text()).toBe(script);
  const plain = await fetch(`${origin}/assets/a-hash.js`, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe(script);
});

test('files named by their hash are kept, the document is asked for each time', async () => {
  expect((await fetch(`${origin}/assets/a-hash.js`)).headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${origin}/`)).headers.get('cache-control')).toBe('no-cache');
});

test('every file comes with the policy: nothing inline, nothing evaluated, no other origin but relays', async () => {
  for (const path of ['/', '/assets/a-hash.js']) {
    const { headers } = await fetch(origin + path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("connect-src 'self' ws: wss:");
    expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});
