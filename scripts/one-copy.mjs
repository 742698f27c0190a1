/**
 * A Vite plugin: of several installed copies of one package at one version, the page gets one. npm nests a copy beside
 * each package that cannot use the copy at the top, so one version of protons-runtime is installed eight times; as each copy meets
 * the same ranges, any of them may stand for all. The copy with the shortest path does, so that builds are alike.
 * Bounds: knows package-lock.json alone; other versions of a package stay what they are.
 */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const packageFolder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)(\/.*)$/;

/** @param {string} root @returns {import('vite').Plugin} */
export function oneCopy(root) {
  const homes = homesOf(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const base = `${root.split(sep).join('/').replace(/\/$/, '')}/`;
  return {
    name: 'one-copy',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const [, folder, rest] = packageFolder.exec(found?.id ?? '') ?? [];
      const home = folder?.startsWith(base) === true ? homes.get(folder.slice(base.length)) : undefined;
      return found === null || home === undefined ? found : { ...found, id: `${base}${home}${rest ?? ''}` };
    },
  };
}

/**
 * For each installed folder the one that stands for it.
 * @param {{ readonly packages: Readonly<Record<string, { readonly version?: string }>> }} lock
 * @returns {ReadonlyMap<string, string>}
 */
export function homesOf({ packages }) {
  const paths = Object.keys(packages).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  /** @type {Map<string, string>} */
  const chosen = new Map();
  /** @type {Map<string, string>} */
  const homes = new Map();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const key = `${name}@${packages[path]?.version ?? path}`;
    const home = chosen.get(key) ?? path;
    chosen.set(key, home);
    homes.set(path, home);
  }
  return homes;
}
