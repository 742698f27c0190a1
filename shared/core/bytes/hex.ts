// Hexadecimal text and small operations on byte arrays. Lower case only: one text per value. No work beyond the length
// of what is passed in.

const digitCodes = new TextEncoder().encode('0123456789abcdef');
const high = (byte = 0): number => digitCodes[byte >> 4] ?? 0;
const low = (byte = 0): number => digitCodes[byte & 15] ?? 0;

const bytesAtOnce = 8;

/** Digits of 8 bytes in one flat text; joined one by one they would be a tree of small texts, slow to make and compare. */
const sixteenDigits = (b: Uint8Array, at: number): string =>
  // prettier-ignore
  String.fromCharCode(
    high(b[at]), low(b[at]), high(b[at + 1]), low(b[at + 1]),
    high(b[at + 2]), low(b[at + 2]), high(b[at + 3]), low(b[at + 3]),
    high(b[at + 4]), low(b[at + 4]), high(b[at + 5]), low(b[at + 5]),
    high(b[at + 6]), low(b[at + 6]), high(b[at + 7]), low(b[at + 7]),
  );

/** The digits of the bytes from `start` up to `end`. */
export const hexOfRange = (bytes: Uint8Array, start: number, end: number): string => {
  let text = '';
  let at = start;
  for (; at + bytesAtOnce <= end; at += bytesAtOnce) text += sixteenDigits(bytes, at);
  for (; at < end; at++) text += String.fromCharCode(high(bytes[at]), low(bytes[at]));
  return text;
};

export const toHex = (bytes: Uint8Array): string => hexOfRange(bytes, 0, bytes.length);

const noDigit = 255;
const digitValues = new Uint8Array(128).fill(noDigit);
digitCodes.forEach((code, value) => {
  digitValues[code] = value;
});

/** Bytes of a lower-case hex text without prefix; `undefined` for odd length, capitals or any other character. */
export const fromHex = (text: string): Uint8Array | undefined => {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const upper = digitValues[text.charCodeAt(2 * i)] ?? noDigit;
    const lower = digitValues[text.charCodeAt(2 * i + 1)] ?? noDigit;
    if (upper === noDigit || lower === noDigit) return undefined;
    bytes[i] = upper * 16 + lower;
  }
  return bytes;
};

export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** −1, 0 or 1 as unsigned big-endian numbers of equal length. */
export const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
};
