// A wish about stakes, signers or the admin that no block will ever take as things stand: it would wait for a day and then be
// dropped, so it is refused at once, with the sentence of its fault. Tried on the state at the head, behind what waits of the
// same sender; changes nothing. Bounds: as many trials as one sender may have waiting.

import type { Payload, Transaction } from '../core/model/index.ts';
import {
  applyTransaction,
  beginBlock,
  checkTransactionForm,
  readAccount,
  type StateLayer,
} from '../core/state/index.ts';
import type { Live } from './open-network.ts';
import { transactionError } from './tx-fault-error.ts';

const ruleKinds: ReadonlySet<Payload['kind']> = new Set([
  ...(['stake', 'unstake', 'signers', 'admin', 'evidence'] as const),
]);

export const isRuleWish = ({ kind }: Payload): boolean => ruleKinds.has(kind);

const needsMachine = ({ payload: { kind } }: Transaction): boolean => kind === 'deploy' || kind === 'invoke';

/** What time or other people's coins may mend is for the node to judge. */
const mayMend: ReadonlySet<string> = new Set([
  'nonce-too-low',
  'nonce-too-high',
  'amount-over-balance',
  'sender-unknown',
]);

const tryOn = ({ session }: Live, layer: StateLayer, transaction: Transaction) => {
  const { chain } = session.node;
  const form = checkTransactionForm(transaction, chain);
  const facts = { spec: chain.spec, height: chain.head().height + 1, time: 0 }; // these kinds do not ask for the time
  return form.ok ? applyTransaction(form.value, layer, facts) : form;
};

/** Throws the fault of a transaction that the next block would refuse, where waiting mends nothing. */
export const refuseVain = (live: Live, transaction: Transaction): void => {
  const { chain, mempool } = live.session.node;
  const own = mempool
    .list()
    .flatMap((entry) => (entry.transaction.sender === transaction.sender ? [entry.transaction] : []));
  if (own.some(needsMachine)) return;
  own.sort((a, b) => a.nonce - b.nonce);
  const layer = beginBlock(chain.state, { spec: chain.spec, height: chain.head().height + 1 });
  for (const before of own) if (before.nonce < transaction.nonce) tryOn(live, layer, before);
  if ((readAccount(layer, transaction.sender)?.nonce ?? 0) !== transaction.nonce) return;
  const judged = tryOn(live, layer, transaction);
  if (!judged.ok && !mayMend.has(judged.error.type)) throw transactionError(judged.error);
};
