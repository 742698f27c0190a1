// The acceptance set against published vectors, on the real libsodium: Wycheproof, the twelve cases on which
// implementations differ, small-order points, and inputs of wrong lengths.

import { ed25519 } from '@noble/curves/ed25519.js';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, it } from 'vitest';
import speccheck from '../../../tests/vectors/ed25519/speccheck.json' with { type: 'json' };
import smallOrder from '../../../tests/vectors/ed25519/small_order.json' with { type: 'json' };
import wycheproof from '../../../tests/vectors/ed25519/wycheproof_ed25519_test.json' with { type: 'json' };
import { concatBytes, equalBytes, fromHex, toHex } from '../bytes/index.ts';
import { publicKeyOf, signMessage } from './ed25519-key.ts';
import { type SignatureCheck, signatureCheckFrom } from './signature-check.ts';

const bytesOfVector = (hex: string): Uint8Array => {
  const bytes = fromHex(hex.toLowerCase());
  if (bytes === undefined) throw new Error(`vector is not hexadecimal: ${hex}`);
  return bytes;
};

/** A 32-byte little-endian number as in S. */
const littleEndian = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));

const groupOrder = (1n << 252n) + 27742317777372353535851937790883648493n;

const numberOf = (s: Uint8Array): bigint => s.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);

const seed = Uint8Array.from({ length: 32 }, (_, i) => i);
const message = new TextEncoder().encode('ten coins to the baker');

let check: SignatureCheck;
beforeAll(async () => {
  await sodium.ready;
  check = signatureCheckFrom(sodium);
});

describe('own signatures', () => {
  it('are valid for their message and key only', () => {
    const signature = signMessage(seed, message);
    expect(check(signature, message, publicKeyOf(seed))).toBe(true);
    expect(check(signature, message.subarray(1), publicKeyOf(seed))).toBe(false);
    expect(check(signature, message, publicKeyOf(new Uint8Array(32)))).toBe(false);
  });

  it('equal those of libsodium', () => {
    const pair = sodium.crypto_sign_seed_keypair(seed);
    expect(toHex(publicKeyOf(seed))).toBe(toHex(pair.publicKey));
    expect(toHex(signMessage(seed, message))).toBe(toHex(sodium.crypto_sign_detached(message, pair.privateKey)));
  });

  it('are invalid after a flip of any one bit', () => {
    const signature = signMessage(seed, message);
    const publicKey = publicKeyOf(seed);
    for (let bit = 0; bit < 512; bit++) {
      const flipped = signature.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(check(flipped, message, publicKey), `bit ${bit}`).toBe(false);
    }
  });

  it('are invalid with S + L in the place of S', () => {
    const signature = signMessage(seed, message);
    const s = numberOf(signature.subarray(32));
    expect(check(concatBytes(signature.subarray(0, 32), littleEndian(s)), message, publicKeyOf(seed))).toBe(true);
    const malleated = concatBytes(signature.subarray(0, 32), littleEndian(s + groupOrder));
    expect(check(malleated, message, publicKeyOf(seed))).toBe(false);
  });
});

describe('published vectors', () => {
  const tests = wycheproof.testGroups.flatMap((group) =>
    group.tests.map((test) => ({ ...test, pk: group.publicKey.pk })),
  );

  it('decides all 151 Wycheproof cases as they say', () => {
    expect(tests).toHaveLength(151);
    const wrong = tests.filter(
      ({ pk, msg, sig, result }) =>
        check(bytesOfVector(sig), bytesOfVector(msg), bytesOfVector(pk)) !== (result === 'valid'),
    );
    expect(wrong.map(({ tcId }) => tcId)).toEqual([]);
  });

  it('accepts case 3 of ed25519-speccheck and no other', () => {
    const accepted = speccheck.cases.flatMap(({ signature, message: hex, pub_key }, index) =>
      check(bytesOfVector(signature), bytesOfVector(hex), bytesOfVector(pub_key)) ? [index] : [],
    );
    expect(speccheck.cases).toHaveLength(12);
    expect(accepted).toEqual([3]);
  });
});

describe('points of small order', () => {
  it('are refused as public key, also where the equation holds', () => {
    // R = B and S = 1 satisfy S·B = R + h·A for every message when A is the neutral element: a lax check accepts it.
    const basePoint = bytesOfVector(`58${'66'.repeat(31)}`);
    const forged = concatBytes(basePoint, littleEndian(1n));
    const neutral = bytesOfVector(smallOrder[0] ?? '');
    expect(ed25519.verify(forged, message, neutral)).toBe(true);
    for (const point of smallOrder) expect(check(forged, message, bytesOfVector(point)), point).toBe(false);
  });

  it('are refused as R', () => {
    const s = signMessage(seed, message).subarray(32);
    for (const point of smallOrder) {
      expect(check(concatBytes(bytesOfVector(point), s), message, publicKeyOf(seed)), point).toBe(false);
    }
  });

  it('are refused as both, with S = 0', () => {
    for (const a of smallOrder) {
      for (const r of smallOrder) {
        const signature = concatBytes(bytesOfVector(r), new Uint8Array(32));
        expect(check(signature, message, bytesOfVector(a)), `${a} ${r}`).toBe(false);
      }
    }
  });
});

describe('inputs of wrong lengths', () => {
  it('are invalid and throw nothing', () => {
    const signature = signMessage(seed, message);
    const publicKey = publicKeyOf(seed);
    for (const length of [0, 1, 31, 32, 33, 63, 65, 128]) {
      expect(check(new Uint8Array(length), message, publicKey)).toBe(false);
      expect(check(concatBytes(signature, signature).subarray(0, length), message, publicKey)).toBe(false);
      if (length !== 32) expect(check(signature, message, new Uint8Array(length))).toBe(false);
    }
  });

  it('leaves the inputs as they were and takes an empty message', () => {
    const signature = signMessage(seed, new Uint8Array());
    const before = signature.slice();
    expect(check(signature, new Uint8Array(), publicKeyOf(seed))).toBe(true);
    expect(equalBytes(signature, before)).toBe(true);
  });

  it('lets a failure of the machine through instead of calling the signature invalid', () => {
    const broken = signatureCheckFrom({
      crypto_sign_verify_detached: () => {
        throw new RangeError('out of memory');
      },
    });
    expect(() => broken(new Uint8Array(64), message, new Uint8Array(32))).toThrow(RangeError);
  });
});
