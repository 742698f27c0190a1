// Reads what createWriter writes: total (no input makes it throw), bounded (every variable length has a maximum that
// the caller passes) and canonical (the whole buffer must be consumed). The first fault sticks: later reads return
// zeros, and `finish` reports it, so that a decoder is written as one straight expression. Its functions are
// the same for all readers: a call of a contract reads twenty forms, and to make a function for each field took longer than
// to read them.

import { hexOfRange } from './hex.ts';
import { err, ok, type Result } from './result.ts';

export type DecodeFault =
  | { readonly type: 'bytes-truncated'; readonly at: number }
  | { readonly type: 'bytes-trailing'; readonly at: number; readonly extra: number }
  | { readonly type: 'bytes-over-limit'; readonly at: number; readonly length: number; readonly limit: number }
  | { readonly type: 'bytes-not-canonical'; readonly at: number; readonly what: string };

export interface Reader {
  readonly u8: () => number;
  readonly u16: () => number;
  readonly u32: () => number;
  /** A safe integer in eight bytes; a greater one is not canonical. */
  readonly uint: () => number;
  readonly u64: () => bigint;
  /** A copy of `length` bytes. */
  readonly fixed: (length: number) => Uint8Array;
  /** `length` bytes as hexadecimal digits; none after a fault. */
  readonly hex: (length: number) => string;
  readonly bytes8: (max: number) => Uint8Array;
  readonly bytes16: (max: number) => Uint8Array;
  readonly bytes32: (max: number) => Uint8Array;
  /** As `bytes32`, but a view of the input: for what copies it or is done with it before the input changes. */
  readonly view32: (max: number) => Uint8Array;
  /** Valid UTF-8 of at most `max` bytes behind a 16-bit length. */
  readonly text: (max: number) => string;
  /** Reads `count` items, stopping at the first fault; `count` is refused above `max`. */
  readonly list: <T>(count: number, max: number, item: () => T) => readonly T[];
  /** Refuses the input, for a rule of the form itself. */
  readonly refuse: (what: string) => void;
  readonly position: () => number;
  readonly failed: () => boolean;
  /** The value, or the first fault; bytes left over are a fault. */
  readonly finish: <T>(value: T) => Result<T, DecodeFault>;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined; // TextDecoder offers no other way to learn that the bytes are not UTF-8
  }
};

const shortLength = 128;
const bytesAtOnce = 8;

const eightLetters = (b: Uint8Array, at: number): string =>
  // prettier-ignore
  String.fromCharCode(
    b[at] ?? 0, b[at + 1] ?? 0, b[at + 2] ?? 0, b[at + 3] ?? 0,
    b[at + 4] ?? 0, b[at + 5] ?? 0, b[at + 6] ?? 0, b[at + 7] ?? 0,
  );

/** Keys, names and addresses are short and plain: put together here, they are there before a TextDecoder has begun. */
const shortAscii = (bytes: Uint8Array, start: number, end: number): string | undefined => {
  if (end - start > shortLength) return undefined;
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > 0x7f) return undefined;
  let text = '';
  let at = start;
  for (; at + bytesAtOnce <= end; at += bytesAtOnce) text += eightLetters(bytes, at);
  for (; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
};

// Not `slice`: that of a Node Buffer, which a store may hand in, is a view.
const copyOf = (bytes: Uint8Array, start: number, length: number): Uint8Array =>
  new Uint8Array(bytes.subarray(start, start + length));

const u32Limit = 0x1_0000_0000;

// Byte by byte rather than through a DataView, which engines make slowly, above all on a short array.
const u32At = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

const u64Of = (bytes: Uint8Array, at: number): bigint => {
  const high = u32At(bytes, at);
  const low = u32At(bytes, at + 4);
  const value = high * u32Limit + low;
  return value <= Number.MAX_SAFE_INTEGER ? BigInt(value) : (BigInt(high) << 32n) | BigInt(low);
};

/** The functions below are the same for all readers and find their state by `this`. */
interface ReaderState extends Reader {
  readonly bytes: Uint8Array;
  at: number;
  /** the first */
  fault: DecodeFault | undefined;
}

