// Composition root of the page. First it paints the frame, with nothing but what the frame needs; then it starts the node
// worker, takes a slot of this browser profile, fetches the network's part (libp2p lives in the window, because
// RTCPeerConnection exists only there), and joins them. Offers `window.tabchain`, which takes requests from the first
// moment. What cannot start says so on the page, with what to do.

import type { Provider } from '../shared/provider/index.ts';
import { announceProvider } from './announce-provider.ts';
import { browserFilmWorld, createFilms, type Films } from './films.ts';
import { firstPaint } from './first-paint.ts';
import { forgetEverything, forgetIfAsked } from './forget-everything.ts';
import { answerForeignCalls } from './foreign-calls.ts';
import { hiddenAddressIn } from './hidden-address.ts';
import { browserStorage, createStorageKeeper, storageEstimate, type StorageKeeper } from './keep-storage.ts';
import { type FromWorker, transferOfAnswer } from './messages.ts';
import { browserLocal, recallOrigin } from './origin-memory.ts';
import { browserKeeperWorld, createPageKeeper } from './page-keeper.ts';
import { createPageProvider, type PageProvider } from './page-provider.ts';
import { openProfileStore, type ProfileStore } from './ports/profile-store.ts';
import { browserTabSlotWorld } from './ports/tab-slot-like.ts';
import { printLog } from './print-log.ts';
import { askRelay, relayOffer } from './relay-offer.ts';
import { takeTabSlot } from './tab-slot.ts';
import {
  createAskPerson,
  createPage,
  firstLanguage,
  loadPart,
  mountApp,
  showPartMissing,
  showNodeStopped,
  showStartFailure,
  untilAtRest,
} from './ui/index.ts';
import { version } from './version.ts';
import { browserWakeWorld, watchWake } from './wake-watch.ts';
import { createWindowFiles } from './window-files.ts';
import { createWindowHost, type WindowHost } from './window-host.ts';
import { createWorkerLink, type PostToWorker, type WorkerLink } from './worker-link.ts';

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

