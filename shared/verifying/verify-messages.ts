// What the verifier and its threads say to each other. Signatures travel packed in one buffer that is transferred, not
// cloned: per signature 32 bytes of public key, 64 of signature, the message's length in four bytes (big-endian) and the
// message. Chunks are numbered upwards and never again. Bounds: those of who packs.

import type { SignatureCheck } from '../core/crypto/index.ts';
import type { SignedBytes } from '../core/node/ports.ts';

export interface VerifyCommand {
  readonly chunk: number;
  readonly packed: ArrayBuffer;
}

/** ready: the rule is loaded · verdicts: 1 or 0 for each signature of the chunk, in order */
export type VerifyReport =
  { readonly type: 'ready' } | { readonly type: 'verdicts'; readonly chunk: number; readonly verdicts: Uint8Array };

const publicKeyBytes = 32;
const signatureBytes = 64;
const lengthBytes = 4;
const fixedBytes = publicKeyBytes + signatureBytes + lengthBytes;

/** False for a key or signature of another length, which are wrong and not worth sending. */
export const isPackable = ({ publicKey, signature }: SignedBytes): boolean =>
  publicKey.length === publicKeyBytes && signature.length === signatureBytes;

export const packSigned = (batch: readonly SignedBytes[]): ArrayBuffer => {
  const size = batch.reduce((sum, { message }) => sum + fixedBytes + message.length, 0);
  const packed = new Uint8Array(size);
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const { publicKey, signature, message } of batch) {
    packed.set(publicKey, at);
    packed.set(signature, at + publicKeyBytes);
    view.setUint32(at + publicKeyBytes + signatureBytes, message.length);
    packed.set(message, at + fixedBytes);
    at += fixedBytes + message.length;
  }
  return packed.buffer;
};

/** The thread's part: one verdict per signature. */
export const verdictsOn = (packed: ArrayBuffer, check: SignatureCheck): Uint8Array => {
  const bytes = new Uint8Array(packed);
  const view = new DataView(packed);
  const verdicts: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = view.getUint32(at + publicKeyBytes + signatureBytes);
    const publicKey = bytes.subarray(at, at + publicKeyBytes);
    const signature = bytes.subarray(at + publicKeyBytes, at + publicKeyBytes + signatureBytes);
    const message = bytes.subarray(at + fixedBytes, at + fixedBytes + length);
    verdicts.push(check(signature, message, publicKey) ? 1 : 0);
    at += fixedBytes + length;
  }
  return Uint8Array.from(verdicts);
};
