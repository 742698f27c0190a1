// What this page has stored in this browser, remembered in two places of which a browser may clear one and leave the other:
// IndexedDB (chain, wallet) and localStorage (settings). A mark in each tells at the next start that the other has gone:
// then a person is told what was lost, and the settings, of which IndexedDB keeps a copy, come back. Nothing secret is in
// either mark. Bounds: one mark of a few bytes in each, one copy of at most `settingsMax` settings.

import type { PageProvider } from './page-provider.ts';
import type { ProfileStore } from './ports/profile-store.ts';

/** The slice of `localStorage` in use, and how changes of it are heard and told. */
export interface LocalLike {
  readonly keys: () => readonly string[];
  readonly get: (key: string) => string | undefined;
  /** Tells those who listen, as a change in another tab would. */
  readonly set: (key: string, value: string) => void;
  /** Calls back after a change by any tab, this one included. */
  readonly onChange: (listener: (key: string | undefined) => void) => void;
}

export type OriginProfile = Pick<ProfileStore, 'persistent' | 'get' | 'put'>;

export interface OriginMemory {
  /** The name of the alarm that says what the browser has deleted; `undefined` if nothing. */
  readonly gone: 'storage-evicted' | 'storage-evicted-chain' | undefined;
  /** Raises that alarm, and keeps the marks true from now on. */
  readonly follow: (provider: Pick<PageProvider, 'on' | 'deliver'>) => void;
}

/** What was stored at the last look. */
interface Kept {
  readonly wallet: boolean;
  readonly chain: boolean;
}

const keptKey = 'tabchain-kept';
const settingPrefix = 'tabchain.';
const profileMarkKey = 'origin/kept';
const profileSettingsKey = 'origin/settings';
const vaultKey = 'vault';
const settingsMax = 100;

const nothing: OriginMemory = { gone: undefined, follow: () => undefined };

/** Call once at the start of a page, before anything else is stored. */
export const recallOrigin = async (local: LocalLike | undefined, profile: OriginProfile): Promise<OriginMemory> => {
  // A window that keeps nothing says so in another way.
  if (local === undefined || !profile.persistent) return nothing;
  const before = decodeKept(local.get(keptKey));
  const [mark, vault] = await Promise.all([profile.get(profileMarkKey), profile.get(vaultKey)]);
  const hasWallet = vault !== undefined;
  if (before === undefined && mark !== undefined) restoreSettings(local, await profile.get(profileSettingsKey));
  if (mark === undefined) await profile.put(profileMarkKey, new Uint8Array([1]));
  // A lost wallet is remembered until there is one again.
  let kept: Kept = {
    wallet: hasWallet || before?.wallet === true,
    chain: mark !== undefined && before?.chain === true,
  };
  const gone = goneOf(before, mark !== undefined, hasWallet);
  const keep = (next: Kept): void => {
    kept = next;
    local.set(keptKey, JSON.stringify(next));
  };
  keep(kept);
  return {
    gone,
    follow: (provider) => {
      if (gone !== undefined) provider.deliver(alarmOf(gone));
      provider.on('wallet', () => {
        if (!kept.wallet) keep({ ...kept, wallet: true });
      });
      provider.on('head', ({ height }) => {
        if (!kept.chain && height > 0) keep({ ...kept, chain: true });
      });
      local.onChange((key) => {
        if (key?.startsWith(settingPrefix) === true) void copySettings(local, profile);
      });
      void copySettings(local, profile);
    },
  };
};

const alarmOf = (what: NonNullable<OriginMemory['gone']>): Parameters<PageProvider['deliver']>[0] => {
  const choices = what === 'storage-evicted' ? ['restore', 'dismiss'] : ['dismiss'];
  return { type: 'event', event: 'alarm', payload: { what, choices } };
};

const goneOf = (before: Kept | undefined, isMarked: boolean, hasWallet: boolean): OriginMemory['gone'] => {
  if (before === undefined) return undefined;
  if (before.wallet && !hasWallet) return 'storage-evicted';
  return before.chain && !isMarked ? 'storage-evicted-chain' : undefined;
};

const copySettings = async (local: LocalLike, profile: OriginProfile): Promise<void> => {
  const keys = local.keys().filter((key) => key.startsWith(settingPrefix));
  const settings = Object.fromEntries(keys.slice(0, settingsMax).map((key) => [key, local.get(key)]));
  const bytes = new TextEncoder().encode(JSON.stringify(settings));
  // A copy that fails is made again with the next change.
  await profile.put(profileSettingsKey, bytes).catch(() => undefined);
};

const restoreSettings = (local: LocalLike, bytes: Uint8Array | undefined): void => {
  const settings = parsed(bytes === undefined ? undefined : new TextDecoder().decode(bytes));
  if (typeof settings !== 'object' || settings === null) return;
  for (const [key, value] of Object.entries(settings).slice(0, settingsMax)) {
    if (key.startsWith(settingPrefix) && typeof value === 'string') local.set(key, value);
  }
};

const decodeKept = (text: string | undefined): Kept | undefined => {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('wallet' in value) || !('chain' in value)) return undefined;
  return { wallet: value.wallet === true, chain: value.chain === true };
};

const parsed = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
};

/** `undefined` where the browser keeps nothing for this page: with cookies blocked the mere look throws. */
export const browserLocal = (window: Window): LocalLike | undefined => {
  try {
    const { localStorage } = window;
    return {
      keys: () => Object.keys(localStorage),
      get: (key) => localStorage.getItem(key) ?? undefined,
      set: (key, value) => {
        try {
          localStorage.setItem(key, value);
        } catch {
          // Full: then the mark stays as it was.
        }
        window.dispatchEvent(new StorageEvent('storage', { key, newValue: value, storageArea: localStorage }));
      },
      onChange: (listener) => {
        window.addEventListener('storage', ({ key, storageArea }) => {
          if (storageArea === localStorage) listener(key ?? undefined);
        });
      },
    };
  } catch {
    return undefined;
  }
};
