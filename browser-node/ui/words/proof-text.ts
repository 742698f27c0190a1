// A proof as people paste it: `0x…` alone, or the JSON that tabs hand out. Pure; what the bytes are worth the node
// says.

import type { HexText } from '../../../shared/provider/index.ts';

const isHexText = (value: unknown): value is HexText => typeof value === 'string' && /^0x(?:[0-9a-f]{2})+$/.test(value);

const bytesOfJson = (text: string): unknown => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'bytes' in parsed ? parsed.bytes : undefined;
  } catch {
    return undefined; // whatever is wrong with it, it is no proof
  }
};

/** The bytes of the proof in a text; `undefined` where there is none. */
export const proofBytesIn = (pasted: string): HexText | undefined => {
  const text = pasted.trim();
  const bytes = text.startsWith('{') ? bytesOfJson(text) : text;
  return isHexText(bytes) ? bytes : undefined;
};
