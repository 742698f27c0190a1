// Ed25519 keys (RFC 8032): a 32-byte seed gives the public key and signs. Only makes signatures; whether one is valid
// is decided by signature-check.ts alone, because noble's own verification accepts a wider set than the network does.
// What is signed here always passes that check: A is the seed's canonical public key, R and S come out canonical.
// Implementation: @noble/curves. A wrong length is our own bug and throws.

import { ed25519 } from '@noble/curves/ed25519.js';

/** Signs with the key of a 32-byte seed: 64 bytes, the same for the same input. */
export type SignMessage = (seed: Uint8Array, message: Uint8Array) => Uint8Array;

/** The 32-byte public key of a 32-byte seed. */
export const publicKeyOf = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

/** R ‖ S over the message as it is (PureEdDSA). */
export const signMessage: SignMessage = (seed, message) => ed25519.sign(message, seed);
