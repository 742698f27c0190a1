// Whatever the writer writes the reader gives back, cut or lengthened input is refused, and foreign bytes are either
// refused or are exactly what the writer makes of the values read.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, createReader, createWriter, type Reader, type Writer } from './index.ts';

const limit = 24;
/** A Unicode scalar value: a character that UTF-8 can carry. */
const character = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((code) => String.fromCodePoint(code));

const forms = {
  u8: {
    values: fc.nat(0xff) as fc.Arbitrary<unknown>,
    write: (w: Writer, value: unknown) => w.u8(Number(value)),
    read: (r: Reader): unknown => r.u8(),
  },
  u16: {
    values: fc.nat(0xffff),
    write: (w: Writer, value: unknown) => w.u16(Number(value)),
    read: (r: Reader): unknown => r.u16(),
  },
  u32: {
    values: fc.nat(0xffffffff),
    write: (w: Writer, value: unknown) => w.u32(Number(value)),
    read: (r: Reader): unknown => r.u32(),
  },
  uint: {
    values: fc.maxSafeNat(),
    write: (w: Writer, value: unknown) => w.uint(Number(value)),
    read: (r: Reader): unknown => r.uint(),
  },
  u64: {
    values: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    write: (w: Writer, value: unknown) => w.u64(BigInt(String(value))),
    read: (r: Reader): unknown => r.u64(),
  },
  text: {
    values: fc.string({ unit: character, maxLength: limit / 4 }),
    write: (w: Writer, value: unknown) => w.text(String(value)),
    read: (r: Reader): unknown => r.text(limit),
  },
};
type FormName = keyof typeof forms;
const formNames: readonly FormName[] = ['u8', 'u16', 'u32', 'uint', 'u64', 'text'];

const fields = fc.array(
  fc.constantFrom(...formNames).chain((form) => fc.tuple(fc.constant(form), forms[form].values)),
  { minLength: 1, maxLength: 8 },
);

const encode = (list: readonly (readonly [FormName, unknown])[], capacity: number): Uint8Array => {
  const writer = createWriter(capacity);
  for (const [form, value] of list) forms[form].write(writer, value);
  return writer.finish();
};

const decode = (bytes: Uint8Array, names: readonly FormName[]) => {
  const reader = createReader(bytes);
  return reader.finish(names.map((form) => forms[form].read(reader)));
};

describe('reader and writer', () => {
  it('are inverse, in any order of fields and from any initial room', () => {
    fc.assert(
      fc.property(fields, fc.nat(64), (list, capacity) => {
        const names = list.map(([form]) => form);
        expect(decode(encode(list, capacity), names)).toEqual({ ok: true, value: list.map(([, value]) => value) });
      }),
    );
  });

  it('refuse the input cut at every length, and lengthened', () => {
    fc.assert(
      fc.property(fields, fc.nat(255), (list, extra) => {
        const names = list.map(([form]) => form);
        const bytes = encode(list, 8);
        for (let length = 0; length < bytes.length; length++) {
          expect(decode(bytes.subarray(0, length), names).ok).toBe(false);
        }
        expect(decode(concatBytes(bytes, Uint8Array.of(extra)), names).ok).toBe(false);
      }),
    );
  });

  it('never throw on foreign bytes, and accept only what the writer would write', () => {
    const foreign = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.array(fc.constantFrom(0, 1, 3, 32, 65, 0xc3, 0xa9), { maxLength: 40 }).map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(foreign, fc.array(fc.constantFrom(...formNames), { maxLength: 6 }), (bytes, names) => {
        const form = decode(bytes, names);
        if (!form.ok) return;
        const list = names.map((name, i): [FormName, unknown] => [name, form.value[i]]);
        expect(encode(list, 8)).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep byte strings of every length width', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 255 }), (bytes) => {
        const reader = createReader(
          createWriter(0).bytes8(bytes).bytes16(bytes).bytes32(bytes).fixed(bytes, bytes.length).finish(),
        );
        const value = [reader.bytes8(255), reader.bytes16(255), reader.bytes32(255), reader.fixed(bytes.length)];
        expect(reader.finish(value)).toEqual({ ok: true, value: [bytes, bytes, bytes, bytes] });
      }),
    );
  });
});
