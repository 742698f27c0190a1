// Hashing, trees, keys and signatures. Imports bytes only.

export { type SignMessage, publicKeyOf, signMessage } from './ed25519-key.ts';
export { type VrfVerify, vrfOutputOf, vrfProve, vrfVerify } from './ecvrf.ts';
export { hash, type HashDomain, hashLength, hashPair, hashPairs, inDomain, sha256 } from './hash.ts';
export { merklePath, merklePathIsValid, merkleRoot } from './merkle.ts';
export { appendToRange, emptyRange, type MountainRange, rangeRoot } from './mountain-range.ts';
export { type SignatureCheck, signatureCheckFrom, type SodiumLike } from './signature-check.ts';
