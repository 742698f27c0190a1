// Finds the English BIP-39 word that a person most likely meant. The list is made so that the first four letters tell
// a word apart, so the word that begins with them is meant, unless another is only one mistake away; without such a
// beginning the fewest mistakes decide.
// Bounds: looks at words of at most 16 letters (the longest of the list has 8), 2,048 × 16 × 8 steps.

import { wordlist } from '@scure/bip39/wordlists/english.js';

const wordLettersMax = 16;
const tellingLetters = 4;
/** More mistakes than this in one word and a suggestion would be a guess. */
const mistakesMax = 3;

/** The nearest word of the list, or undefined if none is near. Ties go to the word that shares the longer beginning. */
export const nearestWord = (typed: string): string | undefined => {
  if (typed.length === 0 || typed.length > wordLettersMax) return undefined;
  const telling = typed.slice(0, tellingLetters);
  const sameStart = telling.length < tellingLetters ? undefined : wordlist.find((word) => word.startsWith(telling));
  let nearest: string | undefined;
  let fewest = Math.min(mistakesMax, typed.length - 1) + 1;
  for (const word of wordlist) {
    if (Math.abs(typed.length - word.length) > fewest) continue;
    const mistakes = mistakesBetween(typed, word);
    const nearer =
      mistakes < fewest ||
      (mistakes === fewest && nearest !== undefined && sharedStart(typed, word) > sharedStart(typed, nearest));
    if (nearer) {
      nearest = word;
      fewest = mistakes;
    }
  }
  return fewest <= 1 ? nearest : (sameStart ?? nearest);
};

const sharedStart = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
};

/**
 * Letters to insert, drop, replace or swap with their neighbour to make `a` of `b`: the optimal string alignment
 * distance (Damerau 1964 in its restricted form), row by row.
 */
const mistakesBetween = (a: string, b: string): number => {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  const at = (row: readonly number[], j: number): number => row[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(beforeLast, j - 2) + 1 : Infinity;
      row.push(Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
};
