// A record's bytes as text where they are text, and text as a record's bytes. Control characters count as binary, so
// that a record can never disguise what surrounds it on the screen.

import type { HexText } from '../../../shared/provider/index.ts';

export const hexOfText = (text: string): HexText => {
  const bytes = new TextEncoder().encode(text);
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};

const bytesOfHex = (hex: HexText): Uint8Array => {
  const pairs = hex.slice(2).match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
};

/** The text that the bytes are in UTF-8, or nothing when they are not text that can be shown. */
export const textOfHex = (hex: HexText): string | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOfHex(hex));
    // Line breaks and tabs are text; other control and all direction-changing characters are not.
    return /[^\P{Cc}\n\r\t]|[\u202a-\u202e\u2066-\u2069]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
};

export const byteCount = (text: string): number => new TextEncoder().encode(text).length;
