// Keys and signatures by libsodium are those by @noble/curves, byte for byte, and those of RFC 8032.

import { ed25519 as noble } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../shared/core/bytes/index.ts';
import { ed25519 } from './ed25519-of-sodium.ts';

const runs = process.env['TABCHAIN_NIGHTLY'] === '1' ? 2000 : 100;

/** RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature. */
const vectors = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

const bytes = (hex: string): Uint8Array => {
  const known = fromHex(hex);
  if (known === undefined) throw new Error(`vector is not hexadecimal: ${hex}`);
  return known;
};

beforeAll(async () => {
  await sodium.ready;
});

describe('Ed25519 by libsodium', () => {
  it.each(vectors)(
    'gives the key and the signature of RFC 8032 for $seed',
    ({ seed, publicKey, message, signature }) => {
      expect(toHex(ed25519.getPublicKey(bytes(seed)))).toBe(publicKey);
      expect(toHex(ed25519.sign(bytes(message), bytes(seed)))).toBe(signature);
    },
  );

  it('gives the bytes that @noble/curves gives', () => {
    const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(seeds, fc.uint8Array({ maxLength: 300 }), (seed, message) => {
        expect(toHex(ed25519.getPublicKey(seed))).toBe(toHex(noble.getPublicKey(seed)));
        expect(toHex(ed25519.sign(message, seed))).toBe(toHex(noble.sign(message, seed)));
      }),
      { numRuns: runs },
    );
  });

  it.each([0, 31, 33, 64])('throws for a seed of %i bytes, as @noble/curves does', (length) => {
    const seed = new Uint8Array(length);
    for (const curve of [ed25519, noble]) {
      expect(() => curve.getPublicKey(seed)).toThrow();
      expect(() => curve.sign(new Uint8Array(3), seed)).toThrow();
    }
  });
});
