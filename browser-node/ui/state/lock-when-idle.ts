// Locks the wallet when nobody has touched the page for the minutes that a person chose. Timers stand still while the device
// sleeps, so the clocks are read: when the page comes back, at every touch, and every few seconds. The wall clock may be
// set back and the steady one may stand still in sleep, so whichever says more counts.
// Bound: one timer, and none where the minutes are never or the wallet has been locked.

import type { Provider } from '../../../shared/provider/index.ts';

/** What it needs of a page; `browserIdleWorld` is the real one. Who listens gets the function that ends it. */
export interface IdleWorldLike {
  readonly wallMs: () => number;
  readonly steadyMs: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly onTouch: (listener: () => void) => () => void;
  /** the page is seen again, or has come back from a freeze */
  readonly onReturn: (listener: () => void) => () => void;
}

export interface IdleLimit {
  /** 0 is never */
  readonly minutes: () => number;
  readonly onChange: (listener: () => void) => () => void;
}

const minuteMs = 60_000;
/** Where sleep ends without a word, as on some systems when a lid is opened. */
const lookEveryMs = 5_000;

/** Returns the function that ends it. */
export const lockWhenIdle = (limit: IdleLimit, world: IdleWorldLike, lock: () => void): (() => void) => {
  /** `undefined` once it has locked, until the next touch */
  let touched: { readonly wallMs: number; readonly steadyMs: number } | undefined;
  let endTimer = (): void => undefined;
  const look = (): void => {
    endTimer();
    const limitMs = limit.minutes() * minuteMs;
    if (touched === undefined || limitMs === 0) return;
    const idleMs = Math.max(world.wallMs() - touched.wallMs, world.steadyMs() - touched.steadyMs);
    if (idleMs < limitMs) {
      endTimer = world.after(Math.min(limitMs - idleMs, lookEveryMs), look);
      return;
    }
    touched = undefined;
    lock();
  };
  const begin = (): void => {
    touched = { wallMs: world.wallMs(), steadyMs: world.steadyMs() };
    look();
  };
  // A touch may be the first that is heard after sleep: it comes too late to begin anew what has ended.
  const touch = (): void => {
    look();
    begin();
  };
  const ends = [limit.onChange(begin), world.onTouch(touch), world.onReturn(look)];
  begin();
  return () => {
    endTimer();
    for (const end of ends) end();
  };
};

const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

const listen = (target: EventTarget, events: readonly string[], listener: () => void): (() => void) => {
  // Before anything on the page acts on it: a press on "Send" after sleep meets a locked wallet.
  for (const event of events) target.addEventListener(event, listener, { passive: true, capture: true });
  return () => {
    for (const event of events) target.removeEventListener(event, listener, { capture: true });
  };
};

export const browserIdleWorld = (window: Window): IdleWorldLike => ({
  wallMs: () => Date.now(),
  steadyMs: () => window.performance.now(),
  after: (ms, run) => {
    const timer = window.setTimeout(run, ms);
    return () => {
      window.clearTimeout(timer);
    };
  },
  onTouch: (listener) => listen(window, touches, listener),
  // Page Lifecycle (WICG) for `resume`, HTML for the others; each means at most another look at the clocks.
  onReturn: (listener) => {
    const ends = [
      listen(window, ['focus', 'pageshow'], listener),
      listen(window.document, ['resume', 'visibilitychange'], listener),
    ];
    return () => {
      for (const end of ends) end();
    };
  },
});

/** Locks it and tells; a lock that fails shows itself: the wallet stays open on its screen. */
export const lockWallet = async (provider: Provider, locked: () => void): Promise<void> => {
  try {
    await provider.request({ method: 'wallet_lock' });
    locked();
  } catch {
    // told by the wallet's screen
  }
};
