// What a person types as arguments of a contract's function, as JSON: a number, true, null, a list or an object where it
// reads as one, and a text otherwise. A number that is no safe integer stays a text, which `BigInt(…)` takes. Pure.

import type { ContractJson } from '../../../shared/provider/index.ts';

const isExact = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isSafeInteger(value)
    : typeof value !== 'object' || value === null || Object.values(value).every(isExact);

/** How anything else than a text begins: to try each word as JSON costs a thousand times what reading it costs. */
const mayBeJson = /^(?:[-\d"{[]|(?:true|false|null)$)/;

export const readArgument = (typed: string): ContractJson => {
  const text = typed.trim();
  if (!mayBeJson.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return isExact(value) ? (value as ContractJson) : text;
  } catch {
    return text;
  }
};

/** Fields that were left empty at the end are left out, those between others are null. */
export const readArguments = (typed: readonly string[]): readonly ContractJson[] => {
  const last = typed.findLastIndex((text) => text.trim() !== '');
  return typed.slice(0, last + 1).map((text) => (text.trim() === '' ? null : readArgument(text)));
};
