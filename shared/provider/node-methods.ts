// node_* and log_*: who this node is, how it is, and what it has to tell. All are answered from what is known, but for
// the bytes of the store, which are asked for.

import type { Methods, ProviderParts } from './methods.ts';
import { showNetwork } from './show-network.ts';

const logCountDefault = 100;

export const nodeMethods = ({
  options,
  holder,
  meter,
  status,
  log,
}: ProviderParts): Methods<'node_info' | 'node_status' | 'log_list'> => ({
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
  log_list: ({ count = logCountDefault }) => log.list(count),
});
