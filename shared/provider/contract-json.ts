// Values of contracts as JSON and back: a bigint comes out as a decimal text and bytes as `0x…`; going in, a text stays a
// text. Also the parameters of a function, read off the beginning of its source. Bounded by the value's own bytes.

import { toHex } from '../core/bytes/index.ts';
import { type ContractValue, decodeContractValue, encodeContractValue } from '../core/model/index.ts';
import { wrongParam } from './api-error.ts';
import type { ContractFunction, ContractJson } from './contract-shape.ts';

const argumentBytesMax = 16 * 1024;

export const jsonOf = (value: ContractValue): ContractJson => {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return `0x${toHex(value)}`;
  if (Array.isArray(value)) return (value as readonly ContractValue[]).map(jsonOf);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, jsonOf(one)]));
};

/** Of canonical bytes; null where there are none, as after a function that returns nothing. */
export const jsonOfBytes = (bytes: Uint8Array): ContractJson => {
  if (bytes.length === 0) return null;
  const value = decodeContractValue(bytes);
  if (!value.ok) throw new Error(`a contract's value that does not decode: ${value.error.type}`);
  return jsonOf(value.value);
};

/** Of the arguments of a transaction, which the rules hold to a list; empty for what no rule has seen yet. */
export const argumentsOf = (bytes: Uint8Array): readonly ContractJson[] => {
  const value = decodeContractValue(bytes);
  return value.ok && Array.isArray(value.value) ? (value.value as readonly ContractValue[]).map(jsonOf) : [];
};

/** Canonical bytes of a list of arguments. Fault: −32602 with the path to it. */
export const argumentBytes = (args: readonly ContractJson[] = [], path = 'args'): Uint8Array => {
  const bytes = encodeContractValue(args, argumentBytesMax);
  if (bytes.ok) return bytes.value;
  throw wrongParam(path, `The arguments cannot be passed to a contract: ${bytes.error.what}.`, bytes.error.type);
};

const opening = '([{';
const closing = ')]}';

/** What stands between the parentheses of a function's source; the whole beginning of an arrow without any. */
const parameterText = (source: string): string => {
  const bare = /^(?:async\s+)?([\w$]+)\s*=>/.exec(source);
  if (bare !== null) return bare[1] ?? '';
  const start = source.indexOf('(') + 1;
  let depth = 1;
  for (let at = start; at < source.length; at++) {
    const sign = source[at] ?? '';
    if (opening.includes(sign)) depth++;
    else if (closing.includes(sign) && --depth === 0) return source.slice(start, at);
  }
  return source.slice(start);
};

const parametersOf = (source: string): readonly string[] => {
  const found: string[] = [];
  let depth = 0;
  let current = '';
  for (const sign of parameterText(source)) {
    if (sign === ',' && depth === 0) {
      found.push(current);
      current = '';
      continue;
    }
    if (opening.includes(sign)) depth++;
    else if (closing.includes(sign)) depth--;
    current += sign;
  }
  return [...found, current].map((one) => one.trim()).filter((one) => one !== '');
};

/** Of what the machine's `inspect` gives: canonical bytes of a list of [name, source]. */
export const functionsOf = (bytes: Uint8Array): readonly ContractFunction[] => {
  const list = jsonOfBytes(bytes);
  if (!Array.isArray(list)) throw new Error('the machine listed no functions');
  return (list as readonly ContractJson[]).flatMap((entry): readonly ContractFunction[] => {
    const [name, source] = Array.isArray(entry) ? (entry as readonly ContractJson[]) : [];
    return typeof name === 'string' && typeof source === 'string' ? [{ name, parameters: parametersOf(source) }] : [];
  });
};

/** The line that a reason ends with. */
export const lineIn = (reason: string): { readonly line?: number } => {
  const line = / \(line (\d+)\)$/.exec(reason)?.[1];
  return line === undefined ? {} : { line: Number(line) };
};
