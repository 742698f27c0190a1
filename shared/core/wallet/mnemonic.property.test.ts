// What holds for every mnemonic and for every text that is none.

import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkMnemonic, mnemonicOf } from './mnemonic.ts';
import { nearestWord } from './nearest-word.ts';

const entropy = fc
  .constantFrom(16, 20, 24, 28, 32)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
const word = fc.constantFrom(...wordlist);

it('entropy -> words -> entropy', () => {
  fc.assert(
    fc.property(entropy, (bytes) => {
      const mnemonic = mnemonicOf(bytes);
      expect(checkMnemonic(mnemonic.text)).toEqual({ ok: true, value: mnemonic });
      expect(mnemonic.entropy).toEqual(Uint8Array.from(bytes));
    }),
  );
});

it('a replaced word is noticed, or gives another wallet', () => {
  fc.assert(
    fc.property(entropy, fc.nat(), word, (bytes, at, replacement) => {
      const words = mnemonicOf(bytes).text.split(' ');
      const index = at % words.length;
      fc.pre(words[index] !== replacement);
      const checked = checkMnemonic(words.with(index, replacement).join(' '));
      if (checked.ok) expect(checked.value.entropy).not.toEqual(Uint8Array.from(bytes));
      else expect(checked.error.type).toBe('mnemonic-checksum');
    }),
  );
});

it('no text throws', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(fc.oneof(word, fc.string({ maxLength: 20 })), { maxLength: 26 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(text, (typed) => {
      const checked = checkMnemonic(typed);
      expect(checked.ok || checked.error.type.startsWith('mnemonic-')).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it('one mistake behind the first four letters is always put right', () => {
  const longWord = fc.constantFrom(...wordlist.filter((entry) => entry.length > 4));
  fc.assert(
    fc.property(longWord, fc.nat(), fc.constantFrom('', 'q', 'zz'), (entry, at, typo) => {
      const place = 4 + (at % (entry.length - 4));
      expect(nearestWord(entry.slice(0, place) + typo + entry.slice(place + 1))).toBe(entry);
    }),
  );
});

it('a word of the list is its own nearest', () => {
  fc.assert(
    fc.property(word, (entry) => {
      expect(nearestWord(entry)).toBe(entry);
    }),
  );
});
