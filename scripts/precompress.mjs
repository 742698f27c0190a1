/**
 * Writes each file of the built page that shrinks a second and a third time, as file.gz and file.br, for the relay to
 * serve as they are (relay/page-answers.ts). Any other server may ignore them.
 * Bounds: text and WebAssembly of at least 1 KiB; pictures and fonts are compressed already.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const shrinks = /\.(html|js|css|svg|wasm|webmanifest)$/;
const bytesMin = 1024;
const gzipLevelMax = 9;

/** @param {string} folder */
export async function precompress(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => shrinks.test(name));
  await Promise.all(names.map((name) => compressFile(join(folder, name))));
}

/** @param {string} path */
async function compressFile(path) {
  const bytes = readFileSync(path);
  if (bytes.length < bytesMin) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [zipped, brotli] = await Promise.all([
    promisify(gzip)(bytes, { level: gzipLevelMax }),
    promisify(brotliCompress)(bytes, { params }),
  ]);
  writeFileSync(`${path}.gz`, zipped);
  writeFileSync(`${path}.br`, brotli);
}
