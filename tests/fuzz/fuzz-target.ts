/**
 * A decoder under fuzzing: where its frames come from, and what must hold of each. It must not throw; what it accepts must
 * encode to the very input (`strict`), or, where a decoder forgives by intent (spaces, capitals, damaged records), to a
 * form that it reads as the same again (`settles`). Builders for decoders of bytes, of text and of JSON.
 */
import { equalBytes, toHex } from '../../shared/core/bytes/index.ts';
import type { SeededRandom } from '../../shared/testing/simulation/index.ts';
import { type ByteCorpus, byteFrames } from './byte-frames.ts';
import { type Json, type JsonCorpus, jsonFrames } from './json-frames.ts';
import { type TextCorpus, textFrames } from './text-frames.ts';

/** `accepted`: and the frame is none of the samples. */
export type Verdict = 'refused' | 'sample' | 'accepted';

export interface Frame {
  /** Throws when the decoder does, or when the canonical rule is broken. */
  readonly judge: () => Verdict;
  /** The decoder alone; whether it accepts. */
  readonly decode: () => boolean;
  readonly show: () => string;
}

export interface FuzzTarget {
  readonly name: string;
  /** Each must be accepted. */
  readonly samples: readonly Frame[];
  readonly everyChangeBreaks: boolean;
  /** The longest right forms, or those that cost most: held to the same time as any frame. */
  readonly largest: () => readonly Frame[];
  readonly draw: (random: SeededRandom) => Frame;
}

/** Any function; which one it is tells the list of all decoders (every-decoder.fuzz.test.ts). */
type Decoder = (...given: never[]) => unknown;

interface Rule<Input, Value> {
  readonly decoder: Decoder;
  /** where two decoders have one name */
  readonly name?: string;
  /** What the decoder gives; `undefined` where it refuses. */
  readonly decode: (input: Input) => Value | undefined;
  /** The form of a value that was decoded, made from its fields. May throw what else is wrong with the value. */
  readonly encode: (value: Value, input: Input) => Input;
  /** `strict` unless said otherwise */
  readonly canonical?: 'strict' | 'settles';
  /** for claims that hold as they are or not at all, such as proofs */
  readonly everyChangeBreaks?: boolean;
  /** the longest right forms, or those that cost most to read; too long to be the ground of all frames */
  readonly largest?: () => readonly Input[];
  /** Mends checksums of a drawn frame, so that what stands behind them is reached; used for every second one. */
  readonly mend?: (input: Input, random: SeededRandom) => Input;
}

interface Kind<Input> {
  readonly samples: readonly Input[];
  readonly frames: (random: SeededRandom) => Input;
  readonly same: (a: Input, b: Input) => boolean;
  readonly show: (input: Input) => string;
}

const shownCharsMax = 2_000;

const shortened = (text: string): string =>
  text.length <= shownCharsMax ? text : `${text.slice(0, shownCharsMax)}… (${text.length} characters)`;

const targetOf = <Input, Value>(rule: Rule<Input, Value>, { samples, frames, same, show }: Kind<Input>): FuzzTarget => {
  const again = (input: Input): Input | undefined => {
    const value = rule.decode(input);
    return value === undefined ? undefined : rule.encode(value, input);
  };
  const judge = (input: Input): Verdict => {
    const encoded = again(input);
    if (encoded === undefined) return 'refused';
    const settled = rule.canonical === 'settles' ? again(encoded) : input;
    if (settled === undefined) throw new Error(`is not accepted in its own form: ${shortened(show(encoded))}`);
    if (!same(encoded, settled)) throw new Error(`is accepted, and encodes as another: ${shortened(show(encoded))}`);
    return samples.some((sample) => same(sample, input)) ? 'sample' : 'accepted';
  };
  const frameOf = (input: Input): Frame => ({
    judge: () => judge(input),
    decode: () => rule.decode(input) !== undefined,
    show: () => shortened(show(input)),
  });
  return {
    name: rule.name ?? rule.decoder.name,
    samples: samples.map(frameOf),
    everyChangeBreaks: rule.everyChangeBreaks ?? false,
    largest: () => (rule.largest?.() ?? []).map(frameOf),
    draw: (random) => {
      const input = frames(random);
      return frameOf(rule.mend !== undefined && random.happens(500) ? rule.mend(input, random) : input);
    },
  };
};

export const bytesTarget = <Value>(parts: Rule<Uint8Array, Value> & ByteCorpus): FuzzTarget =>
  targetOf(parts, { samples: parts.samples, frames: byteFrames(parts), same: equalBytes, show: toHex });

export const textTarget = <Value>(parts: Rule<string, Value> & TextCorpus): FuzzTarget =>
  targetOf(parts, {
    samples: parts.samples,
    frames: textFrames(parts),
    same: (a, b) => a === b,
    show: (text) => JSON.stringify(text),
  });

/** Values are compared as JSON text. */
export const jsonTarget = <Value>(parts: Rule<Json, Value> & JsonCorpus): FuzzTarget =>
  targetOf(parts, {
    samples: parts.samples,
    frames: jsonFrames(parts),
    same: (a, b) => JSON.stringify(a) === JSON.stringify(b),
    show: (value) => JSON.stringify(value),
  });

/** For decoders that answer with a Result. */
export const valueOf = <Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false },
): Value | undefined => (result.ok ? result.value : undefined);
