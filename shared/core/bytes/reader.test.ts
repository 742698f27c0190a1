// The reader on input from outside: never an exception, never more work than the input pays for, one form per value.

import { describe, expect, it } from 'vitest';
import { createReader, type DecodeFault, fromHex, type Reader } from './index.ts';

const bytesFrom = (hex: string): Uint8Array => {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error(`not hexadecimal: ${hex}`);
  return bytes;
};

const read = <T>(hex: string, decode: (reader: Reader) => T): T | DecodeFault => {
  const reader = createReader(bytesFrom(hex));
  const form = reader.finish(decode(reader));
  return form.ok ? form.value : form.error;
};

describe('the reader', () => {
  it('reads each field', () => {
    expect(read('abcd', (r) => r.u16())).toBe(0xabcd);
    expect(read('001fffffffffffff', (r) => r.uint())).toBe(Number.MAX_SAFE_INTEGER);
    expect(read('ffffffffffffffff', (r) => r.u64())).toBe(2n ** 64n - 1n);
    expect(read('fffffffe', (r) => r.u32())).toBe(0xfffffffe);
    expect(read('0020000000000001', (r) => r.u64())).toBe(2n ** 53n + 1n);
    expect(read('0000000180000000', (r) => r.u64())).toBe(0x1_8000_0000n);
    expect(read('0003e282ac', (r) => r.text(3))).toBe('€');
    expect(read('00ff10', (r) => r.hex(3))).toBe('00ff10');
    expect(read('000000020102', (r) => r.view32(2))).toEqual(Uint8Array.of(1, 2));
    expect(read('020102', (r) => r.list(r.u8(), 2, () => r.u8()))).toEqual([1, 2]);
  });

  it('keeps a byte order mark, which is a character of the text', () => {
    expect(read('0003efbbbf', (r) => r.text(3))).toBe('\ufeff');
  });

  it('reads a view into a larger buffer from its own beginning', () => {
    const reader = createReader(Uint8Array.of(9, 9, 1, 2, 9).subarray(2, 4));
    expect(reader.finish([reader.u8(), reader.fixed(1)])).toEqual({ ok: true, value: [1, Uint8Array.of(2)] });
  });

  it('hands out copies, of plain arrays and of Node buffers alike', () => {
    for (const input of [Uint8Array.of(1, 2), Buffer.from([1, 2])]) {
      const reader = createReader(input);
      const copy = reader.fixed(2);
      input[0] = 9;
      expect(copy).toEqual(Uint8Array.of(1, 2));
    }
  });

  it('shows what `view32` reads where it lies', () => {
    const input = Uint8Array.of(0, 0, 0, 2, 1, 2);
    const view = createReader(input).view32(2);
    input[4] = 9;
    expect(view).toEqual(Uint8Array.of(9, 2));
  });

  it.each<[string, string, (reader: Reader) => unknown, DecodeFault]>([
    ['digits beyond the end', '01', (r) => r.hex(2), { type: 'bytes-truncated', at: 0 }],
    ['a view beyond the end', '0000000201', (r) => r.view32(2), { type: 'bytes-truncated', at: 4 }],
    [
      'a view above its limit',
      '00000002',
      (r) => r.view32(1),
      { type: 'bytes-over-limit', at: 4, length: 2, limit: 1 },
    ],
    ['a field beyond the end', '01', (r) => r.u16(), { type: 'bytes-truncated', at: 0 }],
    ['a length beyond the end', '02ab', (r) => r.bytes8(255), { type: 'bytes-truncated', at: 1 }],
    ['a byte left over', 'abcd', (r) => r.u8(), { type: 'bytes-trailing', at: 1, extra: 1 }],
    ['an empty form with bytes', '00', () => 0, { type: 'bytes-trailing', at: 0, extra: 1 }],
    [
      '2^53',
      '0020000000000000',
      (r) => r.uint(),
      { type: 'bytes-not-canonical', at: 8, what: 'a number above 2^53 − 1' },
    ],
    [
      '2^64 − 1 as a count',
      'ffffffffffffffff',
      (r) => r.uint(),
      { type: 'bytes-not-canonical', at: 8, what: 'a number above 2^53 − 1' },
    ],
    [
      'a byte string over its limit',
      '03010203',
      (r) => r.bytes8(2),
      { type: 'bytes-over-limit', at: 1, length: 3, limit: 2 },
    ],
    [
      'a length of 2^32 − 1',
      'ffffffff',
      (r) => r.bytes32(1000),
      { type: 'bytes-over-limit', at: 4, length: 0xffffffff, limit: 1000 },
    ],
    [
      'a count of 2^32 − 1',
      'ffffffff',
      (r) => r.list(r.u32(), 1000, () => r.u8()),
      { type: 'bytes-over-limit', at: 4, length: 0xffffffff, limit: 1000 },
    ],
    [
      'a text over its limit in bytes',
      '0003e282ac',
      (r) => r.text(2),
      { type: 'bytes-over-limit', at: 2, length: 3, limit: 2 },
    ],
    [
      'text in Latin-1',
      '0001e9',
      (r) => r.text(9),
      { type: 'bytes-not-canonical', at: 3, what: 'text that is not UTF-8' },
    ],
    [
      'an overlong form of "/"',
      '0002c0af',
      (r) => r.text(9),
      { type: 'bytes-not-canonical', at: 4, what: 'text that is not UTF-8' },
    ],
    [
      'half a surrogate pair',
      '0003eda080',
      (r) => r.text(9),
      { type: 'bytes-not-canonical', at: 5, what: 'text that is not UTF-8' },
    ],
    [
      'text cut within a character',
      '0002e282',
      (r) => r.text(9),
      { type: 'bytes-not-canonical', at: 4, what: 'text that is not UTF-8' },
    ],
  ])('refuses %s', (_, hex, decode, fault) => {
    expect(read(hex, decode)).toEqual(fault);
  });

  it('stops a list at the first item that is not there, however many were announced', () => {
    let items = 0;
    const fault = read('fffffffe0102', (r) =>
      r.list(r.u32(), 0xffffffff, () => {
        items++;
        return r.u8();
      }),
    );
    expect(fault).toEqual({ type: 'bytes-truncated', at: 6 });
    expect(items).toBe(3);
  });

  it('keeps the first fault and answers later reads with nothing', () => {
    const reader = createReader(bytesFrom('05ffffffffffffffff'));
    reader.refuse('a five');
    expect([reader.u8(), reader.uint(), reader.u64(), reader.text(9)]).toEqual([0, 0, 0n, '']);
    expect([reader.fixed(1), reader.bytes32(9), reader.list(3, 9, () => 1)]).toEqual([
      new Uint8Array(0),
      new Uint8Array(0),
      [],
    ]);
    reader.refuse('something else');
    expect(reader.failed()).toBe(true);
    expect(reader.position()).toBe(0);
    expect(reader.finish('value')).toEqual({
      ok: false,
      error: { type: 'bytes-not-canonical', at: 0, what: 'a five' },
    });
  });
});
