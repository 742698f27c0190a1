// The few parts of a browser that taking a tab's slot needs, as interfaces small enough to be played in a unit test, and
// the real ones. Where a browser lacks one (Web Locks in insecure contexts, sessionStorage with cookies blocked) that is
// said by `undefined` or replaced by something that lives as long as the page. It keeps nothing of its own.

import type { ProfileStore } from './profile-store.ts';

/** The slice of `navigator.locks` in use. The callback gets `null` if `ifAvailable` was asked and the lock is held. */
export interface LocksLike {
  readonly request: (
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    callback: (lock: unknown) => Promise<void>,
  ) => Promise<unknown>;
}

/** The slice of `sessionStorage` in use: it survives a reload, and a duplicated tab starts with a copy. */
export interface SessionLike {
  readonly getItem: (key: string) => string | null;
  readonly setItem: (key: string, value: string) => void;
}

/** The slice of `BroadcastChannel` in use: texts reach the other tabs of this origin, not the sender. */
export interface ChannelLike {
  readonly post: (text: string) => void;
  readonly listen: (listener: (text: string) => void) => () => void;
}

export interface TimerLike {
  /** ms since 1970, the same in all tabs of a machine */
  readonly now: () => number;
  /** Calls back once; returns the function that cancels. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** One way to hold slots for the page's life: by Web Locks or by leases. */
export interface SlotHolder {
  /** Takes `slot` if it is free within `waitMs`; `undefined` if not. Resolves to the function that lets go. */
  readonly take: (slot: number, waitMs: number) => Promise<(() => Promise<void>) | undefined>;
}

/** All that `takeTabSlot` may ask of the world. */
export interface TabSlotWorld {
  readonly locks: LocksLike | undefined;
  readonly session: SessionLike;
  readonly leases: Pick<ProfileStore, 'get' | 'update' | 'delete'>;
  readonly channel: ChannelLike;
  readonly timer: TimerLike;
  /** Calls back when the page ends for good (closed, reloaded, left), with a last moment to send something off. */
  readonly onPageEnd: (callback: () => void) => void;
  /** A name no other page load has: 16 random bytes in hex. */
  readonly pageToken: string;
}

/** The world of this window. */
export function browserTabSlotWorld(profile: ProfileStore): TabSlotWorld {
  return {
    locks: browserLocks(),
    session: browserSession(),
    leases: profile,
    channel: browserChannel('tabchain-slot'),
    timer: {
      now: () => Date.now(),
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs);
        return () => {
          clearTimeout(timer);
        };
      },
    },
    onPageEnd: (callback) => {
      addEventListener('pagehide', ({ persisted }) => {
        if (!persisted) callback();
      });
    },
    // getRandomValues, unlike randomUUID, exists in insecure contexts.
    pageToken: [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(''),
  };
}

function browserLocks(): LocksLike | undefined {
  if (!('locks' in navigator)) return undefined;
  const { locks } = navigator;
  return { request: (name, options, callback) => locks.request(name, options, callback) };
}

/** With cookies blocked the mere look at `sessionStorage` throws: then a reload is a new tab. */
function browserSession(): SessionLike {
  try {
    const { sessionStorage } = globalThis;
    return {
      getItem: (key) => sessionStorage.getItem(key),
      setItem: (key, value) => {
        sessionStorage.setItem(key, value);
      },
    };
  } catch {
    const items = new Map<string, string>();
    return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
  }
}

function browserChannel(name: string): ChannelLike {
  const channel = new BroadcastChannel(name);
  return {
    post: (text) => {
      channel.postMessage(text);
    },
    listen: (listener) => {
      const receive = ({ data }: MessageEvent<unknown>): void => {
        if (typeof data === 'string') listener(data);
      };
      channel.addEventListener('message', receive);
      return () => {
        channel.removeEventListener('message', receive);
      };
    },
  };
}
