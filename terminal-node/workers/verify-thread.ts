// A verify thread: the signature rule of the network (libsodium's WebAssembly) on a thread of Node, chunk by chunk.
// Owns nothing; bounded by the one chunk that the pool gives it at a time.

import { parentPort } from 'node:worker_threads';
import sodium from 'libsodium-wrappers';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { verdictsOn, type VerifyCommand, type VerifyReport } from '../../shared/verifying/index.ts';

if (parentPort === null) throw new Error('a verify thread is started by a verifier');
const port = parentPort;
const report = (said: VerifyReport): void => {
  port.postMessage(said);
};

await sodium.ready;
const check = signatureCheckFrom(sodium);
port.on('message', ({ chunk, packed }: VerifyCommand) => {
  report({ type: 'verdicts', chunk, verdicts: verdictsOn(packed, check) });
});
report({ type: 'ready' });
