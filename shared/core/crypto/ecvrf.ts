// ECVRF of RFC 9381, suite EDWARDS25519-SHA512-ELL2 (0x04): a number that only the holder of a key can compute for an
// input, and everybody can check. The key is an account's ed25519 key. Decoding is strict: canonical points, none of small order,
// s below the group order; whoever holds a key can make only one output for an input.
// Implementation: @noble/curves; constant memory. Proving multiplies secrets by noble's own ladder, checking by joint-multiply.ts.

import { normalizeZ } from '@noble/curves/abstract/curve.js';
import { ed25519, ed25519_hasher } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes } from '../bytes/index.ts';
import { jointMultiply } from './joint-multiply.ts';

/** The 64-byte output if the proof (80 bytes) is right for this key (32 bytes) and input; never throws. */
export type VrfVerify = (publicKey: Uint8Array, alpha: Uint8Array, proof: Uint8Array) => Uint8Array | undefined;

type CurvePoint = typeof ed25519.Point.BASE;

const { Point } = ed25519;
const { Fn } = Point;

const suite = 0x04;
const pointBytes = 32;
const challengeBytes = 16;
const proofBytes = pointBytes + challengeBytes + 32;
const domainSeparation = new TextEncoder().encode('ECVRF_edwards25519_XMD:SHA-512_ELL2_NU_\x04');

const numberOf = (littleEndian: Uint8Array): bigint => {
  let digits = '0x0';
  for (let i = littleEndian.length - 1; i >= 0; i--) digits += (littleEndian[i] ?? 0).toString(16).padStart(2, '0');
  return BigInt(digits);
};

const littleEndianOf = (value: bigint, length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = 0; i < length; i++) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
};

/** Section 5.4.1.2, with the salt of the suites on this curve: the public key. */
const encodeToCurve = (publicKey: Uint8Array, alpha: Uint8Array): CurvePoint =>
  ed25519_hasher.encodeToCurve(concatBytes(publicKey, alpha), { DST: domainSeparation });

/** Section 5.4.3 over the five encoded points. */
const challengeOf = (...points: readonly Uint8Array[]): Uint8Array =>
  sha512(concatBytes(Uint8Array.of(suite, 0x02), ...points, Uint8Array.of(0))).subarray(0, challengeBytes);

/** Section 5.2 over the encoding of gamma times the cofactor. */
const outputOf = (eightGamma: Uint8Array): Uint8Array =>
  sha512(concatBytes(Uint8Array.of(suite, 0x03), eightGamma, Uint8Array.of(0)));

/** The point of exactly these bytes, if it is canonical and not of small order. */
const pointOf = (bytes: Uint8Array): CurvePoint | undefined => {
  try {
    const point = Point.fromBytes(bytes, false);
    return point.isSmallOrder() ? undefined : point;
  } catch {
    return undefined; // noble has no other way to say that the bytes are no point
  }
};

/** The proof (80 bytes) of the key of a 32-byte seed for an input; the same each time. A wrong length throws. */
export const vrfProve = (seed: Uint8Array, alpha: Uint8Array): Uint8Array => {
  const { scalar, pointBytes: publicKey, prefix } = ed25519.utils.getExtendedPublicKey(seed);
  const base = encodeToCurve(publicKey, alpha);
  const baseBytes = base.toBytes();
  const gamma = base.multiply(scalar).toBytes();
  // Section 5.4.2.2: as RFC 8032 makes it, so that no two inputs share it.
  const nonce = Fn.create(numberOf(sha512(concatBytes(prefix, baseBytes))));
  const u = Point.BASE.multiply(nonce).toBytes();
  const v = base.multiply(nonce).toBytes();
  const challenge = challengeOf(publicKey, baseBytes, gamma, u, v);
  const s = Fn.create(nonce + numberOf(challenge) * scalar);
  return concatBytes(gamma, challenge, littleEndianOf(s, 32));
};

/** The output of a proof without a check of it: for proofs of one's own. `undefined` where it holds no point. */
export const vrfOutputOf = (proof: Uint8Array): Uint8Array | undefined => {
  const gamma = proof.length === proofBytes ? pointOf(proof.subarray(0, pointBytes)) : undefined;
  return gamma === undefined ? undefined : outputOf(gamma.clearCofactor().toBytes());
};

/** Section 5.3 with validation of the key (5.4.5). */
export const vrfVerify: VrfVerify = (publicKey, alpha, proof) => {
  if (publicKey.length !== pointBytes || proof.length !== proofBytes) return undefined;
  const gammaBytes = proof.subarray(0, pointBytes);
  const challenge = proof.subarray(pointBytes, pointBytes + challengeBytes);
  const s = proof.subarray(pointBytes + challengeBytes);
  const sNumber = numberOf(s);
  if (sNumber >= Fn.ORDER) return undefined;
  const key = pointOf(publicKey);
  const gamma = key === undefined ? undefined : pointOf(gammaBytes);
  if (key === undefined || gamma === undefined) return undefined;
  const base = encodeToCurve(publicKey, alpha);
  const ofBase = sNumber === 0n ? Point.ZERO : Point.BASE.multiplyUnsafe(sNumber);
  const u = ofBase.subtract(jointMultiply(challenge, key, new Uint8Array(0), key));
  const v = jointMultiply(s, base, challenge, gamma);
  // One inversion for all that has to be encoded.
  const points = normalizeZ(Point, [base, u, v, gamma.clearCofactor()]);
  const [baseBytes, uBytes, vBytes, eightGamma] = points.map((point) => point.toBytes());
  if (baseBytes === undefined || uBytes === undefined || vBytes === undefined || eightGamma === undefined) {
    return undefined;
  }
  const expected = challengeOf(publicKey, baseBytes, gammaBytes, uBytes, vBytes);
  return equalBytes(expected, challenge) ? outputOf(eightGamma) : undefined;
};
