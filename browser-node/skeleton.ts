// The walking skeleton of a tab: a host on a fixed chain that links with the other tabs and passes short texts as if
// they were blocks. It exists until the node itself runs in the page.

import { webRTC } from '@libp2p/webrtc';
import { createHost, patchInitChannel } from '../shared/p2p/index.ts';

export interface Skeleton {
  readonly peers: () => Promise<readonly { readonly peerId: string; readonly path: string }[]>;
  readonly say: (text: string) => void;
  readonly heard: () => readonly string[];
}

const heardMax = 1_000;

const relaysOfPage = async (): Promise<readonly string[]> => {
  const found: unknown = await (await fetch('relays.json')).json();
  const relays = typeof found === 'object' && found !== null && 'relays' in found ? found.relays : [];
  return Array.isArray(relays) ? relays.filter((one) => typeof one === 'string') : [];
};

export const startSkeleton = async (): Promise<Skeleton> => {
  patchInitChannel();
  const host = await createHost({
    seed: crypto.getRandomValues(new Uint8Array(32)),
    chainId: '5c'.repeat(32),
    kind: 'tab',
    agent: 'tabchain skeleton',
    relays: await relaysOfPage(),
    // the relay that served the page is the only helper: no third-party STUN
    ...('RTCPeerConnection' in globalThis ? { webrtc: webRTC({ rtcConfiguration: { iceServers: [] } }) } : {}),
  });
  const heard: string[] = [];
  host.network.listen((event) => {
    if (event.type !== 'gossip') return;
    host.network.judge(event.messageId, 'accept');
    heard.push(new TextDecoder().decode(event.bytes));
    if (heard.length > heardMax) heard.shift();
  });
  addEventListener('pagehide', () => {
    host.leave();
  });
  addEventListener('online', () => {
    host.wake();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') host.wake();
  });
  return {
    peers: () => Promise.resolve(host.snapshot().peers.map(({ peerId, path }) => ({ peerId, path }))),
    say: (text) => {
      host.network.publish('block', new TextEncoder().encode(text));
    },
    heard: () => [...heard],
  };
};
