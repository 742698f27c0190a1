// SHA-256 of a block: by the browser's own code where there is some, which does not hold up the thread, else in JavaScript
// (pages that were opened over plain http have no `crypto.subtle`). Bound: what it is given; a block has at most 2 MiB.

import { sha256 as plainSha256 } from '@noble/hashes/sha2.js';

const subtle = (): SubtleCrypto | undefined => (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;

export const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
  const native = subtle();
  return native === undefined ? plainSha256(bytes) : new Uint8Array(await native.digest('SHA-256', bytes));
};
