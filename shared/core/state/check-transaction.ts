// The rules of a transaction that need no state: they hold or fail for ever, so a mempool and a block check them once.
// Read downwards, cheapest first; the signature is last because it costs as much as all the rest together.

import { err, ok, type Result } from '../bytes/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import {
  type Amount,
  amountMax,
  bytesOf,
  type ChainSpec,
  type Hex32,
  type Payload,
  signingBytesOf,
  type Transaction,
} from '../model/index.ts';
import { rulesOfPayload } from './kinds/rules-of-payload.ts';
import type { TransactionFault } from './transaction-fault.ts';

export interface TransactionRules {
  readonly spec: ChainSpec;
  readonly chainId: Hex32;
}

/** A transaction whose stateless rules hold, signature included. */
export interface CheckedTransaction {
  readonly transaction: Transaction;
  readonly gas: number;
}

/** Largest signed transaction: code and arguments of a deploy with room for the rest. */
export const transactionBytesMax = 48 * 1024;

/** What the bytes of a transaction and its own signature cost. */
export const intrinsicGas = (spec: ChainSpec, size: number): number => spec.gasPerSignature + spec.gasPerByte * size;

/** What a transaction costs before it does anything: its size, and what its kind takes every time. */
export const gasOf = (spec: ChainSpec, payload: Payload, size: number): number =>
  intrinsicGas(spec, size) + (rulesOfPayload(payload)?.extraGas?.(spec) ?? 0);

/** What a block must have left when the transaction's turn comes: its gas, or its whole limit where that is not known. */
export const gasReserve = ({ transaction, gas }: CheckedTransaction): number =>
  rulesOfPayload(transaction.payload)?.reservesGas === true ? transaction.gasLimit : gas;

/** The amount that leaves the sender besides fee and deposit. */
export const amountOf = ({ payload }: Transaction): Amount => rulesOfPayload(payload)?.amount ?? 0n;

/** Amount and largest fee: what the sender must have. May exceed 64 bits, which is a fault of its own. */
export const reserveOf = (transaction: Transaction): Amount =>
  amountOf(transaction) + BigInt(transaction.gasLimit) * transaction.gasPrice;

/** The stateless rules without the signature. */
export const checkTransactionForm = (
  transaction: Transaction,
  { spec, chainId }: TransactionRules,
): Result<CheckedTransaction, TransactionFault> => {
  if (transaction.chainId !== chainId) return err({ type: 'wrong-chain', chainId: transaction.chainId });
  const size = transaction.bytes.length;
  if (size > transactionBytesMax) return err({ type: 'transaction-too-large', size, limit: transactionBytesMax });
  const rules = rulesOfPayload(transaction.payload);
  if (rules === undefined) return err({ type: 'kind-not-active', kind: transaction.payload.kind });
  const payload = rules.check(spec, chainId);
  if (!payload.ok) return payload;
  const gas = gasOf(spec, transaction.payload, size);
  const { gasLimit } = transaction;
  if (gasLimit < gas) return err({ type: 'gas-below-intrinsic', gasLimit, intrinsic: gas });
  if (gasLimit > spec.blockGasMax) return err({ type: 'gas-over-block', gasLimit, limit: spec.blockGasMax });
  if (reserveOf(transaction) + spec.accountDeposit > amountMax) return err({ type: 'amount-overflow' });
  return ok({ transaction, gas });
};

/** The signature rule of docs/protocol/rules.md, for its own signature and those within its payload. */
export const signatureIsValid = (transaction: Transaction, check: SignatureCheck): boolean =>
  check(transaction.signature, signingBytesOf(transaction), bytesOf(transaction.sender)) &&
  rulesOfPayload(transaction.payload)?.signaturesHold?.(check) !== false;
