/**
 * Hostile texts for a decoder of text: valid ones with letters changed, words moved, pieces repeated up to the greatest
 * length, and the characters that text handling trips over. All changes are drawn from a seeded random.
 */
import type { SeededRandom } from '../../shared/testing/simulation/index.ts';

export interface TextCorpus {
  /** right texts, each of them accepted */
  readonly samples: readonly string[];
  /** in UTF-16 units, as long as whoever calls the decoder lets a text be */
  readonly lengthMax: number;
  /** pieces that mean something in this format */
  readonly tokens?: readonly string[];
  /** permille of frames in which letters are changed rather than whole tokens; where single wrong letters cost time */
  readonly letterPermille?: number;
}

type Edit = (text: string, random: SeededRandom, corpus: TextCorpus) => string;

/** Spaces of all kinds, marks that turn or join, halves of surrogate pairs, letters whose case is another's, digits. */
const trickyPieces: readonly string[] = [
  ...[' ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '\u2028', '\ufeff', '\u200b', '\u0000', '\u001b'],
  ...['\u202e', '\u2066', '\u0301', '\ud800', '\udc00', '\u{1f642}', '\uffff', '\ufffd'],
  ...['\u212a', '\u017f', '\u0130', '\u0131', '\u00df', '\ufb01', '\u0660', '\uff11', '\u00bd'],
  ...['0', '1', '9', '-', '+', '.', ',', 'e', 'x', '=', '==', '/', '\\', '%', '%00', '%zz', '#', '?', '&', ':'],
  ...['"', "'", '`', '{', '}', '[', ']', '<', '>', '$', '*', '(', 'null', 'NaN', '__proto__', 'constructor'],
];

const editsMax = 4;

const placeIn = (text: string, random: SeededRandom): number => random.below(text.length + 1);

const stretchOf = (text: string, random: SeededRandom): readonly [start: number, end: number] => {
  const start = placeIn(text, random);
  const length = 1 + random.below(random.happens(700) ? 12 : text.length + 1);
  return [start, Math.min(text.length, start + length)];
};

/** As `random.pick`, which copies: token lists may be dictionaries. */
const oneOf = (list: readonly string[], random: SeededRandom): string => list[random.below(list.length)] ?? '';

const pieceOf = (random: SeededRandom, { tokens = [] }: TextCorpus): string => {
  if (tokens.length > 0 && random.happens(400)) return oneOf(tokens, random);
  return random.happens(600)
    ? random.pick(trickyPieces)
    : String.fromCharCode(random.below(random.pick([128, 65_536])));
};

const insert: Edit = (text, random, corpus) => {
  const at = placeIn(text, random);
  return text.slice(0, at) + pieceOf(random, corpus) + text.slice(at);
};

const replace: Edit = (text, random, corpus) => {
  const at = placeIn(text, random);
  return text.slice(0, at) + pieceOf(random, corpus) + text.slice(at + 1);
};

/** The letter beside it in the code, or its other case: still of the alphabet more often than not. */
const nudge: Edit = (text, random) => {
  const at = random.below(text.length);
  const letter = text.charAt(at);
  const other = random.happens(300) ? letter.toUpperCase() : String.fromCharCode(letter.charCodeAt(0) ^ 1);
  return text.slice(0, at) + other + text.slice(at + 1);
};

const remove: Edit = (text, random) => {
  const [start, end] = stretchOf(text, random);
  return text.slice(0, start) + text.slice(end);
};

const duplicate: Edit = (text, random) => {
  const [start, end] = stretchOf(text, random);
  return text.slice(0, end) + text.slice(start);
};

const cut: Edit = (text, random) => text.slice(0, placeIn(text, random));
const cutFront: Edit = (text, random) => text.slice(placeIn(text, random));
const shout: Edit = (text) => text.toUpperCase();

const cross: Edit = (text, random, { samples }) => {
  const other = random.pick(samples);
  return text.slice(0, placeIn(text, random)) + other.slice(placeIn(other, random));
};

const letterEdits: readonly Edit[] = [
  ...[insert, replace, nudge, nudge, replace, remove],
  ...[duplicate, cut, cutFront, shout, cross],
];

/** Splits at white space and keeps it. */
const words = (text: string): string[] => text.split(/(?<=\s)(?=\S)/u);

/** Whole words taken out, doubled, swapped, or replaced by tokens and by other spaces. */
const moveWords = (text: string, random: SeededRandom, { tokens = [], samples }: TextCorpus): string => {
  const list = words(text);
  const other = random.happens(500) && tokens.length > 0 ? `${oneOf(tokens, random)} ` : random.pick(samples);
  const at = random.below(list.length);
  switch (random.below(5)) {
    case 0:
      list.splice(at, 1 + random.below(3));
      break;
    case 1:
      list.splice(at, 0, list[at] ?? '');
      break;
    case 2:
      list.splice(random.below(list.length), 0, ...list.splice(at, 1));
      break;
    case 3:
      list.splice(at, 1, oneOf(words(other), random));
      break;
    default:
      return list.join(random.pick(['', ' ', '\n', '\u00a0']));
  }
  return list.join('');
};

/** One piece again and again, before, after or within a sample, up to the greatest length. */
const repeated = (text: string, random: SeededRandom, corpus: TextCorpus): string => {
  const [start, end] = stretchOf(text, random);
  const piece = random.happens(500) ? pieceOf(random, corpus) : text.slice(start, end) || 'a';
  const length = random.happens(500) ? corpus.lengthMax : random.below(corpus.lengthMax + 1);
  const run = piece.repeat(Math.ceil(Math.max(0, length - text.length) / piece.length));
  const at = placeIn(text, random);
  return text.slice(0, at) + run + text.slice(at) + (random.happens(500) ? pieceOf(random, corpus) : '');
};

const chance = (random: SeededRandom, corpus: TextCorpus): string => {
  const pieces = Array.from({ length: random.below(12) }, () => pieceOf(random, corpus));
  return pieces.join('');
};

const edited = (sample: string, random: SeededRandom, corpus: TextCorpus): string => {
  let text = sample;
  const changesLetters = random.happens(corpus.letterPermille ?? 900);
  for (let left = 1 + random.below(editsMax); left > 0; left--) {
    const edit = changesLetters ? random.pick(letterEdits) : moveWords;
    text = text.length === 0 ? pieceOf(random, corpus) : edit(text, random, corpus);
  }
  return text;
};

/** Of a thousand frames 50 are pure chance, 1 is as long as allowed, 20 are left as they are; the others are edited. */
const upTo = { chance: 50, long: 51, whole: 71 } as const;

/** A changed text: for formats that hold texts within something else. */
export const changedText = (sample: string, random: SeededRandom, corpus: TextCorpus): string =>
  edited(sample, random, corpus);

/** Draws frames: each call one, never longer than `lengthMax`. */
export const textFrames =
  (corpus: TextCorpus): ((random: SeededRandom) => string) =>
  (random) => {
    const sample = random.pick(corpus.samples);
    const frameOf = (draw: number): string => {
      if (draw < upTo.chance) return chance(random, corpus);
      if (draw < upTo.long) return repeated(sample, random, corpus);
      return draw < upTo.whole ? sample : edited(sample, random, corpus);
    };
    return frameOf(random.below(1000)).slice(0, corpus.lengthMax);
  };