const onWorkerMessage = (message: FromWorker, host: WindowHost, provider: PageProvider, post: PostToWorker): void => {
  switch (message.type) {
    case 'answer':
    case 'event':
      provider.deliver(message);
      return;
    case 'network-call':
      host.call(message.call);
      return;
    case 'host-open':
      host.open(message);
      return;
    case 'welcome-answer':
      host.answerWelcome(message.number, message.answer);
      return;
    case 'host-close':
      host.close();
      return;
    case 'host-request':
      void host.request(message.request).then((reply) => {
        post({ type: 'host-answer', number: message.number, answer: reply }, transferOfAnswer(reply));
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
  watchWake(browserWakeWorld(), () => {
    host.wake();
  });
};

const loadTabHost = () =>
  loadPart(
    () => import('./tab-host.ts'),
    (again) => {
      showPartMissing('network', again);
    },
  );

const loadTabFiles = () =>
  loadPart(
    () => import('./tab-files.ts'),
    (again) => {
      showPartMissing('files', again);
    },
  );

/** The slot, its seed and the profile; nothing of it asks the network, so nothing of it delays a paint. */
const takeSlot = async () => {
  const profile = await openProfileStore();
  const memory = await recallOrigin(browserLocal(window), profile);
  const slot = await takeTabSlot(browserTabSlotWorld(profile), {
    onLost: () => {
      // Two nodes with one identity and one database harm both: this one gives way.
      location.reload();
    },
  });
  if (slot.type === 'tab-slots-full') {
    throw new Error(`This browser runs ${slot.slotsMax} tabs of Tabchain already. Close one and reload.`);
  }
  return { profile, memory, slot, seed: await slotSeed(profile, slot.slot) };
};

interface Line {
  readonly link: WorkerLink;
  readonly provider: PageProvider;
  readonly keeper: StorageKeeper;
  /** Gives the line its other end: who performs what the worker asks of the network. */
  readonly joinHost: (host: WindowHost) => void;
}

/** The provider on a worker that is not there yet, and the worker's line to the network that is not there yet. */
const createLine = (): Line => {
  let host: WindowHost | undefined;
  const link = createWorkerLink({
    startWorker: () => new Worker(new URL('./node.worker.ts', import.meta.url), { type: 'module' }),
    // Before it was told to start, which takes a host, the worker says nothing.
    onMessage: (message) => {
      if (host !== undefined) onWorkerMessage(message, host, provider, link.post);
    },
    onMissing: (again) => {
      showPartMissing('node', again);
    },
    onBroken: (reason) => {
      showNodeStopped(reason);
    },
  });
  const keeper = createStorageKeeper(browserStorage(), (persisted) => {
    link.post({ type: 'persisted', persisted });
  });
  const provider = keeper.watching(createPageProvider(link.post));
  const joinHost = (joined: WindowHost): void => {
    host = joined;
  };
  return { link, provider, keeper, joinHost };
};

interface Beginnings {
  readonly taking: ReturnType<typeof takeSlot>;
  readonly paint: Promise<void>;
}

const startNode = async (line: Line, films: Films, { taking, paint }: Beginnings): Promise<void> => {
  const { link, provider, keeper, joinHost } = line;
  const painted = paint.then(() => {
    link.start();
    // Fetched beside the worker; who needs it loads it, with words for a failure.
    import('./tab-host.ts').catch(() => undefined);
  });
  const asking = paint.then(askRelay);
  const [{ profile, memory, slot, seed }] = await Promise.all([taking, painted]);
  const files = createWindowFiles({
    slot: slot.slot,
    load: loadTabFiles,
    fetchAhead: () => {
      void untilAtRest().then(() => import('./tab-files.ts').catch(() => undefined));
    },
    onProgress: (job, done, total) => {
      link.post({ type: 'files-progress', job, done, total });
    },
  });
  films.answer(provider, files);
  const host = createWindowHost({
    seed,
    agent: `tabchain ${version}`,
    bookFor: (chainId) => bookIn(profile, chainId),
    hiddenAddress: hiddenAddressIn(window),
    files,
    post: link.post,
    loadTabHost,
  });
  joinHost(host);
  followPage(host);
  memory.follow(provider);
  const page = new URL(location.href);
  page.hash = '';
  const [offered, persisted] = await Promise.all([
    asking.then((said) => relayOffer(profile, said)),
    keeper.isPersisted(),
  ]);
  host.useStun(offered?.stun ?? []);
  const { slot: number, leaseToken } = slot;
  link.post({ type: 'start', slot: number, leaseToken, seed, pageUrl: page.href, offered, persisted });
};

const start = async (): Promise<void> => {
  await forgetIfAsked(window);
  // The browser opens the database while the frame is made; who waits for the slot hears of a failure.
  const taking = takeSlot();
  taking.catch(() => undefined);
  const line = createLine();
  window.tabchain = line.provider;
  printLog(line.provider, browserLocal(window)?.get('tabchainLog'), console);
  const target = document.querySelector('#app') ?? document.body;
  const painted = firstPaint();
  const keeper = createPageKeeper(browserKeeperWorld(window));
  const films = createFilms(browserFilmWorld(window));
  const page = createPage(window, {
    update: keeper,
    films,
    storage: { estimate: storageEstimate, canPersist: browserStorage() !== undefined, persist: line.keeper.ask },
    forgetEverything: () => {
      forgetEverything(window);
    },
  });
  await firstLanguage(page.settings);
  mountApp({ target, provider: line.provider, page, painted });
  announceProvider(window, line.provider);
  answerForeignCalls(
    window,
    line.provider,
    createAskPerson(() => document.body),
  );
  await startNode(line, films, { taking, paint: painted });
  // Last of all: the node has what it needs, and what is kept now was fetched for it already.
  await untilAtRest();
  if (import.meta.env.PROD) await keeper.begin();
};

start().catch((cause: unknown) => {
  showStartFailure(cause instanceof Error ? cause.message : String(cause));
});
