// The libp2p host as the provider sees it: whichever host is open now, or none. It and the node share a thread here, so
// every call goes straight through. Owns nothing; who opens and closes hosts says so.

import type { Host } from '../shared/p2p/index.ts';
import type { HostControls, HostReply } from '../shared/provider/index.ts';

const notOpen: HostReply<never> = { ok: false, reason: 'the network is not open yet' };

/** `current` is the host that is open; `peerId` that of all of them. */
export const hostControlsOf = (peerId: string, current: () => Host | undefined): HostControls => ({
  peerId,
  snapshot: () => current()?.snapshot(),
  dial: async (address) => {
    const host = current();
    if (host === undefined) return notOpen;
    const dialled = await host.dial(address);
    if ('peerId' in dialled) return { ok: true, value: dialled.peerId };
    return { ok: false, reason: dialled.type === 'dial-failed' ? dialled.reason : 'that is not an address' };
  },
  subscribe: async (topic) => {
    const host = current();
    if (host === undefined) return notOpen;
    const fault = host.topics.subscribe(topic);
    return fault === undefined ? { ok: true, value: undefined } : { ok: false, reason: fault.type };
  },
  unsubscribe: async (topic) => {
    const host = current();
    if (host === undefined) return notOpen;
    host.topics.unsubscribe(topic);
    return { ok: true, value: undefined };
  },
  diagnose: async () => {
    const host = current();
    return host === undefined ? notOpen : { ok: true, value: await host.diagnose() };
  },
  // whoever runs a node on a machine of its own gives it an address so that others can come in by it
  settings: async ({ hideAddress = false }) =>
    hideAddress
      ? { ok: false, reason: 'a terminal node is there to be reached, and does not hide its address' }
      : { ok: true, value: { hideAddress } },
  publish: async (topic, text) => {
    const host = current();
    if (host === undefined) return notOpen;
    const published = await host.topics.publish(topic, text);
    return 'reached' in published ? { ok: true, value: published.reached } : { ok: false, reason: published.type };
  },
});
