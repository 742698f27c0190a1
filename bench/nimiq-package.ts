// Brings @nimiq/core 1.6.4 here, the nearest peer: a chain in JavaScript for Node and browsers. It is old and compiles C++
// when it is installed, so it is no dependency of ours: npm puts it into the cache folder, when a figure is asked for that
// needs it. Which Node it is compiled for depends on the machine's headers, so the first that loads it is taken: ours, or
// one on the PATH.
// Owns: the folder `nimiq` of the cache. Bound: one installation of 27 MB; a failed one leaves nothing that counts.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory, runNpm, say } from '../scripts/prepare.mjs';
import type { LeftOut } from './measure.ts';

const version = '1.6.4';
const called = `@nimiq/core ${version}`;
const folder = join(cacheDirectory, 'nimiq');
/** npm writes it as the last act of an installation. */
const lockOfInstalled = join(folder, 'node_modules', '.package-lock.json');

export interface NimiqPackage {
  /** the folder from which `@nimiq/core` resolves */
  readonly folder: string;
  /** path of a Node that loads it */
  readonly node: string;
}

/** Where it is, once it is there and loads; it is installed only where the figure was asked for by name. */
export async function nimiqPackage(isAskedFor: boolean): Promise<NimiqPackage | LeftOut> {
  if (!isInstalled() && !isAskedFor) {
    return { leftOut: `${called} is not installed here, and is installed only for a figure asked for with --only` };
  }
  if (!isInstalled()) await install();
  if (!isInstalled()) return { leftOut: `${called} cannot be installed here; npm says above why` };
  for (const node of nodesHere()) if (await loadsIn(node)) return { folder, node };
  return { leftOut: `${called} is installed in ${folder}, but no Node here loads it; remove the folder to try again` };
}

function isInstalled(): boolean {
  if (!existsSync(lockOfInstalled)) return false;
  const lock = JSON.parse(readFileSync(lockOfInstalled, 'utf8')) as {
    readonly packages?: Readonly<Record<string, { readonly version?: string }>>;
  };
  return lock.packages?.['node_modules/@nimiq/core']?.version === version;
}

async function install(): Promise<void> {
  say(`installing ${called}, which compiles C++ and takes some minutes …`);
  await mkdir(folder, { recursive: true });
  const manifest = {
    private: true,
    dependencies: { '@nimiq/core': version },
    allowScripts: { '@nimiq/core': true, 'node-lmdb': true, 'cpuid-git': true },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  // Its words go to standard error: standard output is for figures alone.
  await runNpm(['install', '--prefix', folder, '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 2, 2] });
}

function nodesHere(): readonly string[] {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, name));
  return [...new Set([process.execPath, ...onPath])].filter((path) => existsSync(path));
}

async function loadsIn(node: string): Promise<boolean> {
  try {
    await promisify(execFile)(node, ['--eval', 'require("@nimiq/core"); process.exit(0)'], { cwd: folder });
    return true;
  } catch {
    return false;
  }
}
