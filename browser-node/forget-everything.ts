// Deletes all that this browser keeps of the page, when a person has asked for it twice: chains, wallet, identity, settings,
// kept files. Done when the page is loaded anew and before anything is opened, so that nothing of the running node writes it
// back. Bound: a database that other tabs hold is waited for `heldMsMax`; those tabs are told to reload.

const mark = 'tabchain-forget';
const heldMsMax = 5000;

/** Asks for it: the page is loaded anew, and begins with nothing. */
export const forgetEverything = (window: Window): void => {
  window.sessionStorage.setItem(mark, 'yes');
  window.location.hash = '';
  window.location.reload();
};

const deleteDatabase = (factory: IDBFactory, name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = factory.deleteDatabase(name);
    const timer = setTimeout(resolve, heldMsMax);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    request.onsuccess = done;
    request.onerror = done;
  });

const emptyArea = (area: Storage): void => {
  for (const key of Object.keys(area)) if (key.startsWith('tabchain')) area.removeItem(key);
};

const forget = async (window: Window): Promise<void> => {
  // Absent in an insecure context, whatever the DOM's types say.
  const world: {
    readonly caches?: CacheStorage;
    readonly navigator: { readonly serviceWorker?: ServiceWorkerContainer };
  } = window;
  emptyArea(window.localStorage);
  emptyArea(window.sessionStorage);
  const databases = (await window.indexedDB.databases()).flatMap(({ name }) => name ?? []);
  const ours = databases.filter((name) => name.startsWith('tabchain'));
  await Promise.all(ours.map((name) => deleteDatabase(window.indexedDB, name)));
  const { caches } = world;
  if (caches !== undefined) {
    const kept = (await caches.keys()).filter((name) => name.startsWith('tabchain'));
    await Promise.all(kept.map((name) => caches.delete(name)));
  }
  await (await world.navigator.serviceWorker?.getRegistration())?.unregister();
};

/** At the start of the page: does what was asked for before it was loaded anew, if something was. */
export const forgetIfAsked = async (window: Window): Promise<void> => {
  try {
    if (window.sessionStorage.getItem(mark) === null) return;
  } catch {
    return; // a browser that keeps nothing has nothing to forget
  }
  await forget(window);
};