/** Where the next `length` bytes start, or −1 when there are not so many or a fault came before. */
const take = (reader: ReaderState, length: number): number => {
  if (reader.fault !== undefined) return -1;
  const start = reader.at;
  if (length > reader.bytes.length - start) {
    reader.fault = { type: 'bytes-truncated', at: start };
    return -1;
  }
  reader.at = start + length;
  return start;
};

/** As `take`, of a length that was read and has a maximum. */
const takeUpTo = (reader: ReaderState, max: number, length: number): number => {
  if (length > max) reader.fault ??= { type: 'bytes-over-limit', at: reader.at, length, limit: max };
  return take(reader, length);
};

const copyFrom = ({ bytes, at }: ReaderState, start: number): Uint8Array =>
  start < 0 ? new Uint8Array(0) : copyOf(bytes, start, at - start);

const readText = (reader: ReaderState, start: number): string => {
  const { bytes, at } = reader;
  const text = shortAscii(bytes, start, at) ?? utf8(bytes.subarray(start, at));
  if (text === undefined) reader.refuse('text that is not UTF-8');
  return text ?? '';
};

const methods = {
  u8(this: ReaderState): number {
    const start = take(this, 1);
    return start < 0 ? 0 : (this.bytes[start] ?? 0);
  },
  u16(this: ReaderState): number {
    const start = take(this, 2);
    return start < 0 ? 0 : ((this.bytes[start] ?? 0) << 8) | (this.bytes[start + 1] ?? 0);
  },
  u32(this: ReaderState): number {
    const start = take(this, 4);
    return start < 0 ? 0 : u32At(this.bytes, start);
  },
  uint(this: ReaderState): number {
    const start = take(this, 8);
    if (start < 0) return 0;
    const value = u32At(this.bytes, start) * u32Limit + u32At(this.bytes, start + 4);
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    this.refuse('a number above 2^53 − 1');
    return 0;
  },
  u64(this: ReaderState): bigint {
    const start = take(this, 8);
    return start < 0 ? 0n : u64Of(this.bytes, start);
  },
  fixed(this: ReaderState, length: number): Uint8Array {
    return copyFrom(this, take(this, length));
  },
  hex(this: ReaderState, length: number): string {
    const start = take(this, length);
    return start < 0 ? '' : hexOfRange(this.bytes, start, this.at);
  },
  bytes8(this: ReaderState, max: number): Uint8Array {
    return copyFrom(this, takeUpTo(this, max, this.u8()));
  },
  bytes16(this: ReaderState, max: number): Uint8Array {
    return copyFrom(this, takeUpTo(this, max, this.u16()));
  },
  bytes32(this: ReaderState, max: number): Uint8Array {
    return copyFrom(this, takeUpTo(this, max, this.u32()));
  },
  view32(this: ReaderState, max: number): Uint8Array {
    const start = takeUpTo(this, max, this.u32());
    return start < 0 ? new Uint8Array(0) : this.bytes.subarray(start, this.at);
  },
  text(this: ReaderState, max: number): string {
    const start = takeUpTo(this, max, this.u16());
    return start < 0 ? '' : readText(this, start);
  },
  list<T>(this: ReaderState, count: number, max: number, item: () => T): readonly T[] {
    const items: T[] = [];
    if (count > max) this.fault ??= { type: 'bytes-over-limit', at: this.at, length: count, limit: max };
    for (let i = 0; i < count && this.fault === undefined; i++) items.push(item());
    return items;
  },
  refuse(this: ReaderState, what: string): void {
    this.fault ??= { type: 'bytes-not-canonical', at: this.at, what };
  },
  position(this: ReaderState): number {
    return this.at;
  },
  failed(this: ReaderState): boolean {
    return this.fault !== undefined;
  },
  finish<T>(this: ReaderState, value: T): Result<T, DecodeFault> {
    const extra = this.bytes.length - this.at;
    if (extra !== 0) this.fault ??= { type: 'bytes-trailing', at: this.at, extra };
    return this.fault === undefined ? ok(value) : err(this.fault);
  },
};

export const createReader = (bytes: Uint8Array): Reader => {
  const reader: ReaderState = { ...methods, bytes, at: 0, fault: undefined };
  return reader;
};
