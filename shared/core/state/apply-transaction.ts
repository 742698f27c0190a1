// The rules of a transaction that depend on the state and are the same for every kind, then what its kind does
// (kinds/). Everything is checked before anything is written, so a refused transaction leaves the layer untouched.

import { err, ok, type Result } from '../bytes/index.ts';
import type { Account, Amount, Receipt, Transaction } from '../model/index.ts';
import { type CheckedTransaction, reserveOf } from './check-transaction.ts';
import type { InclusionFacts, PayloadRules } from './kinds/kind-rules.ts';
import { rulesOfPayload } from './kinds/rules-of-payload.ts';
import { readAccount, type StateLayer, type StateView } from './state-view.ts';
import type { TransactionFault } from './transaction-fault.ts';

/** What a transaction finds in the state. */
interface Standing {
  readonly sender: Account;
  /** what it pays for what it creates */
  readonly deposit: Amount;
}

/** Nonce, height and funds. The sender's record comes back, because applying needs it. */
const checkAgainstState = (
  transaction: Transaction,
  rules: PayloadRules,
  view: StateView,
  { spec, height }: InclusionFacts,
): Result<Standing, TransactionFault> => {
  const { validUntil, nonce } = transaction;
  if (validUntil < height) return err({ type: 'expired', validUntil, height });
  const sender = readAccount(view, transaction.sender);
  if (sender === undefined) return err({ type: 'sender-unknown' });
  if (nonce < sender.nonce) return err({ type: 'nonce-too-low', expected: sender.nonce, nonce });
  if (nonce > sender.nonce) return err({ type: 'nonce-too-high', expected: sender.nonce, nonce });
  const deposit = rules.deposit(view, spec);
  const needed = reserveOf(transaction) + deposit;
  if (needed > sender.balance) return err({ type: 'amount-over-balance', needed, balance: sender.balance });
  return ok({ sender, deposit });
};

/** Applies a checked transaction to the layer; the fee leaves the sender now and reaches the producer at the end. */
export const applyTransaction = (
  { transaction, gas }: CheckedTransaction,
  layer: StateLayer,
  facts: InclusionFacts,
): Result<Receipt, TransactionFault> => {
  const { payload } = transaction;
  const rules = rulesOfPayload(payload);
  if (rules === undefined) return err({ type: 'kind-not-active', kind: payload.kind });
  const against = checkAgainstState(transaction, rules, layer, facts);
  if (!against.ok) return against;
  return rules.apply({ transaction, gas, layer, facts, ...against.value });
};
