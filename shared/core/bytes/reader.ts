// Reads what createWriter writes: total (no input makes it throw), bounded (every variable length has a maximum that
// the caller passes) and canonical (the whole buffer must be consumed). The first fault sticks: later reads return
// zeros, and `finish` reports it, so that a decoder is written as one straight expression.

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

// Not `slice`: that of a Node Buffer, which a store may hand in, is a view.
const copyOf = (bytes: Uint8Array, start: number, length: number): Uint8Array =>
  new Uint8Array(bytes.subarray(start, start + length));

const u32Limit = 0x1_0000_0000;

// Byte by byte rather than through a DataView, which engines make slowly, above all on a short array.
const u32At = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

const u8At = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

const u16At = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

const uintAt = (bytes: Uint8Array, at: number): number => u32At(bytes, at) * u32Limit + u32At(bytes, at + 4);

const u64At = (bytes: Uint8Array, at: number): bigint => {
  const value = uintAt(bytes, at);
  if (value <= Number.MAX_SAFE_INTEGER) return BigInt(value);
  return (BigInt(u32At(bytes, at)) << 32n) | BigInt(u32At(bytes, at + 4));
};

/** Where the reading stands, and the first fault. */
interface Cursor {
  /** Where the next `length` bytes start, or −1 when there are not so many or a fault came before. */
  readonly take: (length: number) => number;
  /** As `take`, of a length that was read and has a maximum. */
  readonly takeUpTo: (max: number, length: number) => number;
  readonly note: (fault: DecodeFault) => void;
  readonly at: () => number;
  readonly fault: () => DecodeFault | undefined;
}

const createCursor = (end: number): Cursor => {
  let at = 0;
  let fault: DecodeFault | undefined;
  const take = (length: number): number => {
    if (fault !== undefined) return -1;
    if (length > end - at) {
      fault = { type: 'bytes-truncated', at };
      return -1;
    }
    const start = at;
    at += length;
    return start;
  };
  return {
    take,
    takeUpTo: (max, length) => {
      if (length > max) fault ??= { type: 'bytes-over-limit', at, length, limit: max };
      return take(length);
    },
    note: (found) => {
      fault ??= found;
    },
    at: () => at,
    fault: () => fault,
  };
};

export const createReader = (bytes: Uint8Array): Reader => {
  const { take, takeUpTo, note, at, fault } = createCursor(bytes.length);
  const refuse = (what: string): void => {
    note({ type: 'bytes-not-canonical', at: at(), what });
  };
  const number = (length: number, valueAt: (bytes: Uint8Array, at: number) => number): number => {
    const start = take(length);
    return start < 0 ? 0 : valueAt(bytes, start);
  };
  const copyFrom = (start: number): Uint8Array => (start < 0 ? new Uint8Array(0) : copyOf(bytes, start, at() - start));

  const reader: Reader = {
    u8: () => number(1, u8At),
    u16: () => number(2, u16At),
    u32: () => number(4, u32At),
    uint: () => {
      const value = number(8, uintAt);
      if (value > Number.MAX_SAFE_INTEGER) refuse('a number above 2^53 − 1');
      return fault() === undefined ? value : 0;
    },
    u64: () => {
      const start = take(8);
      return start < 0 ? 0n : u64At(bytes, start);
    },
    fixed: (length) => copyFrom(take(length)),
    hex: (length) => {
      const start = take(length);
      return start < 0 ? '' : hexOfRange(bytes, start, at());
    },
    bytes8: (max) => copyFrom(takeUpTo(max, reader.u8())),
    bytes16: (max) => copyFrom(takeUpTo(max, reader.u16())),
    bytes32: (max) => copyFrom(takeUpTo(max, reader.u32())),
    view32: (max) => {
      const start = takeUpTo(max, reader.u32());
      return start < 0 ? new Uint8Array(0) : bytes.subarray(start, at());
    },
    text: (max) => {
      const text = utf8(reader.bytes16(max));
      if (text === undefined) refuse('text that is not UTF-8');
      return text ?? '';
    },
    list: (count, max, item) => {
      const items: ReturnType<typeof item>[] = [];
      if (count > max) note({ type: 'bytes-over-limit', at: at(), length: count, limit: max });
      for (let i = 0; i < count && fault() === undefined; i++) items.push(item());
      return items;
    },
    refuse,
    position: at,
    failed: () => fault() !== undefined,
    finish: (value) => {
      if (at() !== bytes.length) note({ type: 'bytes-trailing', at: at(), extra: bytes.length - at() });
      const found = fault();
      return found === undefined ? ok(value) : err(found);
    },
  };
  return reader;
};
