/**
 * Hostile JSON values: valid ones in which a place was given another type, another number, another key, or a piece of
 * another sample. What comes out is always a value that JSON can carry. Bounded by the samples and a few additions.
 */
import type { SeededRandom } from '../../shared/testing/simulation/index.ts';
import { changedText, type TextCorpus } from './text-frames.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface JsonCorpus {
  /** right values, each of them accepted */
  readonly samples: readonly Json[];
  /** keys that mean something in this format, beside those of the samples */
  readonly keys?: readonly string[];
}

type Open = Json[] | { [key: string]: Json };

const oddKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', 'length', 'kind', 'then'];
const editsMax = 3;

const oddValues: readonly Json[] = [
  ...[null, true, false, 0, -0, 1, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 1e308, 5e-324],
  ...['', ' ', '0', '-1', '1e3', '18446744073709551615', '18446744073709551616', '0x', 'null', '\u0000', '\ud800'],
  ...[[], {}, [[]], [null], { length: 1 }, { kind: 'pow' }],
];

const isOpen = (value: Json | undefined): value is Open => typeof value === 'object' && value !== null;

const copyOf = (value: Json): Json => {
  if (Array.isArray(value)) return value.map((item: Json) => copyOf(item));
  if (!isOpen(value)) return value;
  // Object.fromEntries makes own keys, so that `__proto__` stays a key, as JSON.parse keeps it.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
};

/** All objects and lists of a value. */
const containersOf = (value: Json): Open[] => {
  if (!isOpen(value)) return [];
  const inner: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  return [value, ...inner.flatMap((item) => containersOf(item))];
};

const setOwn = (target: Open, key: string, value: Json): void => {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
};

const otherNumber = (number: number, random: SeededRandom): number =>
  random.pick([0, -0, number + 1, number - 1, -number, number * 2, number + 0.5, 2 ** 53, -1, random.below(2 ** 32)]);

const otherValue = (value: Json | undefined, random: SeededRandom, corpus: TextCorpus, pool: readonly Json[]): Json => {
  if (random.happens(300)) return copyOf(random.pick(oddValues));
  if (typeof value === 'number') return otherNumber(value, random);
  if (typeof value === 'string') return changedText(value, random, corpus);
  if (typeof value === 'boolean') return !value;
  return copyOf(random.pick(pool));
};

const editList = (list: Json[], random: SeededRandom, changed: (value: Json | undefined) => Json): void => {
  const at = random.below(list.length + 1);
  const draw = random.below(5);
  if (draw === 0) list.splice(at, 1);
  else if (draw === 1) list.splice(at, 0, copyOf(list[at] ?? null));
  else if (draw === 2) list.reverse();
  else list[at] = changed(list[at]);
};

/** Draws frames: each call one value. */
export const jsonFrames = ({ samples, keys = [] }: JsonCorpus): ((random: SeededRandom) => Json) => {
  const containers = samples.flatMap((sample) => containersOf(sample));
  const known = containers.flatMap((container) => (Array.isArray(container) ? [] : Object.keys(container)));
  const keyPool = [...new Set([...known, ...keys]), ...oddKeys];
  const pool: readonly Json[] = [...samples, ...containers.flatMap((one) => Object.values<Json>(one))];
  const texts: TextCorpus = {
    samples: ['', ...pool.filter((value) => typeof value === 'string')],
    lengthMax: 4096,
    tokens: ['tab1', '0x', '00', ...keyPool],
  };
  const change = (container: Open, random: SeededRandom): void => {
    const changed = (value: Json | undefined): Json => otherValue(value, random, texts, pool);
    if (Array.isArray(container)) {
      editList(container, random, changed);
      return;
    }
    const own = Object.keys(container);
    const key = random.happens(150) || own.length === 0 ? random.pick(keyPool) : random.pick(own);
    const value = Object.hasOwn(container, key) ? container[key] : undefined;
    if (random.happens(150)) Reflect.deleteProperty(container, key);
    else setOwn(container, random.happens(100) ? random.pick(keyPool) : key, changed(value));
  };
  return (random) => {
    if (random.happens(20)) return copyOf(random.pick(oddValues));
    const frame = copyOf(random.pick(samples));
    if (random.happens(20)) return frame;
    for (let left = 1 + random.below(editsMax); left > 0; left--) {
      const places = containersOf(frame);
      if (places.length > 0) change(random.pick(places), random);
    }
    return frame;
  };
};
