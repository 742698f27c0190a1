// A signature check that asks the real one once for each different question: thirty nodes verify the same transactions,
// and the answer depends on nothing else. Bounded by the signatures of one simulation.

import { concatBytes, toHex } from '../../core/bytes/index.ts';
import { sha256, type SignatureCheck } from '../../core/crypto/index.ts';

export const rememberedCheck = (check: SignatureCheck): SignatureCheck => {
  const answers = new Map<string, boolean>();
  return (signature, message, publicKey) => {
    // Fixed lengths before the message keep two questions from running together.
    const isRegular = signature.length === 64 && publicKey.length === 32;
    if (!isRegular) return check(signature, message, publicKey);
    const question = toHex(sha256(concatBytes(signature, publicKey, message)));
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = check(signature, message, publicKey);
    answers.set(question, answer);
    return answer;
  };
};
