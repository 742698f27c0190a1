// account_*: what an account has, and what happened to it. A history is bounded by the count that is asked for, at most
// 1,000 (check-params.ts).

import { parseAddress } from '../core/model/index.ts';
import { readAccount } from '../core/state/index.ts';
import { wrongParam } from './api-error.ts';
import { askAccount, isLight, needFull } from './light-answers.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { showLocked } from './show-validators.ts';
import { historyOf } from './tx-status.ts';

const historyCountDefault = 50;

const addressOf = (text: string) => {
  const address = parseAddress(text);
  if (!address.ok) throw wrongParam('address', 'That is not an address.', address.error.type);
  return address.value;
};

const nothingLocked = { stake: '0', unbonding: [] } as const;

export const accountMethods = ({ holder }: ProviderParts): Methods<'account_get' | 'account_history'> => ({
  account_get: async ({ address }) => {
    const live = holder.need();
    const { kind, id } = addressOf(address);
    if (kind === 'account' && isLight(live)) await askAccount(live.session, id);
    const account = kind === 'account' ? readAccount(live.session.node.accounts, id) : undefined;
    const { balance, nonce } = account ?? { balance: 0n, nonce: 0 };
    const isKnown = kind === 'account' && !isLight(live);
    const locked = isKnown ? showLocked(live.session.node.chain.state, id) : nothingLocked;
    return { address, balance: balance.toString(), nonce, ...locked };
  },
  account_history: async ({ address, cursor, count = historyCountDefault }) => {
    const live = holder.need();
    needFull(live, 'this tab has no list of what happened to an account, because it keeps no blocks');
    const { kind, id } = addressOf(address);
    return kind === 'account' ? historyOf(live, { account: id, cursor, count }) : { items: [] };
  },
});
