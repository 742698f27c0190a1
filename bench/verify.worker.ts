// Measures, in a worker as the node runs in, the check of transaction signatures that consensus uses against noble's
// ed25519. Both get the same signed transfers in the same order, each with a key of its own. A signature that either of
// them refuses ends the measurement, so that no speed comes from refusing early.

import { ed25519 } from '@noble/curves/ed25519.js';
import sodium from 'libsodium-wrappers';
import { signatureCheckFrom } from '../shared/core/crypto/index.ts';
import type { SignatureCheck } from '../shared/core/crypto/index.ts';
import { measureInterleaved } from './measure.ts';
import type { Contender } from './measure.ts';
import { answerRates } from './rates-from.ts';
import { sealedChain } from './sealed-chain.ts';
import type { SignedMessage } from './signed-transfers.ts';

const keys = 256;

const checking = (name: string, messages: readonly SignedMessage[], check: SignatureCheck): Contender => ({
  name,
  work: (count) => {
    for (let i = 0; i < count; i++) {
      const { signature, message, publicKey } = messages[i % messages.length] ?? noMessage();
      if (!check(signature, message, publicKey)) throw new Error(`${name} refuses signature ${i}`);
    }
    return count;
  },
});

function noMessage(): never {
  throw new Error('there is nothing to check');
}

answerRates(async () => {
  await sodium.ready;
  const { signed } = sealedChain({ blocks: 1, transfersPerBlock: keys, sodium });
  const contenders = [
    checking('libsodium', signed, signatureCheckFrom(sodium)),
    checking('noble', signed, (signature, message, publicKey) => ed25519.verify(signature, message, publicKey)),
  ];
  return measureInterleaved(contenders, { rounds: 15, roundMs: 100 });
});
