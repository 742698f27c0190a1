// A verify worker: the signature rule of the network (libsodium's WebAssembly) on a Web Worker, chunk by chunk.
// Owns nothing; bounded by the one chunk that the pool gives it at a time.

import sodium from 'libsodium-wrappers';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { verdictsOn, type VerifyCommand, type VerifyReport } from '../../shared/verifying/index.ts';

const report = (said: VerifyReport, transfer: readonly Transferable[] = []): void => {
  self.postMessage(said, { transfer: [...transfer] });
};

void sodium.ready.then(() => {
  const check = signatureCheckFrom(sodium);
  self.onmessage = ({ data: { chunk, packed } }: MessageEvent<VerifyCommand>): void => {
    const verdicts = verdictsOn(packed, check);
    report({ type: 'verdicts', chunk, verdicts }, [verdicts.buffer]);
  };
  report({ type: 'ready' });
});
