// Writes the canonical form of every consensus object: big-endian integers of fixed width, byte strings behind a
// length of fixed width. A value that does not fit its field is our own bug (the model is checked before), so it throws.

export interface Writer {
  readonly u8: (value: number) => Writer;
  readonly u16: (value: number) => Writer;
  readonly u32: (value: number) => Writer;
  /** A count, height or time: a safe integer in eight bytes. */
  readonly uint: (value: number) => Writer;
  /** An amount, in eight bytes. */
  readonly u64: (value: bigint) => Writer;
  /** Bytes whose length the format fixes. */
  readonly fixed: (bytes: Uint8Array, length: number) => Writer;
  /** Bytes without any length: nested forms that delimit themselves. */
  readonly raw: (bytes: Uint8Array) => Writer;
  readonly bytes8: (bytes: Uint8Array) => Writer;
  readonly bytes16: (bytes: Uint8Array) => Writer;
  readonly bytes32: (bytes: Uint8Array) => Writer;
  /** UTF-8 behind a 16-bit length. Text that UTF-8 cannot carry (half a surrogate pair) does not fit. */
  readonly text: (text: string) => Writer;
  readonly finish: () => Uint8Array;
}

const encoder = new TextEncoder();
const u64Max = (1n << 64n) - 1n;
/** TextEncoder would silently write U+FFFD for it, and the text read back would be another one. */
const loneSurrogate = /\p{Cs}/u;

const inRange = (value: number, max: number): number => {
  if (!Number.isSafeInteger(value) || value < 0 || value > max) throw new RangeError(`${value} is not in 0…${max}`);
  return value;
};

export const createWriter = (capacity = 256): Writer => {
  let buffer = new Uint8Array(capacity);
  let view = new DataView(buffer.buffer);
  let at = 0;

  /** Where the next `length` bytes go. Replaces `view` when it grows, so it is called before `view` is named. */
  const room = (length: number): number => {
    const start = at;
    if (start + length > buffer.length) {
      const larger = new Uint8Array(Math.max(buffer.length * 2, start + length));
      larger.set(buffer.subarray(0, start));
      buffer = larger;
      view = new DataView(buffer.buffer);
    }
    at = start + length;
    return start;
  };

  const writer: Writer = {
    u8: (value) => {
      const start = room(1);
      view.setUint8(start, inRange(value, 0xff));
      return writer;
    },
    u16: (value) => {
      const start = room(2);
      view.setUint16(start, inRange(value, 0xffff));
      return writer;
    },
    u32: (value) => {
      const start = room(4);
      view.setUint32(start, inRange(value, 0xffffffff));
      return writer;
    },
    uint: (value) => {
      const start = room(8);
      view.setUint32(start, Math.floor(inRange(value, Number.MAX_SAFE_INTEGER) / 0x1_0000_0000));
      view.setUint32(start + 4, value % 0x1_0000_0000);
      return writer;
    },
    u64: (value) => {
      if (value < 0n || value > u64Max) throw new RangeError(`${value} is not an unsigned 64-bit number`);
      const start = room(8);
      view.setBigUint64(start, value);
      return writer;
    },
    fixed: (bytes, length) => {
      if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes where the form has ${length}`);
      return writer.raw(bytes);
    },
    raw: (bytes) => {
      const start = room(bytes.length);
      buffer.set(bytes, start);
      return writer;
    },
    bytes8: (bytes) => writer.u8(bytes.length).raw(bytes),
    bytes16: (bytes) => writer.u16(bytes.length).raw(bytes),
    bytes32: (bytes) => writer.u32(bytes.length).raw(bytes),
    text: (text) => {
      if (loneSurrogate.test(text)) throw new RangeError('text with half a surrogate pair');
      return writer.bytes16(encoder.encode(text));
    },
    finish: () => buffer.slice(0, at),
  };
  return writer;
};
