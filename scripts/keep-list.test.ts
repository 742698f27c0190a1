// The list that the build writes into the service worker, and the version that it writes into the document.

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeKeepList } from './keep-list.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-kept-'));
  await mkdir(join(folder, 'assets'));
});

afterEach(() => rm(folder, { recursive: true }));

const build = async (
  script: string,
  worker = 'const t=JSON.parse(`__KEEP_LIST__`);',
): Promise<{ readonly document: string; readonly worker: string }> => {
  const files = {
    'index.html': '<meta name="build" content="__BUILD__" />',
    'sw.js': worker,
    'build.json': '{}',
    'assets/a-1.js': script,
    'assets/a-1.js.gz': 'packed',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  writeKeepList(folder);
  const [document, filled] = await Promise.all([
    readFile(join(folder, 'index.html'), 'utf8'),
    readFile(join(folder, 'sw.js'), 'utf8'),
  ]);
  return { document, worker: filled };
};

const listOf = (worker: string): unknown =>
  JSON.parse(String(JSON.parse(/JSON\.parse\((".*")\)/.exec(worker)?.[1] ?? '""')));

test('what a browser asks for is listed, what servers read is not; document and worker name one version', async () => {
  const { document, worker } = await build('one');
  const version = /content="([0-9a-f]{16})"/.exec(document)?.[1];
  expect(listOf(worker)).toEqual({ version, files: ['assets/a-1.js', './'] });
});

test('the version follows from the content alone', async () => {
  const versions = [];
  for (const script of ['one', 'two', 'one']) versions.push((await build(script)).document);
  expect(versions[0]).toBe(versions[2]);
  expect(versions[0]).not.toBe(versions[1]);
});

test('a worker without a place for the list stops the build', async () => {
  await writeFile(join(folder, 'index.html'), '__BUILD__');
  await writeFile(join(folder, 'sw.js'), '');
  expect(() => writeKeepList(folder)).toThrow('has no place');
});

test('a worker that shares a part with the page is refused: no browser would start it', async () => {
  for (const start of ['import{i as e}from"./assets/a-1.js";', 'import"./assets/a-1.js";']) {
    await expect(build('one', `${start}const t=JSON.parse(\`__KEEP_LIST__\`);`)).rejects.toThrow('imports a part');
  }
});
