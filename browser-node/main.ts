// Composition root of the page: takes a slot of this browser profile, starts the node worker, gives it the network
// (libp2p lives here, because RTCPeerConnection exists only in a window), mounts the screens, and offers
// `window.tabchain`. What cannot start says so on the page, with what to do.

import { patchInitChannel, peerIdOfSeed } from '../shared/p2p/index.ts';
import type { Provider } from '../shared/provider/index.ts';
import { browserStorage, createStorageKeeper } from './keep-storage.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { createPageProvider, type PageProvider } from './page-provider.ts';
import { openProfileStore, type ProfileStore } from './ports/profile-store.ts';
import { browserTabSlotWorld } from './ports/tab-slot-like.ts';
import { relayOffer } from './relay-offer.ts';
import { takeTabSlot } from './tab-slot.ts';
import { createPage, mountApp, showStartFailure } from './ui/index.ts';
import { version } from './version.ts';
import { createWindowHost, type WindowHost } from './window-host.ts';

declare global {
  interface Window {
    tabchain?: Provider;
  }
}

/** The identity of a slot: made once, kept for the profile. */
const slotSeed = async (profile: ProfileStore, slot: number): Promise<Uint8Array> => {
  const fresh = crypto.getRandomValues(new Uint8Array(32));
  return (await profile.update(`identity/${slot}`, (known) => known ?? fresh)) ?? fresh;
};

const bookIn = (profile: ProfileStore, chainId: string) => {
  const key = `book/${chainId}`;
  return { load: () => profile.get(key), save: (bytes: Uint8Array) => profile.put(key, bytes) };
};

const onWorkerMessage = (
  message: FromWorker,
  host: WindowHost,
  provider: PageProvider,
  answer: (message: ToWorker) => void,
): void => {
  switch (message.type) {
    case 'answer':
    case 'event':
      provider.deliver(message);
      return;
    case 'network-call':
      host.call(message.call);
      return;
    case 'host-open':
      host.open(message.chainId, message.relays);
      return;
    case 'host-close':
      host.close();
      return;
    case 'host-request':
      void host.request(message.request).then((reply) => {
        answer({ type: 'host-answer', number: message.number, answer: reply });
      });
      return;
    case 'failed':
      showStartFailure(message.reason);
      return;
    case 'ready':
  }
};

/** Sleep, network changes and the end of the page, as the host wants to hear of them. */
const followPage = (host: WindowHost): void => {
  addEventListener('pagehide', () => {
    host.leave();
  });
  addEventListener('online', () => {
    host.wake();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') host.wake();
  });
};

const start = async (): Promise<void> => {
  patchInitChannel();
  const profile = await openProfileStore();
  const slot = await takeTabSlot(browserTabSlotWorld(profile), {
    onLost: () => {
      // Two nodes with one identity and one database harm both: this one gives way.
      location.reload();
    },
  });
  if (slot.type === 'tab-slots-full') {
    showStartFailure(`This browser runs ${slot.slotsMax} tabs of Tabchain already. Close one and reload.`);
    return;
  }
  const seed = await slotSeed(profile, slot.slot);
  const worker = new Worker(new URL('./node.worker.ts', import.meta.url), { type: 'module' });
  const post = (message: ToWorker, transfer: readonly Transferable[] = []): void => {
    worker.postMessage(message, { transfer: [...transfer] });
  };
  const keeper = createStorageKeeper(browserStorage(), (persisted) => {
    post({ type: 'persisted', persisted });
  });
  const provider = keeper.watching(createPageProvider(post));
  const host = createWindowHost({
    seed,
    agent: `tabchain ${version}`,
    bookFor: (chainId) => bookIn(profile, chainId),
    post,
  });
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    onWorkerMessage(data, host, provider, post);
  });
  worker.addEventListener('error', (event) => {
    showStartFailure(`The node stopped: ${event.message || 'unknown reason'}. Reload the page.`);
  });
  followPage(host);
  window.tabchain = provider;
  const page = new URL(location.href);
  page.hash = '';
  const [peerId, offered, persisted] = await Promise.all([
    peerIdOfSeed(seed),
    relayOffer(profile),
    keeper.isPersisted(),
  ]);
  post({ type: 'start', slot: slot.slot, peerId, pageUrl: page.href, offered, persisted });
  const target = document.querySelector('#app') ?? document.body;
  mountApp({ target, provider, page: createPage(window) });
};

start().catch((cause: unknown) => {
  showStartFailure(cause instanceof Error ? cause.message : String(cause));
});
