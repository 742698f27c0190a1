/**
 * A Vite plugin: of several installed copies of one package at one version, the page gets one. npm nests a copy beside
 * each package that cannot use the copy at the top, so one version of protons-runtime is installed eight times; as each copy meets
 * the same ranges, any of them may stand for all. The copy with the shortest path does, so that builds are alike.
 * A package that was renamed counts as one too: libp2p's WebRTC asks for noise by its new name, we by the former.
 * Bounds: knows package-lock.json alone; other versions of a package stay what they are.
 */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const packageFolder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)(\/.*)$/;

/** By its new name what a package was called before. Only its name and the code of fields that it does not send changed. */
const formerNames = { '@libp2p/noise': '@chainsafe/libp2p-noise' };

/** @param {string} root @returns {import('vite').Plugin} */
export function oneCopy(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const homes = homesOf(lock);
  const former = formerNamesIn(lock);
  const base = `${root.split(sep).join('/').replace(/\/$/, '')}/`;
  return {
    name: 'one-copy',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      const found = await this.resolve(former.get(source) ?? source, importer, { ...options, skipSelf: true });
      const [, folder, rest] = packageFolder.exec(found?.id ?? '') ?? [];
      const home = folder?.startsWith(base) === true ? homes.get(folder.slice(base.length)) : undefined;
      return found === null || home === undefined ? found : { ...found, id: `${base}${home}${rest ?? ''}` };
    },
  };
}

/**
 * The former names that may stand for the new ones: those whose two releases differ in the last number of the version alone.
 * @param {{ readonly packages: Readonly<Record<string, { readonly version?: string }>> }} lock
 * @returns {ReadonlyMap<string, string>}
 */
export function formerNamesIn({ packages }) {
  /** @param {string} name */
  const release = (name) => packages[`node_modules/${name}`]?.version?.split('.').slice(0, 2).join('.');
  return new Map(
    Object.entries(formerNames).filter(([name, former]) => {
      const known = release(name);
      return known !== undefined && known === release(former);
    }),
  );
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
