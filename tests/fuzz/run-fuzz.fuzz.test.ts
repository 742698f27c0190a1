/** The fuzzer finds what it is for: each wrong decoder here is caught, and the frame that caught it comes again. */
import { describe, expect, test } from 'vitest';
import { concatBytes, createReader, createWriter } from '../../shared/core/bytes/index.ts';
import { seededRandom } from '../../shared/testing/simulation/index.ts';
import { bytesTarget, type FuzzTarget, jsonTarget, textTarget } from './fuzz-target.ts';
import { frameAt, frameMsMax, largestMs, runFrame, runFuzz } from './run-fuzz.ts';

const seed = 7;
const frames = 5_000;

interface Named {
  readonly name: Uint8Array;
  readonly age: number;
}

const encode = ({ name, age }: Named): Uint8Array => createWriter().bytes16(name).uint(age).finish();
const samples = [encode({ name: Uint8Array.of(1, 2, 3), age: 4 }), encode({ name: new Uint8Array(40), age: 2 ** 40 })];

const decodeRight = (bytes: Uint8Array): Named | undefined => {
  const reader = createReader(bytes);
  const read = reader.finish({ name: reader.bytes16(64), age: reader.uint() });
  return read.ok ? read.value : undefined;
};

const targetOf = (decode: (bytes: Uint8Array) => Named | undefined): FuzzTarget =>
  bytesTarget({ decoder: decode, name: 'decode', samples, lengthMax: 4096, decode, encode });

/** Keeps this thread at work, however little of the machine it gets. */
const spend = (ms: number): void => {
  const own = (): number => {
    const { user, system } = process.threadCpuUsage();
    return user + system;
  };
  const end = own() + ms * 1000;
  while (own() < end);
};

const wrong: readonly (readonly [what: string, why: RegExp, decode: (bytes: Uint8Array) => Named | undefined])[] = [
  [
    'throws on a certain length',
    /RangeError/,
    (bytes) => {
      if (bytes.length === 14) throw new RangeError('14 bytes');
      return decodeRight(bytes);
    },
  ],
  ['ignores what is left over', /encodes as another/, (bytes) => decodeRight(bytes.subarray(0, 13))],
  [
    'forgives a length that is too great',
    /encodes as another/,
    (bytes) => {
      const length = Math.min(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0), Math.max(0, bytes.length - 10));
      return bytes.length < 10 ? undefined : decodeRight(concatBytes(Uint8Array.of(0, length), bytes.subarray(2)));
    },
  ],
  [
    'hangs on a certain length',
    /takes \d+ ms/,
    (bytes) => {
      if (bytes.length === 20) spend(frameMsMax * 1.3);
      return decodeRight(bytes);
    },
  ],
];

describe('the fuzzer', () => {
  test('has nothing to say of a right decoder', () => {
    const report = runFuzz(targetOf(decodeRight), { seed, frames });
    expect(report.failure).toBeUndefined();
    expect(report.accepted).toBeGreaterThan(100);
  });

  test.each(wrong)('catches one that %s', (_what, why, decode) => {
    const { failure } = runFuzz(targetOf(decode), { seed, frames });
    expect(failure?.why).toMatch(why);
    const again = runFrame(targetOf(decode), seed, failure?.frame ?? -1);
    expect(again?.why).toMatch(why);
    expect(again?.input).toBe(failure?.input);
  });

  test('ends one that does not come back, and names the frame', () => {
    const endless = targetOf((bytes) => {
      while (bytes.length === 13);
      return decodeRight(bytes);
    });
    const { failure } = runFuzz(endless, { seed, frames, watchdogMs: 300 });
    expect(failure?.why).toBe('does not come back within 300 ms');
    expect(failure?.input).toHaveLength(2 * 13);
  });

  test('draws the same frames for a seed, and others for another seed or name', () => {
    const shown = (target: FuzzTarget, ofSeed: number) => [0, 1, 2, 3].map((i) => frameAt(target, ofSeed, i).show());
    expect(shown(targetOf(decodeRight), 1)).toEqual(shown(targetOf(decodeRight), 1));
    expect(shown(targetOf(decodeRight), 1)).not.toEqual(shown(targetOf(decodeRight), 2));
    expect(shown({ ...targetOf(decodeRight), name: 'other' }, 1)).not.toEqual(shown(targetOf(decodeRight), 1));
  });

  test('catches a text that is read as another one, and JSON that makes a decoder throw', () => {
    const text = textTarget({
      decoder: Number,
      samples: ['12', '7'],
      lengthMax: 100,
      decode: (typed) => (Number.isFinite(Number(typed)) ? Number(typed) : undefined),
      encode: String,
    });
    expect(runFuzz(text, { seed, frames }).failure?.why).toMatch(/encodes as another/);
    const json = jsonTarget({
      decoder: Object.keys,
      samples: [{ list: [1, 2] }],
      decode: (value) => (value as { readonly list: readonly number[] }).list.length,
      encode: (_length, input) => input,
    });
    expect(runFuzz(json, { seed, frames }).failure?.why).toMatch(/TypeError/);
  });

  test('holds the largest forms to the same time, and wants them accepted', () => {
    const slow = bytesTarget({
      ...{ decoder: spend, samples, lengthMax: 64, encode, largest: () => samples.slice(0, 1) },
      decode: (bytes) => {
        spend(15);
        return decodeRight(bytes);
      },
    });
    expect(largestMs(slow)).toBeGreaterThan(9);
    const refused = bytesTarget({ decoder: spend, samples, lengthMax: 64, encode, decode: () => undefined });
    expect(() => largestMs({ ...refused, largest: () => refused.samples })).toThrow('refused');
  });

  test('gives frames of every length up to the greatest', () => {
    const lengths = Array.from({ length: 20_000 }, (_, i) => {
      const frame = targetOf(decodeRight).draw(seededRandom(i));
      return frame.show().length;
    });
    expect(Math.min(...lengths)).toBe(0);
    expect(Math.max(...lengths)).toBeGreaterThan(2_000);
  });
});
