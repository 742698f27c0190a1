// Writes the search kernel as WebAssembly text: SHA-256 of one block, unrolled, for one nonce at a time (`scalar`) or for
// four at once (`simd`). It is run by scripts/build-kernel.ts when the kernel is changed; nodes carry the compiled bytes.
//
// The module imports nothing, exports one page of `memory`, whose first words are the job (kernel-layout.ts), and
//   search(start, count, limit) → index of the first of `count` (< 2^32 − 4) nonces from low word `start` (mod 2^32) whose
//   first digest word is ≤ `limit`, or `count` if there is none; all unsigned.
// The nonces after a hit are not tried; the digest is not finished: a hit is a candidate, to be checked in full.

import { blockWordCount, firstKernelRound, nonceLowIndex, roundSlot, schedule, scheduleSlot } from './kernel-layout.ts';
import { stateSlot, wordIsConstant } from './kernel-layout.ts';
import type { ScheduleTerm } from './kernel-layout.ts';
import { initialState, roundCount } from './sha256-rounds.ts';

export type KernelVariant = 'scalar' | 'simd';

/** How each variant spells the operations of SHA-256. Expressions in, expression out. */
interface Dialect {
  readonly valueType: string;
  readonly add: (x: string, y: string) => string;
  readonly xor: (x: string, y: string) => string;
  readonly and: (x: string, y: string) => string;
  readonly shiftRight: (x: string, bits: number) => string;
  readonly rotateRight: (x: string, bits: number) => string;
  readonly choice: (e: string, f: string, g: string) => string;
  readonly fromWord: (word: string) => string;
  readonly loadWord: (slot: number) => string;
  /** the nonces' low words: `$start` + `$index` + the lane */
  readonly nonces: string;
  /** advances `$index` to the hit and leaves, or to the next nonces */
  readonly judge: (firstDigestWord: string) => readonly string[];
}

const variables = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
type Variable = (typeof variables)[number];

/** The text of the kernel; equal calls give equal text. */
export function kernelWat(variant: KernelVariant): string {
  const dialect = variant === 'simd' ? simdDialect : scalarDialect;
  const locals = [...variables, ...Array.from({ length: blockWordCount }, (_, i) => wordName(i)), 't', 'ab', 'bc'];
  return [
    '(module',
    '(memory (export "memory") 1)',
    '(func (export "search") (param $start i32) (param $count i32) (param $limit i32) (result i32)',
    '(local $index i32) (local $hits i32)',
    ...locals.map((name) => `(local $${name} ${dialect.valueType})`),
    '(block $done (loop $next',
    '(br_if $done (i32.ge_u (local.get $index) (local.get $count)))',
    ...enterRounds(dialect),
    ...rounds(dialect),
    `(br $next)))`,
    '(local.get $count)))',
    '',
  ].join('\n');
}

/** The nonces, and the working variables behind the nonce's own round. */
function enterRounds(dialect: Dialect): readonly string[] {
  return [
    set(wordName(nonceLowIndex), dialect.nonces),
    ...variables.map((name, index) => {
      const known = dialect.loadWord(stateSlot(index));
      return set(name, name === 'a' || name === 'e' ? dialect.add(known, get(wordName(nonceLowIndex))) : known);
    }),
    set('bc', dialect.xor(get('b'), get('c'))),
  ];
}

function rounds(dialect: Dialect): readonly string[] {
  const lines: string[] = [];
  let names: readonly Variable[] = variables;
  for (let round = firstKernelRound; round < roundCount; round++) {
    if (round >= blockWordCount && !wordIsConstant(round)) lines.push(extendSchedule(dialect, round));
    lines.push(...oneRound(dialect, round, names));
    names = [...names.slice(-1), ...names.slice(0, -1)];
  }
  const a = names[0] ?? 'a';
  lines.push(...dialect.judge(dialect.add(get(a), dialect.fromWord(`(i32.const ${initialState[0]})`))));
  return lines;
}

/** w[t] in place of w[t−16]: its varying terms and, where it has any, the sum of its constant ones. */
function extendSchedule(dialect: Dialect, index: number): string {
  const word = schedule[index];
  if (word === undefined) throw new RangeError(`no schedule word ${index}`);
  const addends = word.varying.map((term) => termExpression(dialect, term));
  if (word.constant.length > 0) addends.push(dialect.loadWord(scheduleSlot(index)));
  return set(wordName(index), addends.reduce(dialect.add));
}

