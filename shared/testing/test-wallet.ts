// Keys and signed transactions for tests: a wallet is a number, and the same number gives the same key on every machine.
// Owns nothing; signs with the key code of the core, so that what is signed here passes the network's own check.

import { publicKeyOf, type SignMessage, signMessage } from '../core/crypto/index.ts';
import { toHex } from '../core/bytes/index.ts';
import {
  accountAddress,
  type Address,
  type Amount,
  encodeUnsigned,
  type Hex32,
  type Transaction,
  transactionSigningBytes,
  type UnsignedTransaction,
  withSignature,
} from '../core/model/index.ts';

export interface TestWallet {
  readonly seed: Uint8Array;
  readonly publicKey: Hex32;
  readonly address: Address;
  /** in the place of the core's, where much is signed: the same bytes in less time */
  readonly sign?: SignMessage;
}

export const walletOf = (number: number): TestWallet => {
  const seed = new Uint8Array(32).fill(7);
  new DataView(seed.buffer).setUint32(28, number);
  const publicKey = toHex(publicKeyOf(seed));
  return { seed, publicKey, address: accountAddress(publicKey) };
};

/** Signs whatever it is given, right or wrong. */
export const signTransaction = (wallet: TestWallet, unsigned: UnsignedTransaction): Transaction =>
  withSignature(unsigned, (wallet.sign ?? signMessage)(wallet.seed, transactionSigningBytes(encodeUnsigned(unsigned))));

/** What a transaction says besides what it does; `chainId` has no default. */
export type TransactionTerms = Partial<UnsignedTransaction> & { readonly chainId: Hex32 };

const termsOf = (wallet: TestWallet, terms: TransactionTerms) => ({
  sender: wallet.publicKey,
  nonce: 0,
  gasLimit: 100_000,
  gasPrice: 1n,
  validUntil: 1_000_000,
  ...terms,
});

export const transferOf = (wallet: TestWallet, to: Address, amount: Amount, terms: TransactionTerms): Transaction =>
  signTransaction(wallet, { payload: { kind: 'transfer', to, amount }, ...termsOf(wallet, terms) });

export const recordOf = (wallet: TestWallet, data: Uint8Array, terms: TransactionTerms): Transaction =>
  signTransaction(wallet, { payload: { kind: 'record', data }, ...termsOf(wallet, terms) });
