// Values of contracts and their canonical bytes: every value comes back, and no other bytes are read as one.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContractValue, decodeContractValue, encodeContractValue } from './index.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => value.isWellFormed());
const value = fc.letrec<{ value: ContractValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<ContractValue>(null, true, false),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(1n << 1023n), max: 1n << 1023n }),
    text,
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value;

const encoded = (of: ContractValue): Uint8Array => {
  const bytes = encodeContractValue(of, 1 << 20);
  if (!bytes.ok) throw new Error(bytes.error.what);
  return bytes.value;
};

describe('the value of a contract', () => {
  test('comes back from its bytes', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(decodeContractValue(encoded(given))).toEqual({ ok: true, value: given });
      }),
    );
  });

  test('has one form: changed bytes are another value or none', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, at, flip) => {
        const bytes = encoded(given).slice();
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip;
        const read = decodeContractValue(bytes);
        if (read.ok) expect(encoded(read.value)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  const unfit: readonly (readonly [string, ContractValue])[] = [
    ['a fraction', 0.5],
    ['not a number', Number.NaN],
    ['a number beyond the safe ones', 2 ** 53],
    ['a bigint of more than 1024 bits', 1n << 1024n],
    ['half a surrogate pair', '\ud800'],
    ['a key __proto__', JSON.parse('{"__proto__":1}') as ContractValue],
    ['seventeen levels', JSON.parse('['.repeat(17) + ']'.repeat(17)) as ContractValue],
  ];
  test.each(unfit)('cannot be %s', (_, given) => {
    expect(encodeContractValue(given, 1 << 20).ok).toBe(false);
  });

  test('is refused above the limit that is given', () => {
    expect(encodeContractValue('x'.repeat(100), 102).ok).toBe(false);
    expect(encodeContractValue('x'.repeat(99), 102).ok).toBe(true);
  });
});
