// What docs/contracts.md says to be absent from the language is what is absent: everything that ECMAScript 2023 has and the
// machine has not stands in that paragraph, and nothing stands there that a contract can reach.
// What Node.js has is the measure, without what came after 2023, what is its own, and what the standard calls legacy.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { fromHex } from '../../shared/core/bytes/index.ts';
import { loadMachine } from './load-machine.ts';
import { runProgram, shownValue } from './run-program.ts';

/** Of ECMAScript 2023, section "The Global Object". */
const standard =
  `globalThis Infinity NaN undefined eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI
encodeURIComponent AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
FinalizationRegistry Float32Array Float64Array Function Int8Array Int16Array Int32Array Map Number Object Promise Proxy RangeError
ReferenceError RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError Uint8Array Uint8ClampedArray Uint16Array
Uint32Array URIError WeakMap WeakRef WeakSet Atomics JSON Math Reflect escape unescape Intl`.split(/\s+/);

/** Newer than 2023, of V8 alone, or legacy. */
const notMeant = [
  ...['Array.fromAsync', 'JSON.rawJSON', 'JSON.isRawJSON', 'Symbol.dispose', 'Symbol.asyncDispose'],
  ...['Error.captureStackTrace', 'Error.prepareStackTrace', 'Error.stackTraceLimit'],
  'BigInt.prototype.toLocaleString', // that of all objects is there
];
const isLegacy = (name: string): boolean =>
  /^RegExp\.(\$.|input|lastMatch|lastParen|leftContext|rightContext)$/.test(name);

const paragraph = /Taken out is what (.*?)Intrinsics are frozen/s.exec(
  readFileSync(join(import.meta.dirname, '../../docs/contracts.md'), 'utf8'),
)?.[1];
const told = [...(paragraph ?? '').matchAll(/`([\w.]+)`/g)].map(([, name]) => name ?? '');
/** Words of the paragraph that are syntax, or are there and said to be so. */
const there = ['async', 'await', 'toLocaleString', 'DataView'];

/** `Array`, `Array.of`, `Array.prototype.at`, … of whoever runs it. */
const listing = `(() => {
  const standard = ${JSON.stringify(standard)};
  const own = (value, before) => (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? Object.getOwnPropertyNames(value).map((name) => before + name) : [];
  return standard.filter((name) => name in globalThis).flatMap((name) => {
    const value = name === 'globalThis' ? undefined : globalThis[name];
    const prototype = typeof value === 'function' ? value.prototype : undefined;
    return [name, ...own(value, name + '.'), ...own(prototype, name + '.prototype.')];
  });
})()`;
const module = `export function run() { return ${listing} }`;

const textsOf = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String) : []);

let present: readonly string[];
beforeAll(async () => {
  const { outcome } = runProgram(await loadMachine(), { name: 'names', module });
  present = textsOf(shownValue(fromHex(outcome.replace('ok ', '')) ?? new Uint8Array(0)));
});

test('what a contract lacks of ECMAScript 2023 is said', () => {
  expect(present.length).toBeGreaterThan(500);
  const absent = textsOf(runInThisContext(listing))
    .filter((name) => !present.includes(name) && !notMeant.includes(name) && !isLegacy(name))
    // the members of what is absent itself are not named one by one
    .filter((name) => !name.includes('.') || present.includes(name.slice(0, name.indexOf('.'))))
    .filter((name) => !/^DataView\.prototype\.[gs]etFloat/.test(name));
  expect(paragraph).toContain('the float\nmethods of `DataView`');
  expect(absent.toSorted()).toEqual(told.filter((name) => !there.includes(name)).toSorted());
});
