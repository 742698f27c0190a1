/**
 * Builds the page when its sources changed. Owns dist/ and the fingerprint in it.
 * The new page is built beside the old one and swapped in whole, so that a failed build, or two at once, never leave
 * half a page. Bounds: the fingerprint covers every file the build reads, by content and not by time.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { writeKeepList } from './keep-list.mjs';
import { precompress } from './precompress.mjs';
import { cacheDirectory, giveUp, root, runNode, say } from './prepare.mjs';

const sources = [
  'index.html',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
  'public',
  'relay/page-policy.ts',
  'scripts/keep-list.mjs',
  'scripts/lean-fonts.mjs',
  'scripts/lean-packages.mjs',
  'scripts/one-copy.mjs',
  'scripts/precompress.mjs',
  'scripts/sodium-apart.mjs',
  'scripts/worker-curve.mjs',
  'shared',
  'browser-node',
];
const page = join(root, 'dist');
const fingerprintFile = 'build.json';

/** Builds dist/ unless it was built from exactly these sources. */
export async function buildPage() {
  const fingerprint = fingerprintOf(sources);
  if (builtFrom() === fingerprint) return;
  say('building the page …');
  const fresh = join(cacheDirectory, `page-${process.pid}`);
  const code = await runNode([
    join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
    ...['build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'],
  ]);
  if (code !== 0) giveUp('the page could not be built; the messages above say why.');
  writeKeepList(fresh);
  await precompress(fresh);
  writeFileSync(join(fresh, fingerprintFile), `${JSON.stringify({ sources: fingerprint })}\n`);
  swapIn(fresh);
}

/** @param {string} fresh */
function swapIn(fresh) {
  const old = join(cacheDirectory, `old-page-${process.pid}`);
  mkdirSync(cacheDirectory, { recursive: true });
  if (existsSync(page)) renameSync(page, old);
  renameSync(fresh, page);
  rmSync(old, { recursive: true, force: true });
}

function builtFrom() {
  const path = join(page, fingerprintFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).sources : undefined;
}

/** @param {readonly string[]} names */
function fingerprintOf(names) {
  const hash = createHash('sha256');
  for (const path of names.flatMap((name) => filesUnder(join(root, name)))) {
    const content = readFileSync(path);
    hash.update(`${relative(root, path).split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} every file below, sorted, without tests */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isDirectory()) {
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesUnder(join(path, name)));
  }
  return path.endsWith('.test.ts') ? [] : [path];
}
