// The writer's widths and order, and that it refuses what does not fit a field instead of writing something else.

import { describe, expect, it } from 'vitest';
import { createWriter, toHex, type Writer } from './index.ts';

const written = (write: (writer: Writer) => Writer, capacity?: number): string =>
  toHex(write(createWriter(capacity)).finish());

describe('the writer', () => {
  it('writes big-endian integers of fixed width', () => {
    expect(written((w) => w.u8(0xab).u16(0xabcd).u32(0xabcdef01))).toBe('ababcdabcdef01');
    expect(written((w) => w.uint(Number.MAX_SAFE_INTEGER).u64(2n ** 64n - 1n))).toBe(
      '001fffffffffffffffffffffffffffff',
    );
    expect(
      written((w) =>
        w
          .u64(2n ** 53n + 1n)
          .u64(2n ** 32n)
          .u64(2n ** 63n),
      ),
    ).toBe('0020000000000001' + '0000000100000000' + '8000000000000000');
    expect(written((w) => w.uint(2 ** 32).u64(1n))).toBe('00000001000000000000000000000001');
    expect(written((w) => w.u8(-0).uint(-0))).toBe('000000000000000000');
  });

  it('writes byte strings and texts behind their length', () => {
    const bytes = Uint8Array.of(1, 2);
    expect(written((w) => w.bytes8(bytes).bytes16(bytes).bytes32(bytes))).toBe('02010200020102000000020102');
    expect(written((w) => w.text('é€🙂').raw(bytes).fixed(bytes, 2))).toBe('0009c3a9e282acf09f998201020102');
    expect(written((w) => w.text(''))).toBe('0000');
    expect(written((w) => w.text('az\x00\x7f').u8(1))).toBe('0004617a007f01');
    expect(written((w) => w.text('a\x80').u8(1))).toBe('000361c28001');
    expect(written((w) => w.text('x'.repeat(65_535)))).toBe(`ffff${'78'.repeat(65_535)}`);
  });

  it('grows at any field, whatever room it began with', () => {
    const all = (w: Writer): Writer =>
      w.u8(1).u16(2).u32(3).uint(4).u64(5n).fixed(Uint8Array.of(6), 1).bytes8(Uint8Array.of(7)).text('8').u64(9n);
    const expected = written(all, 1000);
    for (let capacity = 0; capacity <= 48; capacity++) expect(written(all, capacity)).toBe(expected);
  });

  it.each([1, 256])('hands out a copy, from room for %i bytes', (capacity) => {
    const writer = createWriter(capacity).u8(1);
    const first = writer.finish();
    first[0] = 9;
    expect(writer.u8(2).finish()).toEqual(Uint8Array.of(1, 2));
  });

  it.each<[string, (writer: Writer) => Writer]>([
    ['a byte above 255', (w) => w.u8(256)],
    ['a negative number', (w) => w.u16(-1)],
    ['a fraction', (w) => w.u32(0.5)],
    ['not a number', (w) => w.uint(Number.NaN)],
    ['a number above 2^53 − 1', (w) => w.uint(2 ** 53)],
    ['an amount of 2^64', (w) => w.u64(2n ** 64n)],
    ['a negative amount', (w) => w.u64(-1n)],
    ['bytes of another length', (w) => w.fixed(new Uint8Array(31), 32)],
    ['256 bytes behind an 8-bit length', (w) => w.bytes8(new Uint8Array(256))],
    ['2^16 bytes behind a 16-bit length', (w) => w.bytes16(new Uint8Array(65_536))],
    ['a text of 2^16 bytes', (w) => w.text('x'.repeat(65_536))],
    ['text with half a surrogate pair', (w) => w.text('a\ud800b')],
    ['text with the other half', (w) => w.text('\udc00')],
  ])('throws on %s', (_, write) => {
    expect(() => write(createWriter())).toThrow(RangeError);
  });
});
