// What the built page weighs, from its files alone: bytes after gzip at its highest level. What the first paint needs is
// told by the document (scripts and styles that it names) and by the build's manifest (what those scripts import at once).
// Fonts are left out: text is painted in the system's own until they are there. Bound: reads dist/ and holds nothing.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

/** A chunk as the manifest names it; https://vite.dev/guide/backend-integration. */
interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

export interface PageWeight {
  /** paths below dist/ */
  readonly files: readonly string[];
  readonly gzipBytes: number;
}

const builtPage = resolve(import.meta.dirname, '../dist');

export const bytesPerKilobyte = 1000;

/** The path below dist/ of what is asked for at an address of a page that is served at the root. */
export const builtFileOf = (address: string): string => new URL(address).pathname.slice(1) || 'index.html';

/** Whether an address is of a file, and not one of the answers that the relay makes. */
export const isBuiltFile = (address: string): boolean => existsSync(join(builtPage, builtFileOf(address)));

export const gzipBytesOf = (file: string): number =>
  gzipSync(readFileSync(join(builtPage, file)), { level: constants.Z_BEST_COMPRESSION }).length;

export const weightOf = (files: readonly string[]): PageWeight => ({
  files,
  gzipBytes: files.reduce((sum, file) => sum + gzipBytesOf(file), 0),
});

/** The document, and what must have come before it can be painted. */
export function firstPaintWeight(): PageWeight {
  const html = readFileSync(join(builtPage, 'index.html'), 'utf8');
  const manifest = JSON.parse(readFileSync(join(builtPage, '.vite', 'manifest.json'), 'utf8')) as Readonly<
    Record<string, Chunk>
  >;
  const chunks = Object.values(manifest);
  const files = new Set(['index.html', ...namedIn(html)]);
  for (const file of files) {
    const imports = chunks.filter((chunk) => chunk.file === file).flatMap((chunk) => chunk.imports ?? []);
    for (const name of imports) files.add(manifest[name]?.file ?? missing(name));
  }
  return weightOf([...files]);
}

/** Scripts, styles and preloads of the document; the icon is not for painting the page. */
function namedIn(html: string): readonly string[] {
  const tags = html.match(/<(script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => !/rel="icon"/.test(tag))
    .flatMap((tag) => /(?:src|href)="\.\/([^"]+)"/.exec(tag)?.[1] ?? []);
}

function missing(name: string): never {
  throw new Error(`the manifest names no file for ${name}`);
}
