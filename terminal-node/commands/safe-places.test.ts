// Hostile names of files in a folder: none of them leads out of the target, and none takes the place of another.

import { sep } from 'node:path';
import { expect, test } from 'vitest';
import { safePlaces } from './safe-places.ts';

test('plain names stay as they are', () => {
  const paths = ['a.txt', 'b/c d.txt', 'b/e/ü.txt', '名/x'];
  expect(safePlaces(paths).map((names) => names.join('/'))).toEqual(paths);
});

test('no name leads out of the target', () => {
  const hostile = [
    '../../etc/passwd',
    '/etc/passwd',
    '..',
    '.',
    '',
    'a/../../b',
    'a//b',
    '..\\..\\b',
    'a\0b',
    'line\nbreak',
    ' ',
    '\u202egpj.exe',
    'a\ud800',
  ];
  for (const names of safePlaces(hostile)) {
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(['', '.', '..']).not.toContain(name);
      expect(name).not.toContain(sep);
      // eslint-disable-next-line no-control-regex
      expect(name).not.toMatch(/[\u0000-\u001f/\\\u202e]/);
    }
  }
});

test('no file takes the place of another, or of a folder', () => {
  const places = safePlaces(['a', 'A', 'a/b', 'x/y', 'X', '..', '.', 'x/Y']).map((names) => names.join('/'));
  expect(places).toEqual(['a', 'A~', 'a~~/b', 'x/y', 'X~', 'file', 'file~', 'x/Y~']);
});
