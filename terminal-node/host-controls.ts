// The libp2p host as the provider sees it: whichever host is open now, or none. It and the node share a thread here, so
// every call goes straight through. Owns nothing; who opens and closes hosts says so.

import { randomBytes } from 'node:crypto';
import { createHost, type Host } from '../shared/p2p/index.ts';
import type { HostControls, HostReply } from '../shared/provider/index.ts';

const notOpen: HostReply<never> = { ok: false, reason: 'the network is not open yet' };

/** A newcomer has this long to find somebody who knows the network (ms). */
const fetchSpecMs = 30_000;

/** By a host of its own, of an identity for this once: the network is not open yet. */
const fetchSpec: HostControls['fetchSpec'] = async (chainId, relays) => {
  const seed = new Uint8Array(randomBytes(32));
  const host = await createHost({ seed, chainId, kind: 'terminal', agent: 'tabchain', relays });
  try {
    return { ok: true, value: await host.fetchSpec(fetchSpecMs) };
  } finally {
    await host.stop();
  }
};

/** `current` is the host that is open; `peerId` that of all of them. */
export const hostControlsOf = (peerId: string, current: () => Host | undefined): HostControls => ({
  peerId,
  fetchSpec,
  snapshot: () => current()?.snapshot(),
  dial: async (address) => {
    const host = current();
    if (host === undefined) return notOpen;
    const dialled = await host.dial(address);
    if ('peerId' in dialled) return { ok: true, value: dialled.peerId };
    return { ok: false, reason: dialled.type === 'dial-failed' ? dialled.reason : 'that is not an address' };
  },
  askWelcome: async (peer, account) => {
    const host = current();
    return host === undefined ? notOpen : { ok: true, value: await host.askWelcome(peer, account) };
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
