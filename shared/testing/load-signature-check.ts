// The network's one signature check on the real libsodium, as nodes have it. A test file loads it once, when it begins.
// Bound: libsodium is loaded once in a process, however often this is called.

import sodium from 'libsodium-wrappers';
import { type SignatureCheck, signatureCheckFrom } from '../core/crypto/index.ts';

export const loadSignatureCheck = async (): Promise<SignatureCheck> => {
  await sodium.ready;
  return signatureCheckFrom(sodium);
};
