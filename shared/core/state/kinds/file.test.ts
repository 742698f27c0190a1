// A file transaction as people send it, and the names and media types at the edges of the rules.

import { describe, expect, test } from 'vitest';
import { cidCodecs, cidHashes, makeCid } from '../../model/index.ts';
import { testSpec } from '../../../testing/index.ts';
import { fileNameIsClean, fileRules, mediaTypeIsFormed } from './file.ts';

const cid = makeCid(cidCodecs.dagPb, cidHashes.sha256, new Uint8Array(32)).bytes;

describe('a file', () => {
  test('as people send it is right, takes no amount and locks no deposit', () => {
    const rules = fileRules({ kind: 'file', cid, name: 'Schöne Grüße 🌳.png', size: 1, mediaType: 'image/png' });
    expect(rules.check(testSpec(), '00'.repeat(32)).ok).toBe(true);
    expect(rules.amount).toBe(0n);
  });

  test.each(['a', 'a b.tar.gz', '…', '漢字.txt', '.hidden', '🌳'])('may be called %j', (name) => {
    expect(fileNameIsClean(name)).toBe(true);
  });

  test.each([
    '',
    '.',
    '..',
    'a/b',
    'a\\b',
    'a\nb',
    '\u007f',
    'a\u0085',
    '\u202eexe',
    'a ',
    '\u3000a',
    '\ufeffa',
    '\ud800',
  ])('may not be called %j', (name) => {
    expect(fileNameIsClean(name)).toBe(false);
  });

  test.each(['image/svg+xml', 'application/vnd.ms-excel.sheet.macroenabled.12', 'inode/directory'])('of %s', (type) => {
    expect(mediaTypeIsFormed(type)).toBe(true);
  });

  test.each(['', 'image', 'image/', '/png', 'image/png/x', 'image /png', `a/${'b'.repeat(64)}`])(
    'not of %j',
    (type) => {
      expect(mediaTypeIsFormed(type)).toBe(false);
    },
  );
});
