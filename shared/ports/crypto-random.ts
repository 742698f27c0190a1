// The Random port on the platform's generator. getRandomValues exists in insecure contexts too; it fills at most 65,536
// bytes a call, so longer ones are filled in parts.

import type { Random } from '../core/node/index.ts';

const partBytesMax = 65_536;

export const cryptoRandom: Random = {
  bytes: (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += partBytesMax) crypto.getRandomValues(bytes.subarray(at, at + partBytesMax));
    return bytes;
  },
};
