// A transaction: one signed wish of one account. The unsigned bytes give its id; the signed bytes give its leaf in the
// block's transaction root and the key under which "already verified" is remembered, because one id may be signed in
// more than one way. docs/protocol/bytes.md has the layout; payload.ts has the kinds.

import { concatBytes, createReader, createWriter, type DecodeFault, type Result, toHex } from '../bytes/index.ts';
import { hash, inDomain } from '../crypto/index.ts';
import { bytesOf, type Hex32, readHex32 } from './address.ts';
import type { Amount } from './amount.ts';
import { type Payload, readPayload, writePayload } from './payload.ts';

const signatureBytes = 64;

export interface UnsignedTransaction {
  readonly chainId: Hex32;
  /** ed25519 public key */
  readonly sender: Hex32;
  /** first 0, then strictly one more */
  readonly nonce: number;
  readonly gasLimit: number;
  /** base units per gas */
  readonly gasPrice: Amount;
  /** the last height at which it may be included */
  readonly validUntil: number;
  readonly payload: Payload;
}

export interface Transaction extends UnsignedTransaction {
  readonly signature: Uint8Array;
  /** hash of the unsigned bytes */
  readonly id: Hex32;
  /** hash of the signed bytes */
  readonly signedHash: Hex32;
  /** the signed bytes */
  readonly bytes: Uint8Array;
}

export const encodeUnsigned = (transaction: UnsignedTransaction): Uint8Array => {
  const writer = createWriter()
    .fixed(bytesOf(transaction.chainId), 32)
    .fixed(bytesOf(transaction.sender), 32)
    .uint(transaction.nonce)
    .uint(transaction.gasLimit)
    .u64(transaction.gasPrice)
    .uint(transaction.validUntil);
  return writePayload(writer, transaction.payload).finish();
};

/** What the sender signs. */
export const transactionSigningBytes = (unsigned: Uint8Array): Uint8Array =>
  inDomain('transaction-signature', unsigned);

/** The signing bytes of a decoded transaction, without encoding it again. */
export const signingBytesOf = (transaction: Transaction): Uint8Array =>
  transactionSigningBytes(transaction.bytes.subarray(0, transaction.bytes.length - signatureBytes));

export const withSignature = (unsigned: UnsignedTransaction, signature: Uint8Array): Transaction => {
  if (signature.length !== signatureBytes) throw new RangeError(`a signature of ${signature.length} bytes`);
  const unsignedBytes = encodeUnsigned(unsigned);
  const bytes = concatBytes(unsignedBytes, signature);
  return {
    ...unsigned,
    signature,
    id: toHex(hash('transaction', unsignedBytes)),
    signedHash: toHex(hash('signed-transaction', bytes)),
    bytes,
  };
};

/** Reads one signed transaction; the whole of `bytes` must be it. */
export const decodeTransaction = (bytes: Uint8Array): Result<Transaction, DecodeFault> => {
  const reader = createReader(bytes);
  const chainId = readHex32(reader);
  const sender = readHex32(reader);
  const nonce = reader.uint();
  const gasLimit = reader.uint();
  const gasPrice = reader.u64();
  const validUntil = reader.uint();
  const payload = readPayload(reader);
  const unsignedLength = reader.position();
  const form = reader.finish(reader.fixed(signatureBytes));
  if (!form.ok) return form;
  const own = new Uint8Array(bytes); // a copy, which `slice` of a Node Buffer is not
  return {
    ok: true,
    value: {
      ...{ chainId, sender, nonce, gasLimit, gasPrice, validUntil, payload },
      signature: form.value,
      id: toHex(hash('transaction', own.subarray(0, unsignedLength))),
      signedHash: toHex(hash('signed-transaction', own)),
      bytes: own,
    },
  };
};
