// Ed25519 keys (RFC 8032) by libsodium, which the node worker has for checking signatures. Of @noble/curves it has the two
// functions that shared/core/crypto/ed25519-key.ts asks for, and the build puts it in their place (scripts/worker-curve.mjs).
// Bound: libsodium's `ready` must have resolved, which the worker waits for before it builds the provider. A wrong length
// is our own bug and throws.

import sodium from 'libsodium-wrappers';

export const ed25519 = {
  /** The 32-byte public key of a 32-byte seed. */
  getPublicKey: (seed: Uint8Array): Uint8Array => sodium.crypto_sign_seed_keypair(seed).publicKey,
  /** R ‖ S over the message as it is (PureEdDSA): 64 bytes. */
  sign: (message: Uint8Array, seed: Uint8Array): Uint8Array =>
    sodium.crypto_sign_detached(message, sodium.crypto_sign_seed_keypair(seed).privateKey),
};
