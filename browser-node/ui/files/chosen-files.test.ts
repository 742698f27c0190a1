// What becomes of files that were chosen or dropped: one alone, one folder, several things, and more than may be shared.

import { expect, test } from 'vitest';
import { droppedFiles } from './chosen-files.ts';

type Tree = { readonly [name: string]: string | Tree };
const several = (count: number): string => `${count} files`;

/** As a browser hands out what was dropped: two entries at a time. */
const entryOf = (name: string, content: string | Tree): unknown => {
  if (typeof content === 'string') {
    const file = (done: (file: File) => void): void => done(new File([content], name));
    return { isFile: true, isDirectory: false, name, file };
  }
  const rest = Object.entries(content).map(([child, inside]) => entryOf(child, inside));
  const readEntries = (done: (entries: readonly unknown[]) => void): void => done(rest.splice(0, 2));
  return { isFile: false, isDirectory: true, name, createReader: () => ({ readEntries }) };
};

const drop = (tree: Tree) => {
  const items = Object.entries(tree).map(([name, content]) => ({ webkitGetAsEntry: () => entryOf(name, content) }));
  // What a test makes of the browser's list of things that were dropped.
  return droppedFiles({ items: items as never }, several);
};

test('one file is a file, one folder a folder under its name, several things a folder', async () => {
  expect(await drop({ 'a.txt': 'x' })).toMatchObject({ name: 'a.txt', bytes: { size: 1 } });
  const lesson = { pages: { deep: { 'c.txt': 'ccc' }, 'b.txt': 'bb' }, 'a.txt': 'a', 'd.txt': 'd' };
  expect(await drop({ lesson })).toMatchObject({
    name: 'lesson',
    files: [
      { path: 'pages/deep/c.txt', bytes: { size: 3 } },
      { path: 'pages/b.txt', bytes: { size: 2 } },
      { path: 'a.txt', bytes: { size: 1 } },
      { path: 'd.txt', bytes: { size: 1 } },
    ],
  });
  expect(await drop({ 'a.txt': 'a', lesson: { 'b.txt': 'b' } })).toMatchObject({
    name: '2 files',
    files: [{ path: 'a.txt' }, { path: 'lesson/b.txt' }],
  });
  expect(await drop({ empty: {} })).toBeUndefined();
});

test('no more is read than is needed to say that it is too much', async () => {
  const many = Object.fromEntries(Array.from({ length: 2_500 }, (_, i) => [`${i}.txt`, 'x']));
  const chosen = await drop({ many });
  expect(chosen !== undefined && 'files' in chosen && chosen.files.length).toBe(2_001);
});
