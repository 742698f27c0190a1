// Decides whether a signature is valid: the one rule of the network, on which every node must agree to the bit.
// Valid means: S < L, A and R canonical encodings and not of small order, and the cofactorless equation
// S·B = R + H(R ‖ A ‖ M)·A holds; this is libsodium's acceptance set. Other libraries accept other sets, so
// the core takes libsodium's WebAssembly as a ready, synchronous module from whoever composes the node.
// Bounds: constant memory beside one copy of the message, whose length the decoders limit.

/** Whether `signature` (64 bytes) over `message` is valid under `publicKey` (32 bytes). False for any wrong length. */
export type SignatureCheck = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

/** What is needed of libsodium-wrappers, once its `ready` has resolved. */
export interface SodiumLike {
  readonly crypto_sign_verify_detached: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;
}

const signatureLength = 64;
const publicKeyLength = 32;

/**
 * The check on a ready libsodium. Lengths are looked at first, because libsodium's wrapper throws on wrong ones; an
 * exception that still comes is a fault of this machine (out of memory, say), must not count as "invalid", and passes.
 */
export const signatureCheckFrom =
  (sodium: SodiumLike): SignatureCheck =>
  (signature, message, publicKey) =>
    signature.length === signatureLength &&
    publicKey.length === publicKeyLength &&
    sodium.crypto_sign_verify_detached(signature, message, publicKey);
