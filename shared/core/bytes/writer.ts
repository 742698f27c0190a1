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

const u32Limit = 0x1_0000_0000;

// Byte by byte rather than through a DataView, which engines make slowly, above all on a short array.
const putU32 = (buffer: Uint8Array, at: number, value: number): void => {
  buffer[at] = value >>> 24;
  buffer[at + 1] = value >>> 16;
  buffer[at + 2] = value >>> 8;
  buffer[at + 3] = value;
};

/** Whether each character is its own UTF-8, so that no encoder is needed: so it is with keys and names. */
const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
};

const putAscii = (buffer: Uint8Array, at: number, text: string): void => {
  for (let i = 0; i < text.length; i++) buffer[at + i] = text.charCodeAt(i);
};

export const createWriter = (capacity = 256): Writer => {
  let buffer = new Uint8Array(capacity);
  let at = 0;

  /** Where the next `length` bytes go. Replaces `buffer` when it grows, so it is called before `buffer` is named. */
  const room = (length: number): number => {
    const start = at;
    if (start + length > buffer.length) {
      const larger = new Uint8Array(Math.max(buffer.length * 2, start + length));
      larger.set(buffer.subarray(0, start));
      buffer = larger;
    }
    at = start + length;
    return start;
  };
  const put = (value: number, max: number, width: 1 | 2 | 4): Writer => {
    const number = inRange(value, max);
    const start = room(width);
    for (let i = 0; i < width; i++) buffer[start + i] = number >>> (8 * (width - 1 - i));
    return writer;
  };
  const put64 = (high: number, low: number): Writer => {
    const start = room(8);
    putU32(buffer, start, high);
    putU32(buffer, start + 4, low);
    return writer;
  };

  const writer: Writer = {
    u8: (value) => put(value, 0xff, 1),
    u16: (value) => put(value, 0xffff, 2),
    u32: (value) => put(value, 0xffffffff, 4),
    uint: (value) => {
      const number = inRange(value, Number.MAX_SAFE_INTEGER);
      return put64(Math.floor(number / u32Limit), number % u32Limit);
    },
    u64: (value) => {
      if (value < 0n || value > u64Max) throw new RangeError(`${value} is not an unsigned 64-bit number`);
      return put64(Number(value >> 32n), Number(value & 0xffffffffn));
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
      if (isAscii(text)) {
        writer.u16(text.length);
        const start = room(text.length);
        putAscii(buffer, start, text);
        return writer;
      }
      if (loneSurrogate.test(text)) throw new RangeError('text with half a surrogate pair');
      return writer.bytes16(encoder.encode(text));
    },
    finish: () => buffer.slice(0, at),
  };
  return writer;
};
