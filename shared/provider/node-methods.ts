// node_* and log_*: who this node is, how it is, and what it has to tell. All are answered from what is known, but for
// the bytes of the store, which are asked for.

import type { Session } from './backend.ts';
import type { Methods, ProviderParts } from './methods.ts';
import { showNetwork } from './show-network.ts';
import { owns, type WalletService } from './wallet-service.ts';

const logCountDefault = 100;

/** What the wallet's accounts have sent and no block has yet. */
const waitingOf = ({ node }: Session, wallet: Pick<WalletService, 'known'>): readonly Uint8Array[] =>
  node.mempool
    .list()
    .filter(({ transaction }) => owns(wallet.known(), transaction.sender))
    .map(({ transaction }) => transaction.bytes);

export const nodeMethods = ({
  options,
  holder,
  meter,
  status,
  log,
  modes,
  wallet,
  statusChanged,
}: ProviderParts): Methods<'node_info' | 'node_status' | 'node_mode' | 'log_list'> => ({
  node_info: () => {
    const { chainId, spec } = holder.need().network;
    const { version, kind, host } = options;
    return { peerId: host.peerId, version, kind, network: showNetwork(chainId, spec) };
  },
  node_status: async () => {
    const live = holder.need();
    await meter.measure(live);
    return status(live);
  },
  node_mode: async ({ mode, start }) => {
    const { network, session } = holder.need();
    const from = start ?? (await modes.get(network.chainId)).start;
    const how = { mode, ...(from === undefined ? {} : { start: from }) };
    const own = waitingOf(session, wallet);
    await holder.change(how);
    await modes.put(network.chainId, how);
    statusChanged();
    const live = holder.need();
    // A light node takes them in when it has been shown their sender's account, which may take a moment.
    if (mode === 'light')
      for (const bytes of own) void live.session.running.submit({ type: 'submit-transaction', bytes });
    return status(live);
  },
  log_list: ({ count = logCountDefault }) => log.list(count),
});
