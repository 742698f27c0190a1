// WebRTC-direct for a node that listens: a UDP port which a page on https can dial without a certificate that anyone
// signed. Loaded only where an address asks for it: outside a browser WebRTC is a native library and 30 MiB of memory.
// Its certificate is made at the start and lives as long as the node, and so does the address with its hash.

import type { TransportFactory } from './libp2p-config.ts';

/** The transport that these listen addresses need beside the WebSocket's, if any. */
export const directListening = async (listen: readonly string[]): Promise<readonly TransportFactory[]> => {
  if (!listen.some((address) => address.endsWith('/webrtc-direct'))) return [];
  const { webRTCDirect } = await import('@libp2p/webrtc');
  // packets come to where it listens: it needs nobody to tell it its address
  return [webRTCDirect({ rtcConfiguration: { iceServers: [] } })];
};
