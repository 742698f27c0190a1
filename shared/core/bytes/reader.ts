// Reads what createWriter writes: total (no input makes it throw), bounded (every variable length has a maximum that
// the caller passes) and canonical (the whole buffer must be consumed). The first fault sticks: later reads return
// zeros, and `finish` reports it, so that a decoder is written as one straight expression.

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
  readonly bytes8: (max: number) => Uint8Array;
  readonly bytes16: (max: number) => Uint8Array;
  readonly bytes32: (max: number) => Uint8Array;
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

export const createReader = (bytes: Uint8Array): Reader => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let fault: DecodeFault | undefined;

  /** Where the next `length` bytes start, or −1 when there are not so many. */
  const take = (length: number): number => {
    if (fault !== undefined) return -1;
    if (length > bytes.length - at) {
      fault = { type: 'bytes-truncated', at };
      return -1;
    }
    const start = at;
    at += length;
    return start;
  };
  const refuse = (what: string): void => {
    fault ??= { type: 'bytes-not-canonical', at, what };
  };
  const fixed = (length: number): Uint8Array => {
    const start = take(length);
    return start < 0 ? new Uint8Array(0) : copyOf(bytes, start, length);
  };
  const bounded = (length: number, max: number): Uint8Array => {
    if (length > max) fault ??= { type: 'bytes-over-limit', at, length, limit: max };
    return fault === undefined ? fixed(length) : new Uint8Array(0);
  };
  const number = (length: number, read: (start: number) => number): number => {
    const start = take(length);
    return start < 0 ? 0 : read(start);
  };

  const reader: Reader = {
    u8: () => number(1, (start) => view.getUint8(start)),
    u16: () => number(2, (start) => view.getUint16(start)),
    u32: () => number(4, (start) => view.getUint32(start)),
    uint: () => {
      const value = number(8, (start) => view.getUint32(start) * 0x1_0000_0000 + view.getUint32(start + 4));
      if (value > Number.MAX_SAFE_INTEGER) refuse('a number above 2^53 − 1');
      return fault === undefined ? value : 0;
    },
    u64: () => {
      const start = take(8);
      return start < 0 ? 0n : view.getBigUint64(start);
    },
    fixed,
    bytes8: (max) => bounded(reader.u8(), max),
    bytes16: (max) => bounded(reader.u16(), max),
    bytes32: (max) => bounded(reader.u32(), max),
    text: (max) => {
      const text = utf8(reader.bytes16(max));
      if (text === undefined) refuse('text that is not UTF-8');
      return text ?? '';
    },
    list: (count, max, item) => {
      const items: ReturnType<typeof item>[] = [];
      if (count > max) fault ??= { type: 'bytes-over-limit', at, length: count, limit: max };
      for (let i = 0; i < count && fault === undefined; i++) items.push(item());
      return items;
    },
    refuse,
    position: () => at,
    failed: () => fault !== undefined,
    finish: (value) => {
      if (fault === undefined && at !== bytes.length) fault = { type: 'bytes-trailing', at, extra: bytes.length - at };
      return fault === undefined ? ok(value) : err(fault);
    },
  };
  return reader;
};
