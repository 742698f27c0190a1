// People with coins at genesis, and the transfers that they sign: what figures are measured with. All is real: the spec,
// the keys, the signatures; the proof of work is the easiest there is, since no figure here is about finding seals.
// Bounds: at most the 4,096 accounts of a genesis block.

import { fromHex, toHex } from '../shared/core/bytes/index.ts';
import {
  accountAddress,
  encodeUnsigned,
  formatAddress,
  parseChainSpec,
  signingBytesOf,
  transactionSigningBytes,
  withSignature,
} from '../shared/core/model/index.ts';
import type { ChainSpec, Hex32, Transaction, UnsignedTransaction } from '../shared/core/model/index.ts';

/** What is needed of libsodium-wrappers, once its `ready` has resolved: it signs some times faster than noble. */
export interface SigningSodium {
  readonly crypto_sign_seed_keypair: (seed: Uint8Array) => {
    readonly publicKey: Uint8Array;
    readonly privateKey: Uint8Array;
  };
  readonly crypto_sign_detached: (message: Uint8Array, privateKey: Uint8Array) => Uint8Array;
}

/** A signature with what it was made over, as the check takes it. */
export interface SignedMessage {
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
  readonly publicKey: Uint8Array;
}

export interface Person {
  readonly publicKey: Hex32;
  readonly privateKey: Uint8Array;
}

export interface TransferTerms {
  readonly chainId: Hex32;
  readonly sender: Person;
  readonly recipient: Person;
  readonly nonce: number;
  readonly gasPrice: bigint;
  readonly validUntil: number;
}

export const genesisTime = Date.UTC(2025, 0, 1);
/** As in the network that a relay makes by default; the reorg limit follows from it: 8,640 blocks. */
export const blockTimeMs = 10_000;
const startingAmount = 1_000_000_000n;
/** A transfer costs 28,000 gas for its signature and 20 for each of its 240 bytes. */
const transferGas = 40_000;

export const createPeople = (count: number, sodium: SigningSodium): readonly Person[] =>
  Array.from({ length: count }, (_, index) => {
    const seed = new Uint8Array(32);
    new DataView(seed.buffer).setUint32(0, index + 1);
    const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
    return { publicKey: toHex(publicKey), privateKey };
  });

/** A network in which these people have coins and any nonce but one in 2^256 is a seal. */
export const easySpec = (people: readonly Person[]): ChainSpec => specWithCoins(people, 0);

/** A network in which these people have coins and a seal takes 16 to the power of `leadingHexZeros` hashes. */
export function specWithCoins(people: readonly Person[], leadingHexZeros: number): ChainSpec {
  const spec = parseChainSpec({
    name: 'Measured',
    genesisTime,
    salt: '00'.repeat(16),
    consensus: { kind: 'pow', blockTimeMs, retarget: { kind: 'fixed', leadingHexZeros } },
    allocations: people.map(({ publicKey }) => ({
      address: formatAddress(accountAddress(publicKey)),
      amount: startingAmount.toString(),
    })),
  });
  if (!spec.ok) throw new Error(`the spec is wrong: ${spec.error.path} must be ${spec.error.expected}`);
  return spec.value;
}

/** One base unit from one to the other. */
export function signedTransfer(terms: TransferTerms, sodium: SigningSodium): Transaction {
  const { chainId, sender, recipient, nonce, gasPrice, validUntil } = terms;
  const unsigned: UnsignedTransaction = {
    ...{ chainId, nonce, gasPrice, validUntil },
    sender: sender.publicKey,
    gasLimit: transferGas,
    payload: { kind: 'transfer', to: accountAddress(recipient.publicKey), amount: 1n },
  };
  const message = transactionSigningBytes(encodeUnsigned(unsigned));
  return withSignature(unsigned, sodium.crypto_sign_detached(message, sender.privateKey));
}

/** What the signature of a transaction was made over. */
export function signedMessageOf(transaction: Transaction): SignedMessage {
  const publicKey = fromHex(transaction.sender);
  if (publicKey === undefined) throw new Error('a public key that is not hexadecimal');
  return { signature: transaction.signature, message: signingBytesOf(transaction), publicKey };
}
