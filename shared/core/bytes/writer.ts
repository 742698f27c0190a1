// Writes the canonical form of every consensus object: big-endian integers of fixed width, byte strings behind a
// length of fixed width. A value that does not fit its field is our own bug (the model is checked before), so it throws.
// Its functions are the same for all writers, for the reader's reason.

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

/** The functions below are the same for all writers and find their state by `this`. */
interface WriterState extends Writer {
  buffer: Uint8Array;
  at: number;
}

/** Where the next `length` bytes go. Replaces the buffer when it grows, so it is called before the buffer is named. */
const room = (writer: WriterState, length: number): number => {
  const start = writer.at;
  if (start + length > writer.buffer.length) {
    const larger = new Uint8Array(Math.max(writer.buffer.length * 2, start + length));
    larger.set(writer.buffer.subarray(0, start));
    writer.buffer = larger;
  }
  writer.at = start + length;
  return start;
};

const put64 = (writer: WriterState, high: number, low: number): Writer => {
  const start = room(writer, 8);
  putU32(writer.buffer, start, high);
  putU32(writer.buffer, start + 4, low);
  return writer;
};

const methods = {
  u8(this: WriterState, value: number): Writer {
    const number = inRange(value, 0xff);
    const start = room(this, 1);
    this.buffer[start] = number;
    return this;
  },
  u16(this: WriterState, value: number): Writer {
    const number = inRange(value, 0xffff);
    const start = room(this, 2);
    this.buffer[start] = number >>> 8;
    this.buffer[start + 1] = number;
    return this;
  },
  u32(this: WriterState, value: number): Writer {
    const number = inRange(value, 0xffffffff);
    const start = room(this, 4);
    putU32(this.buffer, start, number);
    return this;
  },
  uint(this: WriterState, value: number): Writer {
    const number = inRange(value, Number.MAX_SAFE_INTEGER);
    return put64(this, Math.floor(number / u32Limit), number % u32Limit);
  },
  u64(this: WriterState, value: bigint): Writer {
    if (value < 0n || value > u64Max) throw new RangeError(`${value} is not an unsigned 64-bit number`);
    return put64(this, Number(value >> 32n), Number(value & 0xffffffffn));
  },
  fixed(this: WriterState, bytes: Uint8Array, length: number): Writer {
    if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes where the form has ${length}`);
    return this.raw(bytes);
  },
  raw(this: WriterState, bytes: Uint8Array): Writer {
    const start = room(this, bytes.length);
    this.buffer.set(bytes, start);
    return this;
  },
  bytes8(this: WriterState, bytes: Uint8Array): Writer {
    return this.u8(bytes.length).raw(bytes);
  },
  bytes16(this: WriterState, bytes: Uint8Array): Writer {
    return this.u16(bytes.length).raw(bytes);
  },
  bytes32(this: WriterState, bytes: Uint8Array): Writer {
    return this.u32(bytes.length).raw(bytes);
  },
  text(this: WriterState, text: string): Writer {
    if (isAscii(text)) {
      this.u16(text.length);
      const start = room(this, text.length);
      putAscii(this.buffer, start, text);
      return this;
    }
    if (loneSurrogate.test(text)) throw new RangeError('text with half a surrogate pair');
    return this.bytes16(encoder.encode(text));
  },
  finish(this: WriterState): Uint8Array {
    return this.buffer.slice(0, this.at);
  },
};

export const createWriter = (capacity = 256): Writer => {
  const writer: WriterState = { ...methods, buffer: new Uint8Array(capacity), at: 0 };
  return writer;
};
