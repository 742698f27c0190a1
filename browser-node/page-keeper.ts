// Keeps the page in the browser by its service worker, so that it opens without its server, and tells when a newer build is
// there: it is offered and never forced. Does nothing where browsers have no service worker: on plain http from another
// machine, in some private windows. Bound: a look for a newer build at the start and every `lookEveryMs`.

import type { PageUpdate } from './ui/index.ts';

/** What is used of the browser. */
export interface KeeperWorld {
  readonly container: Pick<ServiceWorkerContainer, 'register'> | undefined;
  /** of which build the running page is, as its document says */
  readonly build: string | undefined;
  readonly reload: () => void;
  readonly every: (ms: number, act: () => void) => void;
}

const lookEveryMs = 30 * 60_000;

export interface PageKeeper extends PageUpdate {
  /** Begins to keep the page; once, when nothing more urgent is to be fetched. */
  readonly begin: () => Promise<void>;
}

export const browserKeeperWorld = (window: Window): KeeperWorld => {
  // Absent in an insecure context, whatever the DOM's types say.
  const navigator: { readonly serviceWorker?: ServiceWorkerContainer } = window.navigator;
  return {
    container: navigator.serviceWorker,
    build: window.document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content,
    reload: () => {
      window.location.reload();
    },
    every: (ms, act) => void window.setInterval(act, ms),
  };
};

export const createPageKeeper = ({ container, build, reload, every }: KeeperWorld): PageKeeper => {
  let offered = false;
  const listeners = new Set<() => void>();
  const look = (waiting: ServiceWorker | null): void => {
    if (waiting === null) return;
    const { port1: answer, port2: port } = new MessageChannel();
    // The one that waits may be of this very build, which a reload has brought; then it begins by itself.
    answer.onmessage = ({ data }: MessageEvent<unknown>) => {
      answer.close();
      if (data === true) return;
      offered = true;
      for (const listener of listeners) listener();
    };
    waiting.postMessage(build, [port]);
  };
  const follow = (registration: ServiceWorkerRegistration): void => {
    look(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed') look(registration.waiting);
      });
    });
    every(lookEveryMs, () => {
      // Without the server there is no newer build to be had.
      registration.update().catch(() => undefined);
    });
  };
  return {
    begin: async () => {
      // A browser that refuses (full disk, a setting) leaves the page as it would be without.
      const registration = await container?.register('./sw.js', { updateViaCache: 'none' }).catch(() => undefined);
      if (registration !== undefined) follow(registration);
    },
    isOffered: () => offered,
    use: reload,
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
