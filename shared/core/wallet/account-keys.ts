// From the seed of a mnemonic to the keys of its accounts: SLIP-0010 for ed25519, path m/44'/1'/N' for account N, every
// step hardened because ed25519 knows no other. Coin type 1 is "Testnet (all coins)" in SLIP-0044: the coins of networks
// that anyone may start are worth nothing elsewhere, and it is the only number that can never be given to a coin with a
// value of its own, so these keys never coincide with those of another wallet that holds such a coin. One account is the
// same key on every Tabchain network; the chain id inside each transaction keeps them apart.
// Implementation: micro-key-producer. Bounds: account numbers below 2^31.

import { HARDENED_OFFSET, HDKey } from 'micro-key-producer/slip10.js';
import { publicKeyOf } from '../crypto/index.ts';

/** A key pair: the secret 32-byte ed25519 seed, and the 32-byte public key, which is the account's address. */
export interface AccountKey {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
}

const purpose = 44; // BIP-44
const coinType = 1; // SLIP-0044: Testnet (all coins)

/** The first account number that does not exist. */
export const accountIndexEnd = HARDENED_OFFSET;

/** Child `index` below 2^31, hardened. */
const childOf = (node: HDKey, index: number): HDKey => {
  if (!Number.isInteger(index) || index < 0 || index >= accountIndexEnd) throw new RangeError(`no such key: ${index}`);
  return node.deriveChild(index + HARDENED_OFFSET);
};

/** The node at `path`, every number of which is hardened here, below the master key of `seed` (16 to 64 bytes). */
export const keyNodeAt = (seed: Uint8Array, path: readonly number[]): HDKey =>
  path.reduce(childOf, HDKey.fromMasterSeed(seed));

/** The keys of the wallet whose 64-byte seed is given, by account number (0, 1, 2, …). */
export const accountKeysOf = (seed: Uint8Array): ((account: number) => AccountKey) => {
  const branch = keyNodeAt(seed, [purpose, coinType]);
  return (account) => {
    const { privateKey } = childOf(branch, account);
    return { seed: privateKey, publicKey: publicKeyOf(privateKey) };
  };
};
