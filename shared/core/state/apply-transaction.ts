// The rules of a transaction that depend on the state, and what it changes. Everything is checked before anything is
// written, so a refused transaction leaves the layer untouched.

import { err, ok, type Result } from '../bytes/index.ts';
import { type Account, addAmounts, type Amount, type ChainSpec, type Receipt } from '../model/index.ts';
import { amountOf, type CheckedTransaction, reserveOf } from './check-transaction.ts';
import { readAccount, type StateLayer, type StateView, writeAccount } from './state-view.ts';
import type { TransactionFault } from './transaction-fault.ts';

export interface InclusionFacts {
  readonly spec: ChainSpec;
  /** height of the block that includes the transaction */
  readonly height: number;
}

const recipientOf = ({ transaction }: CheckedTransaction): string | undefined =>
  transaction.payload.kind === 'transfer' ? transaction.payload.to.id : undefined;

/** What a transaction finds in the state. */
interface Standing {
  readonly sender: Account;
  /** `undefined` without a recipient, and where the transaction creates its account */
  readonly recipient: Account | undefined;
  /** what it pays for an account it creates */
  readonly deposit: Amount;
}

/** Nonce, height and funds. The records come back, because applying needs them. */
export const checkAgainstState = (
  checked: CheckedTransaction,
  view: StateView,
  { spec, height }: InclusionFacts,
): Result<Standing, TransactionFault> => {
  const { transaction } = checked;
  const { validUntil, nonce } = transaction;
  if (validUntil < height) return err({ type: 'expired', validUntil, height });
  const sender = readAccount(view, transaction.sender);
  if (sender === undefined) return err({ type: 'sender-unknown' });
  if (nonce < sender.nonce) return err({ type: 'nonce-too-low', expected: sender.nonce, nonce });
  if (nonce > sender.nonce) return err({ type: 'nonce-too-high', expected: sender.nonce, nonce });
  const recipientId = recipientOf(checked);
  const recipient = recipientId === undefined ? undefined : readAccount(view, recipientId);
  const deposit = recipientId !== undefined && recipient === undefined ? spec.accountDeposit : 0n;
  const needed = reserveOf(transaction) + deposit;
  if (needed > sender.balance) return err({ type: 'amount-over-balance', needed, balance: sender.balance });
  return ok({ sender, recipient, deposit });
};

/** Applies a checked transaction to the layer; the fee leaves the sender now and reaches the producer at the end. */
export const applyTransaction = (
  checked: CheckedTransaction,
  layer: StateLayer,
  facts: InclusionFacts,
): Result<Receipt, TransactionFault> => {
  const against = checkAgainstState(checked, layer, facts);
  if (!against.ok) return against;
  const { sender, recipient, deposit } = against.value;
  const { transaction, gas } = checked;
  const fee = BigInt(gas) * transaction.gasPrice;
  const amount = amountOf(transaction);
  const recipientId = recipientOf(checked);
  const paid: Account = { balance: sender.balance - amount - fee - deposit, nonce: sender.nonce + 1 };
  if (recipientId !== undefined) {
    const toSelf = recipientId === transaction.sender;
    const before = toSelf ? paid : (recipient ?? { balance: 0n, nonce: 0 });
    const balance = addAmounts(before.balance, amount);
    if (balance === undefined) return err({ type: 'recipient-overflow' });
    writeAccount(layer, transaction.sender, paid);
    writeAccount(layer, recipientId, { balance, nonce: before.nonce });
  } else {
    writeAccount(layer, transaction.sender, paid);
  }
  return ok({ status: 'ok', reason: '', gasUsed: gas, fee, events: [], value: new Uint8Array(0) });
};
