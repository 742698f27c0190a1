// BIP-39 against the published vectors, and every fault a person can make while typing.

import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/vectors/keys/bip39_english.json' with { type: 'json' };
import { fromHex, toHex } from '../bytes/index.ts';
import { checkMnemonic, entropyLengthFor, mnemonicOf, seedOf } from './mnemonic.ts';

const bytesOfVector = (hex: string | undefined): Uint8Array => fromHex(hex ?? '?') ?? new Uint8Array();
const legal = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

/** `legal` with the word at `index` replaced. */
const legalWith = (index: number, word: string): string => legal.split(' ').with(index, word).join(' ');

describe('the published vectors', () => {
  it('are 24 and give words, entropy and seed', () => {
    expect(vectors.english).toHaveLength(24);
    for (const [entropy, text = '', seed] of vectors.english) {
      const mnemonic = mnemonicOf(bytesOfVector(entropy));
      expect(mnemonic.text).toBe(text);
      expect(checkMnemonic(text)).toEqual({ ok: true, value: { text, entropy: bytesOfVector(entropy) } });
      expect(toHex(seedOf(mnemonic, 'TREZOR'))).toBe(seed);
    }
  });
});

describe('mnemonicOf', () => {
  it('makes 12 and 24 words of the entropy asked for', () => {
    for (const count of [12, 24] as const) {
      expect(mnemonicOf(new Uint8Array(entropyLengthFor(count)).fill(7)).text.split(' ')).toHaveLength(count);
    }
  });

  it('throws on entropy of another length', () => {
    expect(() => mnemonicOf(new Uint8Array(17))).toThrow(RangeError);
  });
});

describe('checkMnemonic', () => {
  it('overlooks capitals, line breaks and spare spaces', () => {
    const typed = `  ${legal.toUpperCase().replaceAll(' ', '\r\n\t ')}\u3000\n`;
    expect(checkMnemonic(typed)).toMatchObject({ ok: true, value: { text: legal } });
  });

  it('counts the words', () => {
    for (const [typed, words] of [
      ['', 0],
      [' \n ', 0],
      [legal.split(' ').slice(1).join(' '), 11],
      [`${legal} legal`, 13],
    ] as const) {
      expect(checkMnemonic(typed)).toEqual({ ok: false, error: { type: 'mnemonic-length', words } });
    }
  });

  it('refuses a text that is far too long by its length, whatever is in it', () => {
    const fault = checkMnemonic(`${legal} ${' '.repeat(2_000)}`);
    expect(fault).toEqual({ ok: false, error: { type: 'mnemonic-length', words: 12 } });
  });

  it('names the place of the first unknown word and what was probably meant', () => {
    for (const [index, typed, suggestion] of [
      [0, 'legel', 'legal'], // one letter wrong
      [1, 'wnner', 'winner'], // one missing
      [2, 'thnak', 'thank'], // two swapped
      [3, 'yearr', 'year'], // one too many
      [5, 'sausages', 'sausage'], // the telling first four letters
      [6, 'wrth', 'worth'],
      [11, 'yelow', 'yellow'],
      [11, 'xqzzvkj', undefined], // near nothing
      [4, 'x'.repeat(300), undefined],
      [4, '12', undefined],
    ] as const) {
      const error = { type: 'mnemonic-word-unknown', index, suggestion };
      expect(checkMnemonic(legalWith(index, typed)), typed).toEqual({ ok: false, error });
    }
  });

  it('keeps what was typed out of the fault', () => {
    expect(JSON.stringify(checkMnemonic(legalWith(3, 'yeahr')))).not.toContain('yeahr');
  });

  it('notices words of the list that do not belong together', () => {
    const swapped = legal.replace('winner thank', 'thank winner');
    for (const text of [legalWith(11, 'zoo'), swapped]) {
      expect(checkMnemonic(text)).toEqual({ ok: false, error: { type: 'mnemonic-checksum' } });
    }
  });
});
