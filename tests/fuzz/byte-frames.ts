/**
 * Hostile bytes for a decoder of bytes: now and then pure chance, mostly valid samples that were damaged as attackers and
 * disks do it. All changes are drawn from a seeded random, so a frame is a function of its seed. Bounded by `lengthMax`.
 */
import { concatBytes } from '../../shared/core/bytes/index.ts';
import type { SeededRandom } from '../../shared/testing/simulation/index.ts';

export interface ByteCorpus {
  /** right forms, each of them accepted; the more of the format they use, the better */
  readonly samples: readonly Uint8Array[];
  /** as long as whoever calls the decoder lets a form be */
  readonly lengthMax: number;
}

type Edit = (bytes: Uint8Array, random: SeededRandom, corpus: Prepared) => Uint8Array;

/** A place that may hold the length or the count of what follows it. */
interface LengthField {
  readonly at: number;
  readonly width: 1 | 2 | 4;
}

interface Prepared extends ByteCorpus {
  readonly fieldsOf: ReadonlyMap<Uint8Array, readonly LengthField[]>;
}

const tellingBytes = [0, 1, 0x7f, 0x80, 0xff] as const;
const editsMax = 4;

const flipBit: Edit = (bytes, random) => {
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
};

const setByte: Edit = (bytes, random) => {
  bytes[random.below(bytes.length)] = random.happens(500) ? random.pick(tellingBytes) : random.below(256);
  return bytes;
};

const numberAt = (bytes: Uint8Array, at: number, width: number): number => {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
};

const writeNumber = (bytes: Uint8Array, at: number, width: number, value: number): void => {
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    if (at + i < bytes.length) bytes[at + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
};

/** What lengths and counts are set to: nothing, everything, one off, the edges of signed and of exact numbers. */
const tellingNumber = (old: number, width: number, random: SeededRandom): number => {
  const end = 256 ** width;
  const wrapped = (value: number): number => (value + end) % end;
  switch (random.below(7)) {
    case 0:
      return 0;
    case 1:
      return width < 8 ? end - 1 : 2 ** 53;
    case 2:
      return wrapped(old + 1);
    case 3:
      return wrapped(old - 1);
    case 4:
      return end / 2;
    case 5:
      return Math.min(end - 1, 2 ** 53 - 1);
    default:
      return random.below(Math.min(end, 2 ** 32));
  }
};

const setNumber: Edit = (bytes, random) => {
  const width = random.pick([1, 2, 4, 8] as const);
  const at = random.below(bytes.length);
  writeNumber(bytes, at, width, tellingNumber(numberAt(bytes, at, width), width, random));
  return bytes;
};

const cut: Edit = (bytes, random) => bytes.subarray(0, random.below(bytes.length));
const cutFront: Edit = (bytes, random) => bytes.subarray(random.below(bytes.length));
const append: Edit = (bytes, random) => concatBytes(bytes, random.bytes(1 + random.below(9)));

/** A stretch of the bytes; mostly short. */
const stretchOf = (bytes: Uint8Array, random: SeededRandom): readonly [start: number, end: number] => {
  const start = random.below(bytes.length);
  const length = 1 + random.below(random.happens(700) ? 16 : bytes.length);
  return [start, Math.min(bytes.length, start + length)];
};

const remove: Edit = (bytes, random) => {
  const [start, end] = stretchOf(bytes, random);
  return concatBytes(bytes.subarray(0, start), bytes.subarray(end));
};

const duplicate: Edit = (bytes, random) => {
  const [start, end] = stretchOf(bytes, random);
  return concatBytes(bytes.subarray(0, end), bytes.subarray(start));
};

const insert: Edit = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  return concatBytes(bytes.subarray(0, at), random.bytes(1 + random.below(8)), bytes.subarray(at));
};

/** A stretch of another sample laid over these bytes. */
const splice: Edit = (bytes, random, { samples }) => {
  const other = random.pick(samples);
  if (other.length === 0) return bytes;
  const [start, end] = stretchOf(other, random);
  const at = random.happens(500) ? Math.min(start, bytes.length) : random.below(bytes.length);
  const spliced = new Uint8Array(Math.max(bytes.length, at + end - start));
  spliced.set(bytes);
  spliced.set(other.subarray(start, end), at);
  return spliced;
};

