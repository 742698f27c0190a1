// Bytes with fewer of what a spec is full of: rows of 0x00 (upper halves of numbers) and of 0xff (targets). A control byte c
// stands before each piece: below 0x80, c + 1 bytes follow as they are; below 0xc0, c − 0x80 + 2 zeros are meant; else
// c − 0xc0 + 2 bytes of 0xff. Bounded: who unpacks names the most bytes that may come of it.

const literalMax = 128;
const runMin = 2;
const runMax = 65;

/** How many bytes from `at` on are `value`, at most `runMax`. */
const runLength = (bytes: Uint8Array, at: number, value: number): number => {
  let length = 0;
  while (length < runMax && bytes[at + length] === value) length++;
  return length;
};

const controlOf = (value: number): number => (value === 0 ? 0x80 : 0xc0);

const runAt = (bytes: Uint8Array, at: number): { readonly control: number; readonly length: number } | undefined => {
  const value = bytes[at];
  if (value !== 0 && value !== 0xff) return undefined;
  const length = runLength(bytes, at, value);
  return length < runMin ? undefined : { control: controlOf(value) + length - runMin, length };
};

export const packBytes = (bytes: Uint8Array): Uint8Array => {
  const packed: number[] = [];
  let literal: number[] = [];
  const flush = (): void => {
    if (literal.length > 0) packed.push(literal.length - 1, ...literal);
    literal = [];
  };
  let at = 0;
  while (at < bytes.length) {
    const run = runAt(bytes, at);
    if (run === undefined) {
      literal.push(bytes[at] ?? 0);
      if (literal.length === literalMax) flush();
      at += 1;
      continue;
    }
    flush();
    packed.push(run.control);
    at += run.length;
  }
  flush();
  return Uint8Array.from(packed);
};

/** Nothing where a piece is cut short or more than `bytesMax` bytes would come of it. */
export const unpackBytes = (packed: Uint8Array, bytesMax: number): Uint8Array | undefined => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let at = 0;
  while (at < packed.length) {
    const control = packed[at] ?? 0;
    const isLiteral = control < literalMax;
    const size = isLiteral ? control + 1 : (control & 0x3f) + runMin;
    const piece = isLiteral
      ? packed.subarray(at + 1, at + 1 + size)
      : new Uint8Array(size).fill(control < 0xc0 ? 0 : 0xff);
    length += size;
    if (piece.length !== size || length > bytesMax) return undefined;
    pieces.push(piece);
    at += isLiteral ? 1 + size : 1;
  }
  const bytes = new Uint8Array(length);
  let to = 0;
  for (const piece of pieces) {
    bytes.set(piece, to);
    to += piece.length;
  }
  return bytes;
};