function termExpression({ xor, rotateRight, shiftRight }: Dialect, { index, sigma }: ScheduleTerm): string {
  const word = get(wordName(index));
  if (sigma === undefined) return word;
  return sigma === 0
    ? xor(xor(rotateRight(word, 7), rotateRight(word, 18)), shiftRight(word, 3))
    : xor(xor(rotateRight(word, 17), rotateRight(word, 19)), shiftRight(word, 10));
}

/**
 * One round, in place: the roles of the variables move on by one instead of their values. The majority of a, b, c is
 * b ⊕ ((a ⊕ b) ∧ (b ⊕ c)), where b ⊕ c is the a ⊕ b of the round before.
 */
function oneRound(dialect: Dialect, round: number, names: readonly Variable[]): readonly string[] {
  const { add, xor, and, rotateRight } = dialect;
  const [a = 'a', b = 'b', , d = 'd', e = 'e', f = 'f', g = 'g', h = 'h'] = names;
  const [x, y] = [get(a), get(e)];
  const bigSigma0 = xor(xor(rotateRight(x, 2), rotateRight(x, 13)), rotateRight(x, 22));
  const bigSigma1 = xor(xor(rotateRight(y, 6), rotateRight(y, 11)), rotateRight(y, 25));
  const addend = dialect.loadWord(roundSlot(round));
  const constantAndWord = wordIsConstant(round) ? addend : add(addend, get(wordName(round)));
  return [
    set('t', add(add(add(get(h), constantAndWord), dialect.choice(y, get(f), get(g))), bigSigma1)),
    ...(round === roundCount - 1 ? [] : [set(d, add(get(d), get('t')))]),
    set('ab', xor(x, get(b))),
    set(h, add(add(get('t'), bigSigma0), xor(get(b), and(get('ab'), get('bc'))))),
    set('bc', get('ab')),
  ];
}

const scalarDialect: Dialect = {
  valueType: 'i32',
  add: (x, y) => `(i32.add ${x} ${y})`,
  xor: (x, y) => `(i32.xor ${x} ${y})`,
  and: (x, y) => `(i32.and ${x} ${y})`,
  shiftRight: (x, bits) => `(i32.shr_u ${x} (i32.const ${bits}))`,
  rotateRight: (x, bits) => `(i32.rotr ${x} (i32.const ${bits}))`,
  choice: (e, f, g) => `(i32.xor ${g} (i32.and ${e} (i32.xor ${f} ${g})))`,
  fromWord: (word) => word,
  loadWord: (slot) => `(i32.load offset=${slot * 4} (i32.const 0))`,
  nonces: '(i32.add (local.get $start) (local.get $index))',
  judge: (firstDigestWord) => [
    `(if (i32.le_u ${firstDigestWord} (local.get $limit)) (then (return (local.get $index))))`,
    '(local.set $index (i32.add (local.get $index) (i32.const 1)))',
  ],
};

const simdDialect: Dialect = {
  valueType: 'v128',
  add: (x, y) => `(i32x4.add ${x} ${y})`,
  xor: (x, y) => `(v128.xor ${x} ${y})`,
  and: (x, y) => `(v128.and ${x} ${y})`,
  shiftRight: (x, bits) => `(i32x4.shr_u ${x} (i32.const ${bits}))`,
  rotateRight: (x, bits) =>
    `(v128.or (i32x4.shr_u ${x} (i32.const ${bits})) (i32x4.shl ${x} (i32.const ${32 - bits})))`,
  choice: (e, f, g) => `(v128.bitselect ${f} ${g} ${e})`,
  fromWord: (word) => `(i32x4.splat ${word})`,
  loadWord: (slot) => `(v128.load32_splat offset=${slot * 4} (i32.const 0))`,
  nonces: '(i32x4.add (i32x4.splat (i32.add (local.get $start) (local.get $index))) (v128.const i32x4 0 1 2 3))',
  // the lanes behind `count` are tried, too: a hit there is none
  judge: (firstDigestWord) => [
    `(local.set $hits (i32x4.bitmask (i32x4.le_u ${firstDigestWord} (i32x4.splat (local.get $limit)))))`,
    '(if (local.get $hits) (then',
    '(local.set $index (i32.add (local.get $index) (i32.ctz (local.get $hits))))',
    '(return (select (local.get $index) (local.get $count) (i32.lt_u (local.get $index) (local.get $count))))))',
    '(local.set $index (i32.add (local.get $index) (i32.const 4)))',
  ],
};

function wordName(index: number): string {
  return `w${index % blockWordCount}`;
}

function get(name: string): string {
  return `(local.get $${name})`;
}

function set(name: string, expression: string): string {
  return `(local.set $${name} ${expression})`;
}