/** The beginning of this and the end of another. */
const cross: Edit = (bytes, random, { samples }) => {
  const other = random.pick(samples);
  const at = random.below(bytes.length + 1);
  const from = random.happens(700) ? Math.min(at, other.length) : random.below(other.length + 1);
  return concatBytes(bytes.subarray(0, at), other.subarray(from));
};

const edits: readonly Edit[] = [
  ...[flipBit, flipBit, setByte, setByte, setNumber, setNumber],
  ...[cut, cutFront, append, remove, duplicate, insert, splice, cross],
];

/** The places of a sample where a number of one, two or four bytes says how many bytes follow. */
const lengthFields = (bytes: Uint8Array): readonly LengthField[] => {
  const fields: LengthField[] = [];
  for (let at = 0; at < Math.min(bytes.length, 4096); at++) {
    for (const width of [1, 2, 4] as const) {
      const length = numberAt(bytes, at, width);
      if (length > 0 && at + width + length <= bytes.length) fields.push({ at, width });
    }
  }
  return fields;
};

/** Changes a length together with what it measures, so that what stands behind it is still read where it stands. */
const resize = (sample: Uint8Array, { at, width }: LengthField, random: SeededRandom): Uint8Array => {
  const old = numberAt(sample, at, width);
  const length = random.pick([0, old - 1, old + 1, random.below(2 * old + 1), old + random.below(64)]);
  const content = sample.subarray(at + width, at + width + Math.min(old, length));
  const grown = random.bytes(Math.max(0, length - old));
  const resized = concatBytes(sample.subarray(0, at + width), content, grown, sample.subarray(at + width + old));
  writeNumber(resized, at, width, length);
  return resized;
};

/** A piece of a sample again and again, up to the greatest length: for what grows faster than its input. */
const repeated = (bytes: Uint8Array, random: SeededRandom, lengthMax: number): Uint8Array => {
  const long = new Uint8Array(random.happens(500) ? lengthMax : random.below(lengthMax + 1));
  const [start, end] = bytes.length === 0 ? [0, 0] : stretchOf(bytes, random);
  const piece = bytes.subarray(start, end);
  long.set(bytes.subarray(0, Math.min(start, long.length)));
  for (let at = start; piece.length > 0 && at < long.length; at += piece.length) {
    long.set(piece.subarray(0, long.length - at), at);
  }
  return long;
};

const chance = (random: SeededRandom, lengthMax: number): Uint8Array => {
  const length = random.below(Math.min(lengthMax, random.pick([4, 32, 300])) + 1);
  return random.happens(200) ? new Uint8Array(length).fill(random.pick(tellingBytes)) : random.bytes(length);
};

const edited = (sample: Uint8Array, random: SeededRandom, corpus: Prepared): Uint8Array => {
  let bytes: Uint8Array = new Uint8Array(sample);
  for (let left = 1 + random.below(editsMax); left > 0; left--) {
    bytes = bytes.length === 0 ? append(bytes, random, corpus) : random.pick(edits)(bytes, random, corpus);
  }
  return bytes;
};

/** Of a thousand frames 80 are pure chance, 1 is as long as allowed, 10 are left as they are, 200 resized, others edited. */
const upTo = { chance: 80, long: 81, whole: 91, resized: 291 } as const;

/** Draws frames: each call one. A frame is never longer than `lengthMax`, because no caller hands such a one on. */
export const byteFrames = (corpus: ByteCorpus): ((random: SeededRandom) => Uint8Array) => {
  const prepared: Prepared = {
    ...corpus,
    fieldsOf: new Map(corpus.samples.map((sample) => [sample, lengthFields(sample)])),
  };
  const frameOf = (random: SeededRandom): Uint8Array => {
    const sample = random.pick(corpus.samples);
    const draw = random.below(1000);
    if (draw < upTo.chance) return chance(random, corpus.lengthMax);
    if (draw < upTo.long) return repeated(sample, random, corpus.lengthMax);
    if (draw < upTo.whole) return sample.slice();
    const fields = prepared.fieldsOf.get(sample) ?? [];
    const field = fields[random.below(fields.length)];
    if (draw < upTo.resized && field !== undefined) return resize(sample, field, random);
    return edited(sample, random, prepared);
  };
  return (random) => {
    const frame = frameOf(random);
    return frame.length > corpus.lengthMax ? frame.slice(0, corpus.lengthMax) : frame;
  };
};
