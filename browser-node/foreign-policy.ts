// What code of another origin may ask of the node in this tab. Looking is free; what spends coins, signs, or says which
// accounts are here is asked of the person each time; all else only the page itself may do. What is not named here is
// refused, so that a new method is not open by accident. Pure.

import type { Method } from '../shared/provider/index.ts';

export type ForeignRight = 'free' | 'asked' | 'refused';

const free: ReadonlySet<string> = new Set<Method>([
  ...(['node_info', 'node_status', 'network_spec', 'network_link', 'account_get', 'account_history'] as const),
  ...(['account_prove', 'tx_estimate', 'tx_send_raw', 'tx_get', 'tx_prove', 'proof_check', 'mempool_list'] as const),
  ...(['block_get', 'block_list', 'production_status', 'wallet_verify'] as const),
  ...(['net_peers', 'net_subscribe', 'net_unsubscribe', 'net_publish'] as const),
]);

/** Names of methods that come with other parts of the node count as soon as they are there. */
const freeByName: ReadonlySet<string> = new Set([
  ...[
    'contract_view',
    'contract_trace',
    'contract_get',
    'contract_inspect',
    'contract_calls',
    'event_list',
    'file_get',
    'file_list',
    'signers_get',
    'stakers_get',
  ],
]);

const asked: ReadonlySet<string> = new Set([
  ...['tx_send', 'contract_deploy', 'contract_invoke', 'file_add', 'stake_add', 'stake_remove', 'signers_set'],
  ...['wallet_accounts', 'wallet_sign', 'production_start', 'production_stop', 'network_join'],
]);

export const foreignRight = (method: string): ForeignRight => {
  if (free.has(method) || freeByName.has(method)) return 'free';
  return asked.has(method) ? 'asked' : 'refused';
};

/** Events that tell nothing of the person's own accounts. */
export const foreignEvents = ['network', 'status', 'head', 'peer', 'message', 'progress'] as const;
