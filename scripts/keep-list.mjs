/**
 * Writes into the built service worker which files it keeps: all of the page but what only a server reads. The version is
 * the hash of all that is in them, so a page that is built anew from the same sources is no newer one; the document says
 * it too, so that a tab knows of which build it is. Bounds: fails when worker or document have no place for it, and when the
 * worker is not one script.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const place = /(["'`])__KEEP_LIST__\1/;
const buildPlace = '__BUILD__';
const serversOnly = /(^sw\.js$|\.(br|gz|map)$|^\.vite\/|^build\.json$|^relays\.json$)|-(cyrillic|greek|vietnamese)-/;

/** @param {string} folder the built page */
export function writeKeepList(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((name) => !serversOnly.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  const version = hash.digest('hex').slice(0, 16);
  const files = names.map((name) => (name === 'index.html' ? './' : name));
  const worker = join(folder, 'sw.js');
  // Browsers start a service worker of a plain script: one that shares a part with the page would never start.
  if (/^import\b|[;}]import\s*[{"']/.test(readFileSync(worker, 'utf8')))
    throw new Error(`${worker} imports a part of the page`);
  // A text of JSON inside a text of JavaScript.
  fill(worker, place, JSON.stringify(JSON.stringify({ version, files })));
  fill(join(folder, 'index.html'), buildPlace, version);
}

/** @param {string} path @param {string | RegExp} where @param {string} text */
function fill(path, where, text) {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(where, () => text);
  if (after === before) throw new Error(`${path} has no place for ${text.slice(0, 40)}`);
  writeFileSync(path, after);
}
