// What the screen asks of the browser besides the DOM: the address bar, the clipboard, saving a file, settings that
// survive, whether the tab is hidden. `createPage` is the real one. Nothing here needs a secure context: a page opened
// from a LAN address has no `navigator.clipboard`, and a browser in private mode may refuse `localStorage`.

export interface AddressBar {
  /** the page's address without the fragment */
  readonly base: () => string;
  /** the fragment with its `#`, or nothing */
  readonly hash: () => string;
  readonly goTo: (hash: string) => void;
  /** Returns the function that ends it. */
  readonly onHash: (listener: () => void) => () => void;
}

export interface Settings {
  readonly read: (key: string) => string | undefined;
  readonly write: (key: string, value: string | undefined) => void;
  /** Called when this or another tab has changed the setting; returns the function that ends it. */
  readonly onChange: (key: string, listener: () => void) => () => void;
}

/** A newer build of the page that is ready, if so. Taking it is the person's to decide. */
export interface PageUpdate {
  readonly isOffered: () => boolean;
  /** Loads the page anew, with the newer build. */
  readonly use: () => void;
  /** Returns the function that ends it. */
  readonly onChange: (listener: () => void) => () => void;
}

/** What the browser keeps for the page. */
export interface PageStorage {
  /** bytes; nothing where the browser does not say */
  readonly estimate: () => Promise<{ readonly used: number; readonly room: number } | undefined>;
  /** false in an insecure context and in old browsers */
  readonly canPersist: boolean;
  /** Asks the browser, which may ask the person; its answer. */
  readonly persist: () => Promise<boolean>;
}

/** Films that play while they arrive. */
export interface PageFilms {
  /** false on plain http, and wherever no service worker takes this page over */
  readonly isReady: () => Promise<boolean>;
  /** for an `<audio>` or `<video>`, which gets sound or film there and nothing else */
  readonly addressOf: (place: { readonly cid: string; readonly path?: string }) => string;
}

/** What the page is given by its composition root. */
export interface PageParts {
  readonly update: PageUpdate;
  readonly storage: PageStorage;
  readonly films: PageFilms;
  /** Deletes all that the browser keeps of the page, and loads it anew. */
  readonly forgetEverything: () => void;
}

export interface Page extends PageParts {
  readonly addressBar: AddressBar;
  readonly settings: Settings;
  /** false when the browser does not allow it */
  readonly copy: (text: string) => Promise<boolean>;
  readonly saveFile: (name: string, content: string | Uint8Array) => void;
  readonly reload: () => void;
  /** Called when the tab is hidden or seen again; returns the function that ends it. */
  readonly onHidden: (listener: (hidden: boolean) => void) => () => void;
}

/** The way to the clipboard that works without a secure context. */
const copyBySelection = (document: Document, text: string): boolean => {
  const area = document.createElement('textarea');
  const focused = document.activeElement;
  area.value = text;
  area.setAttribute('readonly', '');
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way without a secure context
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
};

const copy = async (window: Window, text: string): Promise<boolean> => {
  // Absent in an insecure context, whatever the DOM's types say.
  const navigator: { readonly clipboard?: Clipboard } = window.navigator;
  try {
    if (navigator.clipboard === undefined) return copyBySelection(window.document, text);
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(window.document, text);
  }
};

const saveFile = (window: Window, name: string, content: string | Uint8Array): void => {
  const type = typeof content === 'string' ? 'application/json' : 'application/octet-stream';
  const part = typeof content === 'string' ? content : Uint8Array.from(content);
  const url = URL.createObjectURL(new Blob([part], { type }));
  const anchor = window.document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The download has taken its own reference once the click was handled.
  window.setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 1000);
};

const settingPrefix = 'tabchain.';

const settingsOf = (window: Window): Settings => ({
  read: (key) => {
    try {
      return window.localStorage.getItem(settingPrefix + key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write: (key, value) => {
    try {
      const { localStorage: storageArea } = window;
      if (value === undefined) storageArea.removeItem(settingPrefix + key);
      else storageArea.setItem(settingPrefix + key, value);
      // Browsers tell the other tabs only; who listens in this one wants to know too.
      window.dispatchEvent(new StorageEvent('storage', { key: settingPrefix + key, storageArea }));
    } catch {
      // A setting that cannot be kept holds until the tab closes.
    }
  },
  onChange: (key, listener) => {
    const hear = (event: StorageEvent): void => {
      if (event.key === settingPrefix + key) listener();
    };
    window.addEventListener('storage', hear);
    return () => {
      window.removeEventListener('storage', hear);
    };
  },
});

export const createPage = (window: Window, parts: PageParts): Page => ({
  ...parts,
  addressBar: {
    base: () => window.location.href.replace(/#.*$/, ''),
    hash: () => window.location.hash,
    goTo: (hash) => {
      window.location.hash = hash;
    },
    onHash: (listener) => {
      window.addEventListener('hashchange', listener);
      return () => {
        window.removeEventListener('hashchange', listener);
      };
    },
  },
  settings: settingsOf(window),
  copy: (text) => copy(window, text),
  saveFile: (name, content) => {
    saveFile(window, name, content);
  },
  reload: () => {
    window.location.reload();
  },
  onHidden: (listener) => {
    const tell = (): void => {
      listener(window.document.hidden);
    };
    window.document.addEventListener('visibilitychange', tell);
    return () => {
      window.document.removeEventListener('visibilitychange', tell);
    };
  },
});
