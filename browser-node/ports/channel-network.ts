// The Network port in the node worker: calls go to the window, where libp2p is; events come back. Owns the one
// listener, and the peers that were up before it came, so that it misses none. Bytes are copied once, because the node
// may send the same ones to several peers and what is posted is handed over.

import type { Network, NetworkEvent } from '../../shared/core/node/index.ts';
import type { NetworkCall } from '../messages.ts';

export interface ChannelNetwork extends Network {
  /** An event that the window sent. */
  readonly deliver: (event: NetworkEvent) => void;
  /** The window's host is going: its peers are none of the next one's. */
  readonly forget: () => void;
}

export const createChannelNetwork = (call: (call: NetworkCall) => void): ChannelNetwork => {
  let listener: ((event: NetworkEvent) => void) | undefined;
  const up = new Map<string, NetworkEvent>();
  return {
    deliver: (event) => {
      if (event.type === 'peer-up') up.set(event.peer, event);
      if (event.type === 'peer-down') up.delete(event.peer);
      listener?.(event);
    },
    forget: () => {
      up.clear();
    },
    listen: (next) => {
      listener = next;
      for (const event of up.values()) next(event);
      return () => {
        if (listener === next) listener = undefined;
      };
    },
    send: (peer, bytes) => {
      call({ type: 'send', peer, bytes: bytes.slice() });
    },
    publish: (topic, bytes) => {
      call({ type: 'publish', topic, bytes: bytes.slice() });
    },
    judge: (messageId, verdict) => {
      call({ type: 'judge', messageId, verdict });
    },
    penalise: (peer, points, reason) => {
      call({ type: 'penalise', peer, points, reason });
    },
  };
};
