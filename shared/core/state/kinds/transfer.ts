// Transfer: coins from the sender to an account, which is created if there is none; docs/protocol/rules.md.
// Writes two records at most. The deposit for a new account leaves circulation.

import { err, ok } from '../../bytes/index.ts';
import { addAmounts } from '../../model/index.ts';
import { readAccount, writeAccount } from '../state-view.ts';
import { type KindRules, payerAfter, plainReceipt } from './kind-rules.ts';

export const transferRules: KindRules<'transfer'> = ({ to, amount }) => ({
  amount,
  check: () => {
    if (to.kind !== 'account') return err({ type: 'recipient-not-account' });
    return amount === 0n ? err({ type: 'amount-zero' }) : ok(undefined);
  },
  deposit: (view, spec) => (readAccount(view, to.id) === undefined ? spec.accountDeposit : 0n),
  apply: (turn) => {
    const { transaction, layer } = turn;
    const paid = payerAfter(turn, amount, turn.gas);
    const toSelf = to.id === transaction.sender;
    const before = toSelf ? paid : (readAccount(layer, to.id) ?? { balance: 0n, nonce: 0 });
    const balance = addAmounts(before.balance, amount);
    if (balance === undefined) return err({ type: 'recipient-overflow' });
    writeAccount(layer, transaction.sender, paid);
    writeAccount(layer, to.id, { balance, nonce: before.nonce });
    return ok(plainReceipt(turn));
  },
});
