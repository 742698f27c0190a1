// The rules of a block's body that need no state. They hold or fail for ever, so a body is checked once; what comes
// back is the only form that execution accepts.

import { err, ok, type Result } from '../bytes/index.ts';
import type { ConsensusEngine } from '../consensus/index.ts';
import type { SignatureCheck } from '../crypto/index.ts';
import { type Block, type ChainSpec, type Hex32, transactionRootOf } from '../model/index.ts';
import { checkTransactionForm, type CheckedTransaction, signatureIsValid } from '../state/index.ts';
import type { BlockFault } from './fault.ts';

export interface BodyRules {
  readonly spec: ChainSpec;
  readonly chainId: Hex32;
  readonly engine: ConsensusEngine;
  readonly signatureCheck: SignatureCheck;
  /** whether the signature over exactly these signed bytes is known to be right */
  readonly isVerified: (signedHash: Hex32) => boolean;
}

/** A block whose body fits its header and whose transactions are right as far as that can be told without state. */
export interface CheckedBlock {
  readonly block: Block;
  readonly transactions: readonly CheckedTransaction[];
}

/** The body is the one that the header was sealed over. Gossip is forwarded once this holds. */
export const bodyMatchesHeader = (block: Block): Result<undefined, BlockFault> => {
  const expected = transactionRootOf(block.transactions);
  return block.header.transactionRoot === expected ? ok(undefined) : err({ type: 'block-transaction-root', expected });
};

const transactionIdsAreDistinct = (block: Block): Result<undefined, BlockFault> => {
  const seen = new Set<Hex32>();
  for (const [index, { id }] of block.transactions.entries()) {
    if (seen.has(id)) return err({ type: 'block-duplicate-transaction', index, id });
    seen.add(id);
  }
  return ok(undefined);
};

const transactionFormsHold = (block: Block, rules: BodyRules): Result<readonly CheckedTransaction[], BlockFault> => {
  const checked: CheckedTransaction[] = [];
  let gas = 0;
  for (const [index, transaction] of block.transactions.entries()) {
    const form = checkTransactionForm(transaction, rules);
    if (!form.ok) return err({ type: 'block-transaction-rule', index, fault: form.error });
    gas += form.value.gas;
    checked.push(form.value);
  }
  const limit = rules.spec.blockGasMax;
  return gas > limit ? err({ type: 'block-gas', gas, limit }) : ok(checked);
};

const signaturesHold = (block: Block, rules: BodyRules): Result<undefined, BlockFault> => {
  for (const [index, transaction] of block.transactions.entries()) {
    if (rules.isVerified(transaction.signedHash)) continue;
    if (!signatureIsValid(transaction, rules.signatureCheck)) return err({ type: 'block-signature', index });
  }
  return ok(undefined);
};

/** The whole of a body's stateless rules; `bodyMatchesHeader` holds already. */
export const checkBody = (block: Block, rules: BodyRules): Result<CheckedBlock, BlockFault> => {
  if (block.transactions.length === 0 && !rules.engine.bodyMayBeEmpty) return err({ type: 'block-empty' });
  const distinct = transactionIdsAreDistinct(block);
  if (!distinct.ok) return distinct;
  const transactions = transactionFormsHold(block, rules);
  if (!transactions.ok) return transactions;
  const signatures = signaturesHold(block, rules);
  return signatures.ok ? ok({ block, transactions: transactions.value }) : signatures;
};
