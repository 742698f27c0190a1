// What the marks in a sentence become, and that everything else stays text.

import { expect, test } from 'vitest';
import { richPieces } from './rich-text.ts';

test('strong words, links and terms are told apart', () => {
  expect(richPieces('**Back up.** See [your wallet](#/wallet) and its [nonce](?nonce).')).toEqual([
    { kind: 'strong', text: 'Back up.' },
    { kind: 'text', text: ' See ' },
    { kind: 'link', text: 'your wallet', href: '#/wallet' },
    { kind: 'text', text: ' and its ' },
    { kind: 'term', text: 'nonce', term: 'nonce' },
    { kind: 'text', text: '.' },
  ]);
});

test.each(['', 'plain', '<b>not strong</b>', '[a](https://example.org)', '[a](javascript:alert(1))', '2 * 3 ** 4'])(
  '%s stays as it is',
  (text) => {
    expect(richPieces(text)).toEqual(text === '' ? [] : [{ kind: 'text', text }]);
  },
);
