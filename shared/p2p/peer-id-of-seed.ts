// The peer id that a host with this seed will have, for whoever must name it before the host is up. Owns nothing; the
// seed is the ed25519 private key, and the peer id its public key in libp2p's form.

import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';

/** `seed` has 32 bytes. */
export const peerIdOfSeed = async (seed: Uint8Array): Promise<string> =>
  peerIdFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed)).toString();
