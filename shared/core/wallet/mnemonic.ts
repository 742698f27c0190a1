// The words that are the wallet (BIP-39, English list): made from random bytes that the caller draws, checked as a
// person types them, turned into the seed that all keys come from. Twelve or 24 words are made; 15, 18 and 21 are read
// too, since other wallets make them. Implementation: @scure/bip39. Bounds: a text of at most 1,024 characters.

import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { err, ok, type Result } from '../bytes/index.ts';
import { nearestWord } from './nearest-word.ts';

/** A mnemonic that passed its check; `text` has its words in lower case with one space between. */
export interface Mnemonic {
  readonly text: string;
  /** 16 to 32 bytes: 4 for every 3 words */
  readonly entropy: Uint8Array;
}

/** The faults name places, never what was typed there: it is part of a secret, and faults end up in logs. */
export type MnemonicFault =
  | { readonly type: 'mnemonic-length'; readonly words: number }
  /** `index` counts from 0; `suggestion` is the nearest word of the list, if one is near */
  | { readonly type: 'mnemonic-word-unknown'; readonly index: number; readonly suggestion: string | undefined }
  /** All words are of the list, but they do not belong together: one is wrong, or two have changed places. */
  | { readonly type: 'mnemonic-checksum' };

export type MnemonicWordCount = 12 | 24;

const wordCounts: readonly number[] = [12, 15, 18, 21, 24];
/** 24 words of 8 letters are 215 characters; the rest is room for spaces and line breaks pasted with them. */
const textLengthMax = 1_024;
const words: ReadonlySet<string> = new Set(wordlist);

/** How many random bytes a new mnemonic is made of: 16 for 12 words, 32 for 24. */
export const entropyLengthFor = (count: MnemonicWordCount): number => (count / 3) * 4;

/** The mnemonic of 16, 20, 24, 28 or 32 bytes of cryptographic randomness. */
export const mnemonicOf = (entropy: Uint8Array): Mnemonic => ({
  text: entropyToMnemonic(entropy, wordlist),
  entropy: entropy.slice(),
});

/** Reads what a person typed or pasted: capitals, line breaks and spare spaces do not matter. */
export const checkMnemonic = (typed: string): Result<Mnemonic, MnemonicFault> => {
  const found = typed
    .slice(0, textLengthMax + 1)
    .normalize('NFKD')
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (typed.length > textLengthMax || !wordCounts.includes(found.length)) {
    return err({ type: 'mnemonic-length', words: found.length });
  }
  const unknown = found.findIndex((word) => !words.has(word));
  if (unknown >= 0) {
    return err({ type: 'mnemonic-word-unknown', index: unknown, suggestion: nearestWord(found[unknown] ?? '') });
  }
  const text = found.join(' ');
  const entropy = entropyOf(text);
  return entropy === undefined ? err({ type: 'mnemonic-checksum' }) : ok({ text, entropy });
};

/** Of words of the list in a right number; only the checksum is left to fail. */
const entropyOf = (text: string): Uint8Array | undefined => {
  try {
    return mnemonicToEntropy(text, wordlist);
  } catch {
    return undefined; // @scure/bip39 says "wrong checksum" by throwing, and has no other way
  }
};

/**
 * The 64-byte seed: PBKDF2-HMAC-SHA-512, 2,048 rounds (BIP-39). `extension` is BIP-39's optional passphrase; Tabchain's
 * own wallets leave it empty, because a forgotten one would open another, empty wallet without any fault.
 */
export const seedOf = (mnemonic: Mnemonic, extension = ''): Uint8Array => mnemonicToSeedSync(mnemonic.text, extension);
