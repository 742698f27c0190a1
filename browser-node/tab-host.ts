// The heavy half of window-host.ts, loaded when the frame has been painted: libp2p with the transports of a tab.
// Owns nothing; who opens a host stops it. The relays are the only helpers a tab has: no third-party STUN.

import { webRTC } from '@libp2p/webrtc';
import { createHost, type Host, type HostOptions, patchInitChannel } from '../shared/p2p/index.ts';

/** Starts the network of a tab; without `RTCPeerConnection` over its relays alone. */
export const openTabHost = async (options: Omit<HostOptions, 'kind' | 'webrtc'>): Promise<Host> => {
  patchInitChannel();
  return createHost({
    ...options,
    kind: 'tab',
    ...('RTCPeerConnection' in globalThis ? { webrtc: webRTC({ rtcConfiguration: { iceServers: [] } }) } : {}),
  });
};
