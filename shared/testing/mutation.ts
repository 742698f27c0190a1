// Changes to bytes and signatures that an attacker would try: a bit turned, a signature made anew from the same key,
// other signature bytes under the same transaction id. Each gives a new value and leaves its input alone.

import { concatBytes } from '../core/bytes/index.ts';
import { decodeTransaction, type Transaction } from '../core/model/index.ts';

/** Order of the group of ed25519 (RFC 8032, section 5.1): S is a number below it. */
const groupOrder = (1n << 252n) + 27742317777372353535851937790883648493n;

export const flipBit = (bytes: Uint8Array, bit: number): Uint8Array => {
  const flipped = new Uint8Array(bytes);
  const at = Math.floor(bit / 8);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
  return flipped;
};

/** The same R with S + L: right for the equation, refused by the rule S < L. */
export const malleated = (signature: Uint8Array): Uint8Array => {
  let s = groupOrder + signature.subarray(32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const low = Uint8Array.from({ length: 32 }, () => {
    const byte = Number(s & 0xffn);
    s >>= 8n;
    return byte;
  });
  return concatBytes(signature.subarray(0, 32), low);
};

/** The same transaction, so the same id, under other signature bytes. */
export const withOtherSignature = (transaction: Transaction, signature: Uint8Array): Transaction => {
  const unsigned = transaction.bytes.subarray(0, transaction.bytes.length - signature.length);
  const decoded = decodeTransaction(concatBytes(unsigned, signature));
  if (!decoded.ok) throw new Error(`not a transaction any more: ${decoded.error.type}`);
  return decoded.value;
};
