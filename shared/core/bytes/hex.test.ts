// Hex is one text per value, and the operations on byte arrays agree with what they say of themselves.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, concatBytes, equalBytes, fromHex, toHex } from './index.ts';

const byteArrays = fc.uint8Array({ maxLength: 40 });

describe('hexadecimal', () => {
  it('gives back the bytes it was made from', () => {
    fc.assert(
      fc.property(byteArrays, (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
    const every = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(toHex(every)).toBe(Buffer.from(every).toString('hex'));
  });

  it.each(['0', 'abc', 'AB', 'aB', '0x', '0g', ' 0', '0 ', '/0', '`0', ':0', '\u0660\u0661', '🙂'])(
    'refuses %j',
    (text) => {
      expect(fromHex(text)).toBeUndefined();
    },
  );

  it('is the only text of its value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'09afAFgx '), maxLength: 8 }), (text) => {
        const bytes = fromHex(text);
        if (bytes !== undefined) expect(toHex(bytes)).toBe(text);
      }),
    );
  });
});

describe('byte arrays', () => {
  it('are joined into a copy', () => {
    const first = Uint8Array.of(1, 2);
    const all = concatBytes(first, new Uint8Array(0), Uint8Array.of(3));
    first[0] = 9;
    expect(all).toEqual(Uint8Array.of(1, 2, 3));
    expect(concatBytes()).toEqual(new Uint8Array(0));
  });

  it('are ordered and equal as their hexadecimal texts are', () => {
    fc.assert(
      fc.property(byteArrays, byteArrays, (a, b) => {
        const [left, right] = [toHex(a), toHex(b)];
        expect(compareBytes(a, b)).toBe(left < right ? -1 : left > right ? 1 : 0);
        expect(equalBytes(a, b)).toBe(left === right);
      }),
    );
    expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(-1);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  });
});
