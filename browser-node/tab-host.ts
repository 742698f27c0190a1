// The heavy half of window-host.ts, loaded when the frame has been painted: libp2p with the transports of a tab.
// Owns nothing; who opens a host stops it. The relays are the only helpers a tab has: no third-party STUN.

import { webRTC, webRTCDirect } from '@libp2p/webrtc';
import {
  createHost,
  type Host,
  type HostOptions,
  iceServersOf,
  patchConnectionClose,
  patchInitChannel,
} from '../shared/p2p/index.ts';
import { browserProbeWorld, connectionProbes } from './connection-probes.ts';

/** More than a browser asks (ice-servers.ts); relays come and go. */
const stunToldMax = 16;

export interface TabHostOptions extends Omit<HostOptions, 'kind' | 'webrtc' | 'probes' | 'onStun'> {
  /** STUN URIs that the page's own relay offers */
  readonly stun: readonly string[];
}

/** Starts the network of a tab; without `RTCPeerConnection` over its relays alone. */
export const openTabHost = async ({ stun, ...options }: TabHostOptions): Promise<Host> => {
  patchInitChannel();
  patchConnectionClose();
  let told = stun.slice(0, stunToldMax);
  const rtcConfiguration = (): RTCConfiguration => ({ iceServers: [...iceServersOf(options.relays, told)] });
  return createHost({
    ...options,
    kind: 'tab',
    probes: connectionProbes(browserProbeWorld(), rtcConfiguration),
    onStun: (uris) => {
      told = [...new Set([...uris, ...told])].slice(0, stunToldMax);
    },
    ...('RTCPeerConnection' in globalThis
      ? { webrtc: [webRTC({ rtcConfiguration }), webRTCDirect({ rtcConfiguration })] }
      : {}),
  });
};
