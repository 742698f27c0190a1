// Random numbers that a seed repeats: sfc32 (C. Doty-Humphrey, PractRand), four 32-bit words, seeded by splitmix32
// (after G. Steele, D. Lea, C. Flood, 2014). Only 32-bit integer arithmetic and comparisons, no Math.log or the like,
// so that every engine draws the same numbers. Not for secrets. Each user forks a stream of its own, so that one more
// draw here does not change the numbers drawn there.

export interface SeededRandom {
  /** a whole number ≥ 0 and < `limit` (1…2^32) */
  readonly below: (limit: number) => number;
  /** a whole number from `low` to `high`, both included */
  readonly between: (low: number, high: number) => number;
  readonly happens: (permille: number) => boolean;
  /** exponentially distributed, in whole units, with this mean */
  readonly exponential: (mean: number) => number;
  readonly bytes: (length: number) => Uint8Array;
  /** one of a list that is not empty */
  readonly pick: <T>(list: readonly T[]) => T;
  /** the list in another order */
  readonly shuffle: <T>(list: readonly T[]) => T[];
  readonly fork: () => SeededRandom;
}

const splitmix32 = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return word ^ (word >>> 15);
  };
};

const sfc32 = (seed: number): (() => number) => {
  const fill = splitmix32(seed);
  let [a, b, c, counter] = [fill(), fill(), fill(), 1];
  const next = (): number => {
    const word = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    return word >>> 0;
  };
  for (let i = 0; i < 12; i++) next(); // mixes the seed into all words
  return next;
};

/**
 * Exponential with mean 1 from comparisons alone: J. von Neumann, "Various techniques used in connection with random
 * digits" (1951). The length of a falling run of draws decides whether its first one is taken.
 */
const unitExponential = (next: () => number): number => {
  for (let whole = 0; ; whole++) {
    const first = next();
    let last = first;
    for (let length = 1; ; length++) {
      const draw = next();
      if (draw < last) {
        last = draw;
        continue;
      }
      if (length % 2 === 1) return whole + first / 2 ** 32;
      break;
    }
  }
};

/** A stream of numbers; equal seeds give equal streams. */
export const seededRandom = (seed: number): SeededRandom => {
  const next = sfc32(seed);
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  const pick = <T>(list: readonly T[]): T => {
    const found = list.slice(below(list.length))[0];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  };
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    happens: (permille) => below(1000) < permille,
    exponential: (mean) => Math.round(unitExponential(next) * mean),
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
    pick,
    shuffle: (list) => {
      const rest = [...list];
      return Array.from({ length: list.length }, () => {
        const [taken] = rest.splice(below(rest.length), 1);
        if (taken === undefined) throw new RangeError('a list grew shorter while it was shuffled');
        return taken;
      });
    },
    fork: () => seededRandom(next()),
  };
};
