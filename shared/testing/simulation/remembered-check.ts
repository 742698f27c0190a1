// A signature check that asks the real one once for each different question: hundreds of nodes verify the same
// transactions, and the answer depends on nothing else. Bounded by the signatures of one simulation.

import { equalBytes, toHex } from '../../core/bytes/index.ts';
import type { SignatureCheck } from '../../core/crypto/index.ts';

interface Answered {
  readonly message: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly isRight: boolean;
}

export const rememberedCheck = (check: SignatureCheck): SignatureCheck => {
  const answers = new Map<string, Answered[]>(); // by signature, of which there is hardly ever a second question
  return (signature, message, publicKey) => {
    const key = toHex(signature);
    const known = answers.get(key) ?? [];
    const same = known.find((old) => equalBytes(old.message, message) && equalBytes(old.publicKey, publicKey));
    if (same !== undefined) return same.isRight;
    const isRight = check(signature, message, publicKey);
    answers.set(key, [...known, { message: message.slice(), publicKey: publicKey.slice(), isRight }]);
    return isRight;
  };
};
