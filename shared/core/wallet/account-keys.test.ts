// SLIP-0010 against its vectors, and the accounts' path against an independent derivation with Node's own HMAC.

import { createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/vectors/keys/slip10_ed25519.json' with { type: 'json' };
import { fromHex, toHex } from '../bytes/index.ts';
import { publicKeyOf } from '../crypto/index.ts';
import { accountIndexEnd, accountKeysOf, keyNodeAt } from './account-keys.ts';
import { mnemonicOf, seedOf } from './mnemonic.ts';

const bytesOfVector = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
const numbersOf = (path: string): readonly number[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => parseInt(step, 10));

/** SLIP-0010 once more, straight from its text. */
const slip10Secret = (seed: Uint8Array, path: readonly number[]): string => {
  let node = createHmac('sha512', 'ed25519 seed').update(seed).digest();
  for (const index of path) {
    const data = Buffer.concat([Buffer.of(0), node.subarray(0, 32), Buffer.alloc(4)]);
    data.writeUInt32BE(index + 2 ** 31, 33);
    node = createHmac('sha512', node.subarray(32)).update(data).digest();
  }
  return node.subarray(0, 32).toString('hex');
};

describe('keyNodeAt', () => {
  it('reproduces the 12 nodes of SLIP-0010', () => {
    const nodes = vectors.vectors.flatMap(({ seed, chains }) => chains.map((chain) => ({ seed, ...chain })));
    expect(nodes).toHaveLength(12);
    for (const { seed, path, chainCode, private: secret, public: publicKey } of nodes) {
      const node = keyNodeAt(bytesOfVector(seed), numbersOf(path));
      expect(toHex(node.privateKey), path).toBe(secret);
      expect(toHex(node.chainCode), path).toBe(chainCode);
      expect(`00${toHex(publicKeyOf(node.privateKey))}`, path).toBe(publicKey);
    }
  });

  it('throws on numbers that no path has', () => {
    const seed = new Uint8Array(64);
    for (const index of [-1, 0.5, accountIndexEnd, NaN]) expect(() => keyNodeAt(seed, [index])).toThrow(RangeError);
  });
});

describe('accountKeysOf', () => {
  const mnemonic = mnemonicOf(new Uint8Array(16));

  it("is m/44'/1'/N' below the BIP-39 seed", () => {
    const seed = pbkdf2Sync(mnemonic.text, 'mnemonic', 2_048, 64, 'sha512');
    const accounts = [0, 1, 2, 255, accountIndexEnd - 1];
    const keys = accounts.map(accountKeysOf(seedOf(mnemonic)));
    expect(keys.map((key) => toHex(key.seed))).toEqual(accounts.map((account) => slip10Secret(seed, [44, 1, account])));
    for (const key of keys) expect(toHex(key.publicKey)).toBe(toHex(publicKeyOf(key.seed)));
  });

  it('gives every wallet the addresses it has always had', () => {
    // Golden: "abandon … about". A change here takes people's coins away.
    const keys = [0, 1].map(accountKeysOf(seedOf(mnemonic)));
    expect(keys.map((key) => toHex(key.publicKey))).toEqual([
      'a90eb13b090b4d4c31ae87d864c0cd8db25216c90c1ce6fbfd04ddcdc1aa110c',
      'cbc1db4a3f727655ccc116d5af1684c3e0a19d71b9f62da5e957196fb69fd50c',
    ]);
  });
});
