// Record: bytes that the chain keeps and nothing reads; docs/protocol/rules.md.
// Writes the sender's record alone; the bytes stay in the block and are paid for by its gas.

import { err, ok } from '../../bytes/index.ts';
import { writeAccount } from '../state-view.ts';
import { type KindRules, payerAfter, plainReceipt } from './kind-rules.ts';

export const recordRules: KindRules<'record'> = ({ data }) => ({
  amount: 0n,
  check: () => (data.length === 0 ? err({ type: 'record-empty' }) : ok(undefined)),
  deposit: () => 0n,
  apply: (turn) => {
    writeAccount(turn.layer, turn.transaction.sender, payerAfter(turn, 0n, turn.gas));
    return ok(plainReceipt(turn));
  },
});
